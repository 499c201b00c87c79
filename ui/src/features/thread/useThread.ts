import { useEffect, useState } from "react";
import type { ChatId } from "../../ipc/types";
import { Thread } from "../../model/thread";
import { useDesk } from "../shared/desk";

/** The model of an open thread, for as long as the component shows it; `null` for the first moment. */
export function useThread(chat: ChatId): Thread | null {
  const desk = useDesk();
  const [thread, setThread] = useState<Thread | null>(null);
  useEffect(() => {
    const opened = new Thread(desk.backend, desk.feed, chat);
    setThread(opened);
    void opened.open();
    return () => opened.close();
  }, [desk, chat]);
  return thread?.chat === chat ? thread : null;
}
