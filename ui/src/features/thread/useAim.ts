import { type RefObject, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { MessageId } from "../../ipc/types";
import type { Thread } from "../../model/thread";
import type { VirtualListHandle } from "../../ui";

const highlightFor = 1600;

/** Goes where the model aims, with eye and keyboard, and names the message to highlight for a moment. */
export function useAim(thread: Thread, list: RefObject<VirtualListHandle | null>): MessageId | null {
  const aim = useStore(thread.state, (state) => state.aim);
  const [aimed, setAimed] = useState<MessageId | null>(null);

  useEffect(() => {
    const handle = list.current;
    if (!aim || !handle) return;
    const key = aim.kind === "end" ? null : aim.kind === "firstUnread" ? "unread" : `message ${aim.message}`;
    if (!isTyping()) handle.focus(key ?? undefined);
    if (key === null) handle.scrollToEnd();
    else handle.scrollToKey(key, aim.kind === "firstUnread" ? "start" : "center");
    if (aim.kind === "message") setAimed(aim.message);
  }, [aim, list]);

  useEffect(() => {
    if (aimed === null) return;
    const timer = setTimeout(() => setAimed(null), highlightFor);
    return () => clearTimeout(timer);
  }, [aimed]);
  return aimed;
}

/** Somebody who writes keeps the keyboard. */
function isTyping(): boolean {
  const { activeElement } = document;
  return activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement;
}
