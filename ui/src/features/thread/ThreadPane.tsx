import type { ReactNode } from "react";
import { useI18n } from "../../i18n/i18n";
import type { ChatId } from "../../ipc/types";
import { formatKeys } from "../../lib/keys";
import { EmptyState } from "../../ui";
import { ChatsIcon, FrontdeskMark } from "../../ui/icons/icons";
import { useMirror } from "../shared/desk";
import { LoadingThread } from "./LoadingThread";
import styles from "./ThreadPane.module.css";
import { useOpenThread } from "./useOpenThread";

interface ThreadPaneProps {
  chat: ChatId | null;
  /** A button at the start of the header, in narrow windows. */
  back?: ReactNode;
}

export function ThreadPane({ chat, back }: ThreadPaneProps) {
  const { t } = useI18n();
  const row = useMirror((mirror) => (chat === null ? undefined : mirror.inbox.rows.get(chat)));
  const OpenThread = useOpenThread(row !== undefined);
  if (!row) return <NoThread />;
  if (OpenThread) return <OpenThread key={row.id} row={row} back={back} />;
  return (
    <section className={styles.pane} aria-label={t("thread.label", { name: row.title })}>
      <LoadingThread />
    </section>
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
