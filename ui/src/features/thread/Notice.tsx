import { type I18n, useI18n } from "../../i18n/i18n";
import type { MessageRow } from "../../ipc/types";
import { listWords } from "../../lib/amounts";
import { duration } from "../../lib/time";
import { Bidi, RelativeTime } from "../../ui";
import { VideoIcon } from "../../ui/icons/icons";
import { eventWords } from "../shared/events";
import { kindLooks } from "../shared/kinds";
import styles from "./Notice.module.css";

/** Something that happened rather than was said: a call, somebody who joined the group. */
export function Notice({ row }: { row: MessageRow }) {
  const i18n = useI18n();
  const { content } = row;
  const look = kindLooks[row.kind];
  const Drawing = content.kind === "call" && content.video ? VideoIcon : look?.icon;
  return (
    <div className={styles.notice}>
      {Drawing && <Drawing size="small" />}
      <Bidi>{wordsOf(row, i18n)}</Bidi>
      <RelativeTime className={styles.time} at={row.at} now={row.at} style="clock" />
    </div>
  );
}

function wordsOf(row: MessageRow, { t, locale }: I18n): string {
  const { content } = row;
  const look = kindLooks[row.kind];
  if (content.kind === "call") {
    const ours = row.direction === "outgoing";
    const kind = content.video ? "video" : "voice";
    if (content.missed) return t(ours ? `thread.call.${kind}.unanswered` : `thread.call.${kind}.missed`);
    const what = t(ours ? `thread.call.${kind}.made` : `thread.call.${kind}.taken`);
    return content.seconds === null
      ? what
      : t("thread.call.lasted", { what, time: duration(content.seconds * 1000, locale) });
  }
  if (content.kind === "event") {
    const words = eventWords(content.what);
    const who = listWords(content.who, locale) || row.sender?.name || t("thread.event.somebody");
    if (words) return t(words, { who, value: content.value });
  }
  return row.text !== "" ? row.text : look ? t(look.word) : "";
}
