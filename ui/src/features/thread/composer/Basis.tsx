import { useStore } from "zustand";
import { type I18n, useI18n } from "../../../i18n/i18n";
import type { ChatRow, MessageRow } from "../../../ipc/types";
import { plain } from "../../../model/markup";
import { Bidi, IconButton } from "../../../ui";
import { CloseIcon, EditIcon, ReplyIcon } from "../../../ui/icons/icons";
import { kindLooks } from "../../shared/kinds";
import { useTalk } from "../talk";
import styles from "./Basis.module.css";

/** What the words will answer or replace, with the way out of it. */
export function Basis({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const { composer } = useTalk();
  const reply = useStore(composer.state, (state) => state.reply);
  const editing = useStore(composer.state, (state) => state.editing);
  const basis = editing ?? reply;
  if (!basis) return null;
  const Drawing = editing ? EditIcon : ReplyIcon;
  const name = basis.direction === "outgoing" ? t("thread.you") : (basis.sender?.name ?? row.title);
  const staysBehind = !editing && row.answerFrom !== null;
  return (
    <section className={styles.basis} aria-label={editing ? t("composer.editing") : t("composer.replying", { name })}>
      <Drawing size="small" />
      <div className={styles.words}>
        <p className={styles.title}>{editing ? t("composer.editing") : t("composer.replying", { name })}</p>
        <p className={styles.preview}>
          <Bidi display="line">{wordsOf(basis, t)}</Bidi>
        </p>
        {staysBehind && <p className={styles.preview}>{t("composer.quoteStays")}</p>}
      </div>
      <IconButton
        label={t(editing ? "composer.cancelEdit" : "composer.cancelReply")}
        icon={CloseIcon}
        size="small"
        keys="escape"
        onPress={() => composer.cancel()}
      />
    </section>
  );
}

function wordsOf({ text, kind }: MessageRow, t: I18n["t"]): string {
  const look = kindLooks[kind];
  return plain(text).trim() || (look ? t(look.word) : t("inbox.emptyText"));
}
