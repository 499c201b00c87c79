import { type ReactNode, useEffect, useRef, useState } from "react";
import { InboxPane } from "../features/inbox/InboxPane";
import { useDesk, useMirror, usePlace } from "../features/shared/desk";
import { ThreadPane } from "../features/thread/ThreadPane";
import { useI18n } from "../i18n/i18n";
import type { ChatId } from "../ipc/types";
import { useCommands } from "../lib/commands";
import { IconButton, SplitView, type VirtualListHandle } from "../ui";
import { ArrowStartIcon } from "../ui/icons/icons";
import { chatCommands } from "./chatCommands";
import styles from "./Shell.module.css";
import { useNarrow } from "./useNarrow";

/** List and thread side by side; in a narrow window one at a time. */
export function InboxView() {
  const { t } = useI18n();
  const desk = useDesk();
  const chat = usePlace((place) => place.chat);
  const isNarrow = useNarrow();
  const list = useRef<VirtualListHandle>(null);
  const frame = useRef<HTMLElement>(null);
  useCommands(chatCommands(desk, { list, frame, isNarrow }));
  useReturnToRow(chat, isNarrow, list);

  if (isNarrow) {
    return (
      <main ref={frame} className={styles.pane}>
        {chat === null ? (
          <InboxPane handle={list} />
        ) : (
          <ThreadPane
            chat={chat}
            back={
              <IconButton label={t("thread.back")} icon={ArrowStartIcon} onPress={() => desk.navigation.closeChat()} />
            }
          />
        )}
      </main>
    );
  }
  return (
    <main ref={frame} className={styles.pane}>
      <Panes list={<InboxPane handle={list} />} thread={<ThreadPane chat={chat} />} />
    </main>
  );
}

function Panes({ list, thread }: { list: ReactNode; thread: ReactNode }) {
  const { t } = useI18n();
  const desk = useDesk();
  const kept = useMirror((mirror) => mirror.settings.inboxWidth);
  const [moving, setMoving] = useState<number | null>(null);
  return (
    <SplitView
      panes={[
        { id: "list", label: t("inbox.label"), min: 272, max: 560, initial: 340, content: list },
        { id: "thread", label: t("thread.pane"), min: 320, content: thread },
      ]}
      sizes={{ list: moving ?? kept }}
      onSizesChange={(sizes) => setMoving(sizes.list ?? null)}
      onSizesCommit={(sizes) => {
        // The width stands as it was let go until the other side has it too.
        if (sizes.list !== undefined) void desk.choose({ inboxWidth: sizes.list }).then(() => setMoving(null));
      }}
    />
  );
}

/** Back in the list of a narrow window, the keyboard stands on the row that was open. */
function useReturnToRow(
  chat: ChatId | null,
  isNarrow: boolean,
  list: { readonly current: VirtualListHandle | null },
): void {
  const before = useRef<ChatId | null>(chat);
  useEffect(() => {
    const left = before.current;
    before.current = chat;
    if (isNarrow && chat === null && left !== null) list.current?.focus(`chat ${left}`);
  }, [chat, isNarrow, list]);
}
