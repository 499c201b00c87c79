import { useEffect, useRef } from "react";
import type { ChatRow } from "../../ipc/types";
import { useDesk } from "../shared/desk";

/** A chat counts as seen once its end was on screen while somebody was at the window; what that means is not decided here. */
export function useReadMark(row: ChatRow, isEndInSight: boolean): void {
  const desk = useDesk();
  const { id, unread } = row;
  // A mark made by hand goes when the chat is opened; one made while it is open stays.
  const isMarked = useRef(row.markedUnread);
  useEffect(() => {
    if (!isEndInSight || (unread === 0 && !isMarked.current)) return;
    const mark = () => {
      if (!document.hasFocus() || document.hidden) return;
      isMarked.current = false;
      void desk.attempt(desk.backend.seeChat(id));
    };
    mark();
    window.addEventListener("focus", mark);
    return () => window.removeEventListener("focus", mark);
  }, [desk, id, unread, isEndInSight]);
}
