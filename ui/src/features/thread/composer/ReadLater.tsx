import { useI18n } from "../../../i18n/i18n";
import type { ChatId } from "../../../ipc/types";
import { Button } from "../../../ui";
import { CheckDoubleIcon } from "../../../ui/icons/icons";
import { useDesk, useMirror } from "../../shared/desk";
import styles from "./ComposerBar.module.css";

/** Says that looking has told nobody, where the slot reads later, and offers to. */
export function ReadLater({ chat }: { chat: ChatId }) {
  const { t } = useI18n();
  const desk = useDesk();
  const waits = useMirror(({ inbox, slots }) => {
    const row = inbox.rows.get(chat);
    return row !== undefined && row.unread > 0 && slots.some((slot) => slot.number === row.slot && slot.readLater);
  });
  if (!waits) return null;
  return (
    <div className={styles.line}>
      <p className={styles.note}>{t("composer.readLater")}</p>
      <Button size="small" icon={CheckDoubleIcon} onPress={() => void desk.attempt(desk.backend.markChatRead(chat))}>
        {t("inbox.menu.markRead")}
      </Button>
    </div>
  );
}
