import { memo } from "react";
import { useI18n } from "../../i18n/i18n";
import type { MessageId, MessageRow } from "../../ipc/types";
import type { ThreadItem } from "../../model/days";
import { RelativeTime } from "../../ui";
import { Bubble } from "./Bubble";
import { Notice } from "./Notice";
import { PastEdge } from "./PastEdge";
import styles from "./ThreadRow.module.css";

interface ThreadRowProps {
  item: ThreadItem;
  isGroup: boolean;
  isAimed: boolean;
  now: number;
  onJump: (message: MessageId) => void;
}

/** One row of a thread: a day, the mark of the unread ones, something that happened, or a message. */
export const ThreadRow = memo(function ThreadRow({ item, isGroup, isAimed, now, onJump }: ThreadRowProps) {
  const { t } = useI18n();
  switch (item.kind) {
    case "day":
      return (
        <div className={styles.day}>
          <span className={styles.chip}>
            <RelativeTime at={item.at} now={now} style="day" />
          </span>
        </div>
      );
    case "past":
      return <PastEdge />;
    case "unread":
      return (
        <div className={styles.unread}>
          <span>{t("thread.unread")}</span>
        </div>
      );
    case "message":
      return (
        <div className={styles.message} data-message={item.row.id} data-run={item.isFirstOfRun || undefined}>
          {isNotice(item.row) ? (
            <Notice row={item.row} />
          ) : (
            <Bubble
              row={item.row}
              isGroup={isGroup}
              isFirstOfRun={item.isFirstOfRun}
              isAimed={isAimed}
              onJump={onJump}
            />
          )}
        </div>
      );
  }
});

/** Said by nobody: it stands in the middle. */
function isNotice({ kind, content }: MessageRow): boolean {
  return kind === "groupEvent" || kind === "call" || content.kind === "event" || content.kind === "call";
}
