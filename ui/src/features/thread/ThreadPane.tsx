import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { useI18n } from "../../i18n/i18n";
import type { ChatId } from "../../ipc/types";
import { formatKeys } from "../../lib/keys";
import { EmptyState } from "../../ui";
import { ChatsIcon, FrontdeskMark } from "../../ui/icons/icons";
import { useMirror } from "../shared/desk";
import { LoadingThread } from "./LoadingThread";
import styles from "./ThreadPane.module.css";

/** The window starts without an open chat, so everything about one comes right after the first frame. */
const loadThread = async () => ({ default: (await import("./OpenThread")).OpenThread });
const OpenThread = lazy(loadThread);
const soon = 300;

interface ThreadPaneProps {
  chat: ChatId | null;
  /** A button at the start of the header, in narrow windows. */
  back?: ReactNode;
}

export function ThreadPane({ chat, back }: ThreadPaneProps) {
  const { t } = useI18n();
  const row = useMirror((mirror) => (chat === null ? undefined : mirror.inbox.rows.get(chat)));
  useEffect(() => {
    const timer = setTimeout(() => void loadThread(), soon);
    return () => clearTimeout(timer);
  }, []);
  if (!row) return <NoThread />;
  const loading = (
    <section className={styles.pane} aria-label={t("thread.label", { name: row.title })}>
      <LoadingThread />
    </section>
  );
  return (
    <Suspense fallback={loading}>
      <OpenThread key={row.id} row={row} back={back} />
    </Suspense>
  );
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
