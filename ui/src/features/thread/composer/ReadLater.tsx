import { useI18n } from "../../../i18n/i18n";
import type { ChatRow } from "../../../ipc/types";
import { Button } from "../../../ui";
import { CheckDoubleIcon } from "../../../ui/icons/icons";
import { useDesk, useMirror } from "../../shared/desk";
import styles from "./ComposerBar.module.css";

/** Says that looking has told nobody, where the slot reads later, and offers to. */
export function ReadLater({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const desk = useDesk();
  const readsLater = useMirror((mirror) => mirror.slots.find((slot) => slot.number === row.slot)?.readLater ?? false);
  if (!readsLater || row.unread === 0) return null;
  return (
    <div className={styles.line}>
      <p className={styles.note}>{t("composer.readLater")}</p>
      <Button size="small" icon={CheckDoubleIcon} onPress={() => void desk.markRead(row)}>
        {t("inbox.menu.markRead")}
      </Button>
    </div>
  );
}
