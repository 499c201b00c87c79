import { useEffect, useState } from "react";
import type { ChatId } from "../../ipc/types";
import { Composer } from "../../model/composer";
import { Thread } from "../../model/thread";
import { useDesk } from "../shared/desk";
import { Talk } from "./talk";

/** The open thread and what is being written in it, for as long as the component shows it; `null` for the first moment. */
export function useTalkIn(chat: ChatId): Talk | null {
  const desk = useDesk();
  const [talk, setTalk] = useState<Talk | null>(null);
  useEffect(() => {
    const thread = new Thread(desk.backend, desk.feed, chat);
    const draft = desk.feed.mirror.getState().inbox.rows.get(chat)?.draft ?? "";
    const composer = new Composer(desk, chat, draft);
    setTalk(new Talk(desk, thread, composer));
    void thread.open();
    return () => {
      thread.close();
      composer.close();
    };
  }, [desk, chat]);
  return talk?.chat === chat ? talk : null;
}
