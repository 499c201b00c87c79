import { useEffect } from "react";
import type { ChatRow } from "../../ipc/types";
import { useDesk } from "../shared/desk";

/** A chat counts as read once its end was on screen while somebody was at the window. */
export function useReadMark(row: ChatRow, isEndInSight: boolean): void {
  const desk = useDesk();
  const { id, unread } = row;
  useEffect(() => {
    if (!isEndInSight || unread === 0) return;
    const mark = () => {
      if (document.hasFocus() && !document.hidden) void desk.attempt(desk.backend.markChatRead(id));
    };
    mark();
    window.addEventListener("focus", mark);
    return () => window.removeEventListener("focus", mark);
  }, [desk, id, unread, isEndInSight]);
}
