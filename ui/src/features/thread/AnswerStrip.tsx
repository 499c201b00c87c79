import { useI18n } from "../../i18n/i18n";
import type { ChatRow } from "../../ipc/types";
import { Button } from "../../ui";
import { LinkIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import { linkWords } from "../shared/links";
import styles from "./AnswerStrip.module.css";

/** The place of the composer: says in plain words why nothing can be written here, and leads to the cause. */
export function AnswerStrip({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const slot = useMirror((mirror) => mirror.slots.find((one) => one.number === row.slot));
  const reason = () => {
    if (!slot) return t("thread.answer.unlinked");
    if (slot.link.kind === "online") return t("thread.answer.online");
    const words = linkWords(slot.link);
    return words.says.map((key) => t(key, words.numbers)).join(" ");
  };
  return (
    <footer className={styles.strip}>
      <div className={styles.words}>
        <p className={styles.title}>{t("thread.answer.cannot")}</p>
        <p className={styles.reason}>{reason()}</p>
      </div>
      <Button size="small" icon={LinkIcon} onPress={() => navigation.show("slots")}>
        {t("thread.answer.slots")}
      </Button>
    </footer>
  );
}
