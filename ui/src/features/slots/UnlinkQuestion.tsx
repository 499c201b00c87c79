import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { ConfirmDialog } from "../../ui";
import { useDesk } from "../shared/desk";
import styles from "./UnlinkQuestion.module.css";

interface UnlinkQuestionProps {
  slot: SlotView;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Asks before a link ends, and says what goes and what stays. */
export function UnlinkQuestion({ slot, isOpen, onOpenChange }: UnlinkQuestionProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const name = slot.account?.phone ?? slot.account?.name ?? "";
  const isConnected = slot.link.kind === "online" || slot.link.kind === "syncing";
  return (
    <ConfirmDialog
      title={t("slots.unlink.title", { name })}
      confirmLabel={t("slots.unlink.confirm")}
      tone="danger"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      onConfirm={async () => {
        if (!(await desk.attempt(desk.backend.unlinkSlot(slot.number)))) {
          throw new Error("Unlinking was refused; the reason has been shown");
        }
      }}
    >
      <ul className={styles.list}>
        <li>{t("slots.unlink.goes")}</li>
        <li>{t("slots.unlink.stays")}</li>
        <li>{t("slots.unlink.back")}</li>
        <li>{isConnected ? t("slots.unlink.phone") : t("slots.unlink.offline")}</li>
      </ul>
    </ConfirmDialog>
  );
}
