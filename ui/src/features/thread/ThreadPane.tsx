import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { errorWords } from "../../ipc/errors";
import type { ChatId, ChatRow, CommandError } from "../../ipc/types";
import { formatKeys } from "../../lib/keys";
import type { Thread } from "../../model/thread";
import { Button, EmptyState, Skeleton } from "../../ui";
import { ChatsIcon, FrontdeskMark, WarningIcon } from "../../ui/icons/icons";
import { useMirror } from "../shared/desk";
import { AnswerStrip } from "./AnswerStrip";
import { ThreadHeader } from "./ThreadHeader";
import { ThreadList } from "./ThreadList";
import styles from "./ThreadPane.module.css";
import { useThread } from "./useThread";

interface ThreadPaneProps {
  chat: ChatId | null;
  /** A button at the start of the header, in narrow windows. */
  back?: ReactNode;
}

export function ThreadPane({ chat, back }: ThreadPaneProps) {
  const row = useMirror((mirror) => (chat === null ? undefined : mirror.inbox.rows.get(chat)));
  if (!row) return <NoThread />;
  return <OpenThread key={row.id} row={row} back={back} />;
}

function NoThread() {
  const { t } = useI18n();
  const hasChats = useMirror((mirror) => mirror.inbox.order.length > 0);
  const keys = formatKeys("mod+k").join("+");
  return (
    <section className={styles.pane} aria-label={t("thread.none.label")}>
      <EmptyState icon={hasChats ? ChatsIcon : FrontdeskMark} title={hasChats ? t("thread.none") : t("thread.nothing")}>
        {hasChats ? t("thread.none.text", { keys }) : t("thread.nothing.text")}
      </EmptyState>
    </section>
  );
}

function OpenThread({ row, back }: { row: ChatRow; back: ReactNode }) {
  const { t } = useI18n();
  const thread = useThread(row.id);
  return (
    <section className={styles.pane} aria-label={t("thread.label", { name: row.title })}>
      <ThreadHeader row={row} back={back} />
      <div className={styles.body}>{thread ? <Messages row={row} thread={thread} /> : <Loading />}</div>
      <AnswerStrip row={row} />
    </section>
  );
}

function Messages({ row, thread }: { row: ChatRow; thread: Thread }) {
  const { phase, error, stretchNumber } = useStore(thread.state);
  if (phase === "loading") return <Loading />;
  if (phase === "failed" && error) return <Failed error={error} onRetry={() => void thread.open()} />;
  return <ThreadList key={stretchNumber} row={row} thread={thread} />;
}

function Failed({ error, onRetry }: { error: CommandError; onRetry: () => void }) {
  const { t } = useI18n();
  const words = errorWords(error);
  return (
    <EmptyState
      icon={WarningIcon}
      title={t("thread.failed")}
      action={<Button onPress={onRetry}>{t("thread.failed.retry")}</Button>}
    >
      {t(words.what)} {t(words.next)}
    </EmptyState>
  );
}

function Loading() {
  const { t } = useI18n();
  return (
    <div className={styles.loading} role="status" aria-label={t("thread.loading")}>
      <Skeleton shape="block" inlineSize="48%" blockSize="3.5rem" />
      <Skeleton shape="block" inlineSize="36%" blockSize="2.5rem" />
      <Skeleton shape="block" inlineSize="55%" blockSize="4.5rem" />
    </div>
  );
}
