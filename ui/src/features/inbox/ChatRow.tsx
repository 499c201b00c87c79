import { memo } from "react";
import { useI18n } from "../../i18n/i18n";
import type { ChatRow as Chat } from "../../ipc/types";
import { isMuted } from "../../model/mute";
import { Avatar, Badge, Bidi, ContextMenu, RelativeTime } from "../../ui";
import { BellOffIcon, PinIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import { SlotMark } from "../shared/SlotMark";
import { Spoken } from "../shared/Spoken";
import styles from "./ChatRow.module.css";
import { chatMenu } from "./chatMenu";
import { Preview } from "./Preview";

interface ChatRowProps {
  row: Chat;
  isOpen: boolean;
  now: number;
}

/** One conversation in the list. Rows that did not change are not drawn again. */
export const ChatRow = memo(function ChatRow({ row, isOpen, now }: ChatRowProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const muted = isMuted(row, now);
  return (
    <ContextMenu label={t("inbox.menu", { name: row.title })} items={chatMenu(row, now, desk, t)}>
      <div
        className={styles.row}
        data-open={isOpen || undefined}
        data-unread={row.unread > 0 || row.markedUnread || undefined}
      >
        <span className={styles.face}>
          <Avatar name={row.title} seed={`${row.account} ${row.id}`} kind={row.kind === "group" ? "group" : "person"} />
          <span className={styles.slot}>
            <SlotMark slot={row.slot} />
          </span>
        </span>
        <div className={styles.words}>
          <div className={styles.line}>
            <Bidi display="line" className={styles.title}>
              {row.title}
            </Bidi>
            {row.last && <RelativeTime className={styles.time} at={row.last.at} now={now} style="list" />}
          </div>
          <div className={styles.line}>
            <Preview row={row} isOpen={isOpen} />
            <span className={styles.marks}>
              {muted && (
                <span className={styles.sign} title={t("inbox.muted")}>
                  <BellOffIcon size="small" />
                  <Spoken>{t("inbox.muted")}</Spoken>
                </span>
              )}
              {row.pinned && (
                <span className={styles.sign} title={t("inbox.pinned")}>
                  <PinIcon size="small" />
                  <Spoken>{t("inbox.pinned")}</Spoken>
                </span>
              )}
              {row.unread === 0 && row.markedUnread && (
                <span className={styles.dot} role="img" aria-label={t("inbox.markedUnread")} />
              )}
              {row.unread > 0 && (
                <Badge
                  count={row.unread}
                  max={999}
                  tone={muted ? "muted" : "accent"}
                  label={t("inbox.unread", { count: row.unread })}
                />
              )}
            </span>
          </div>
        </div>
      </div>
    </ContextMenu>
  );
});
