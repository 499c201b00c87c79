import { lazy, memo, type ReactNode, Suspense, useRef, useState } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { errorWords } from "../../ipc/errors";
import type { ChatRow, CommandError } from "../../ipc/types";
import { keep } from "../../model/keep";
import { Button, EmptyState } from "../../ui";
import { WarningIcon } from "../../ui/icons/icons";
import { useDesk, usePlace } from "../shared/desk";
import { Above } from "./Above";
import { ChoiceBar } from "./ChoiceBar";
import { ComposerBar } from "./composer/ComposerBar";
import { LoadingThread } from "./LoadingThread";
import { ThreadHeader } from "./ThreadHeader";
import { ThreadList } from "./ThreadList";
import styles from "./ThreadPane.module.css";
import { type Talk, TalkProvider, useTalk } from "./talk";
import { useTalkIn } from "./useTalkIn";

const ContactPanel = lazy(async () => ({ default: (await import("./panel/ContactPanel")).ContactPanel }));

export interface OpenThreadProps {
  row: ChatRow;
  /** A button at the start of the header, in narrow windows. */
  back: ReactNode;
}

/** A conversation: with whom, what was said, and the place to answer. */
export function OpenThread({ row, back }: OpenThreadProps) {
  const { t } = useI18n();
  const talk = useTalkIn(row.id);
  const still = useStill(row);
  const { navigation } = useDesk();
  const hasPanel = usePlace((place) => place.hasPanel);
  const pane = useRef<HTMLElement>(null);
  const closePanel = () => {
    navigation.togglePanel();
    // What had the keyboard goes with the panel; writing is what comes next.
    pane.current?.querySelector("textarea")?.focus();
  };
  const label = t("thread.label", { name: row.title });
  if (!talk) {
    return (
      <section className={styles.pane} aria-label={label}>
        <Header row={still} back={back} />
        <div className={styles.body}>
          <LoadingThread />
        </div>
      </section>
    );
  }
  return (
    <TalkProvider value={talk}>
      <div className={styles.beside}>
        <section ref={pane} className={styles.pane} aria-label={label}>
          <Header row={still} back={back} />
          <div className={styles.body}>
            <Messages row={row} />
          </div>
          <Foot row={still} talk={talk} />
        </section>
        {hasPanel && (
          <div className={styles.panel}>
            <Suspense fallback={null}>
              <ContactPanel row={row} onClose={closePanel} />
            </Suspense>
          </div>
        )}
      </div>
      <Above />
    </TalkProvider>
  );
}

// What stands above and below the messages is not drawn again with each of them.
const Header = memo(ThreadHeader);
const Foot = memo(function Foot({ row, talk }: { row: ChatRow; talk: Talk }) {
  const isChoosing = useStore(talk.state, ({ chosen }) => chosen !== null);
  return isChoosing ? <ChoiceBar /> : <ComposerBar row={row} />;
});

/** The chat without what every message changes: another object only when something else about it is different. */
function useStill(row: ChatRow): ChatRow {
  const [still, setStill] = useState(() => stillOf(row));
  const next = keep(still, stillOf(row));
  if (next !== still) setStill(next);
  return next;
}

function stillOf(row: ChatRow): ChatRow {
  return { ...row, last: null, sortAt: 0, unread: 0, markedUnread: false, waitingForMe: false, draft: null };
}

function Messages({ row }: { row: ChatRow }) {
  const { thread } = useTalk();
  const { phase, error, stretchNumber } = useStore(thread.state);
  if (phase === "loading") return <LoadingThread />;
  if (phase === "failed" && error) return <Failed error={error} onRetry={() => void thread.open()} />;
  return <ThreadList key={stretchNumber} row={row} />;
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
