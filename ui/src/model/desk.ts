/** The window's model as a whole: one backend, one feed, one place where the user is. Made once per window. */
import type { Answer, Backend } from "../ipc/backend";
import type { ChatRow, Choices, CommandError } from "../ipc/types";
import { PairingConsole } from "./console";
import { Feed } from "./feed";
import { Navigation } from "./navigation";

export class Desk {
  readonly backend: Backend;
  readonly feed: Feed;
  readonly navigation = new Navigation();
  readonly console: PairingConsole;
  private readonly troubleListeners = new Set<(error: CommandError) => void>();

  constructor(backend: Backend) {
    this.backend = backend;
    this.feed = new Feed(backend);
    this.console = new PairingConsole(backend, this.feed);
    this.feed.onFacts((facts) => {
      for (const fact of facts) if (fact.kind === "show") this.navigation.follow(fact.what);
      const { chat } = this.navigation.place.getState();
      if (chat !== null && facts.some((fact) => fact.kind === "chatGone" && fact.chat === chat)) {
        this.navigation.closeChat();
      }
    });
  }

  /** Told of every error that no form shows itself. */
  onTrouble(listener: (error: CommandError) => void): () => void {
    this.troubleListeners.add(listener);
    return () => this.troubleListeners.delete(listener);
  }

  /** Waits for an answer and reports its error; resolves to whether it worked. */
  async attempt(answer: Answer<unknown>): Promise<boolean> {
    const outcome = await answer;
    if (outcome.status === "error") for (const listener of this.troubleListeners) listener(outcome.error);
    return outcome.status === "ok";
  }

  togglePinned(row: ChatRow): Promise<boolean> {
    return this.attempt(this.backend.setChatPinned(row.id, !row.pinned));
  }

  toggleArchived(row: ChatRow): Promise<boolean> {
    return this.attempt(this.backend.setChatArchived(row.id, !row.archived));
  }

  mute(row: ChatRow, until: number | null): Promise<boolean> {
    return this.attempt(this.backend.setChatMuted(row.id, until));
  }

  markRead(row: ChatRow): Promise<boolean> {
    const isRead = row.unread === 0 && !row.markedUnread;
    return isRead ? Promise.resolve(true) : this.attempt(this.backend.markChatRead(row.id));
  }

  /** Marks what is read as unread, and the other way round. */
  toggleUnread(row: ChatRow): Promise<boolean> {
    return row.unread > 0 || row.markedUnread ? this.markRead(row) : this.attempt(this.backend.markChatUnread(row.id));
  }

  choose(change: Partial<Choices>): Promise<boolean> {
    return this.attempt(this.backend.setSettings({ ...this.feed.mirror.getState().settings, ...change }));
  }
}
