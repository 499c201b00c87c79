import { type I18n, useI18n } from "../../i18n/i18n";
import type { Content, MessageRow } from "../../ipc/types";
import { duration } from "../../lib/time";
import { Bidi, RelativeTime } from "../../ui";
import { VideoIcon } from "../../ui/icons/icons";
import { eventWords } from "../shared/events";
import { kindLooks } from "../shared/kinds";
import styles from "./Notice.module.css";

type Call = Extract<Content, { kind: "call" }>;

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

function wordsOf(row: MessageRow, i18n: I18n): string {
  const { content } = row;
  const { t } = i18n;
  const look = kindLooks[row.kind];
  const words =
    content.kind === "call"
      ? callWords(content, row.direction === "outgoing", i18n)
      : content.kind === "event"
        ? eventWords(content, row.direction === "outgoing" ? t("thread.you") : (row.sender?.name ?? null), i18n)
        : null;
  return words ?? (row.text !== "" ? row.text : look ? t(look.word) : "");
}

function callWords({ video, missed, seconds }: Call, isOurs: boolean, { t, locale }: I18n): string {
  const kind = video ? "video" : "voice";
  if (missed) return t(isOurs ? `thread.call.${kind}.unanswered` : `thread.call.${kind}.missed`);
  const what = t(isOurs ? `thread.call.${kind}.made` : `thread.call.${kind}.taken`);
  return seconds === null ? what : t("thread.call.lasted", { what, time: duration(seconds * 1000, locale) });
}
