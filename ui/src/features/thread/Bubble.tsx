import { useI18n } from "../../i18n/i18n";
import type { MessageId, MessageRow } from "../../ipc/types";
import { Bidi, ContextMenu, type MenuEntry, RelativeTime, toasts } from "../../ui";
import { CopyIcon, ReplyIcon } from "../../ui/icons/icons";
import { copyText } from "../shared/clipboard";
import { Spoken } from "../shared/Spoken";
import { Ticks } from "../shared/Ticks";
import styles from "./Bubble.module.css";
import { Content } from "./content/Content";
import { QuoteBlock } from "./QuoteBlock";
import { senderColour } from "./senderColour";

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
  const isOurs = row.direction === "outgoing";
  const author = isOurs ? t("thread.you") : (row.sender?.name ?? "");
  const showsName = isGroup && !isOurs && isFirstOfRun && row.sender !== null;
  return (
    <ContextMenu className={styles.place} label={t("thread.menu")} items={menu(row, onJump, t)}>
      <article
        className={styles.bubble}
        data-direction={row.direction}
        data-first={isFirstOfRun || undefined}
        data-aimed={isAimed || undefined}
        data-kind={row.kind}
      >
        {showsName && row.sender ? (
          <p className={styles.sender} data-colour={senderColour(row.sender.id)}>
            <Bidi>{row.sender.name}</Bidi>
          </p>
        ) : (
          <Spoken>{t("thread.author", { name: author })}</Spoken>
        )}
        {row.quote && row.kind !== "deleted" && <QuoteBlock quote={row.quote} onJump={onJump} />}
        <Content row={row} />
        <p className={styles.meta}>
          {row.editedAt !== null && row.kind !== "deleted" && <span>{t("thread.edited")}</span>}
          <RelativeTime at={row.at} now={row.at} style="clock" />
          {isOurs && row.delivery !== null && row.kind !== "deleted" && <Ticks delivery={row.delivery} />}
        </p>
      </article>
    </ContextMenu>
  );
}

function menu(row: MessageRow, onJump: (message: MessageId) => void, t: ReturnType<typeof useI18n>["t"]): MenuEntry[] {
  const quoted = row.quote?.id ?? null;
  return [
    {
      id: "copy",
      label: t("thread.menu.copy"),
      icon: CopyIcon,
      keys: "mod+c",
      isDisabled: row.text === "",
      onAction: () =>
        void copyText(row.text).then((done) =>
          toasts.show(
            done ? { tone: "success", text: t("thread.copied") } : { tone: "warning", text: t("thread.copyFailed") },
          ),
        ),
    },
    ...(quoted === null
      ? []
      : [{ id: "quoted", label: t("thread.menu.quoted"), icon: ReplyIcon, onAction: () => onJump(quoted) }]),
  ];
}
