import type { MouseEvent } from "react";
import { useI18n } from "../../i18n/i18n";
import type { MessageId, MessageRow } from "../../ipc/types";
import { Bidi } from "../../ui";
import { ForwardIcon, MoreIcon } from "../../ui/icons/icons";
import { Spoken } from "../shared/Spoken";
import styles from "./Bubble.module.css";
import { ChoiceMark } from "./ChoiceMark";
import { Content } from "./content/Content";
import { Fate } from "./Fate";
import { Meta } from "./Meta";
import { QuoteBlock } from "./QuoteBlock";
import { Reactions } from "./Reactions";
import { senderColour } from "./senderColour";
import { useTalk } from "./talk";

interface BubbleProps {
  row: MessageRow;
  isGroup: boolean;
  isFirstOfRun: boolean;
  isAimed: boolean;
  onJump: (message: MessageId) => void;
}

/** What somebody said. */
export function Bubble({ row, isGroup, isFirstOfRun, isAimed, onJump }: BubbleProps) {
  const { t } = useI18n();
  const talk = useTalk();
  const isOurs = row.direction === "outgoing";
  const author = isOurs ? t("thread.you") : (row.sender?.name ?? "");
  const showsName = isGroup && !isOurs && isFirstOfRun && row.sender !== null;
  const isDeleted = row.kind === "deleted" || row.content.kind === "deleted";
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    talk.show({ kind: "menu", row, at: { x: event.clientX, y: event.clientY } });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the row around it has the keys; this hears the pointer
    <div className={styles.place} data-direction={row.direction} onContextMenu={onContextMenu}>
      <ChoiceMark message={row.id} author={author} />
      <div className={styles.column}>
        <article
          className={styles.bubble}
          data-direction={row.direction}
          data-first={isFirstOfRun || undefined}
          data-aimed={isAimed || undefined}
          data-kind={isDeleted ? "deleted" : row.kind}
        >
          {showsName && row.sender ? (
            <p className={styles.sender} data-colour={senderColour(row.sender.id)}>
              <Bidi>{row.sender.name}</Bidi>
            </p>
          ) : (
            <Spoken>{t("thread.author", { name: author })}</Spoken>
          )}
          {row.forwarded && !isDeleted && (
            <p className={styles.forwarded}>
              <ForwardIcon size="small" />
              {t("thread.forwarded")}
            </p>
          )}
          {row.quote && !isDeleted && <QuoteBlock quote={row.quote} onJump={onJump} />}
          <Content row={row} />
          <Meta row={row} isDeleted={isDeleted} />
        </article>
        {row.reactions.length > 0 && <Reactions row={row} />}
        <Fate row={row} />
      </div>
      {/* A plain one: there is one in every row, and the keys have a menu key of their own. */}
      <button
        type="button"
        className={styles.more}
        aria-label={t("thread.menu")}
        aria-haspopup="menu"
        tabIndex={-1}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          talk.show({ kind: "menu", row, at: { x: box.left, y: box.bottom } });
        }}
      >
        <MoreIcon size="small" />
      </button>
    </div>
  );
}
