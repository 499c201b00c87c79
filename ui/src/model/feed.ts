/**
 * Keeps the mirror in step with the Rust side: opens the feed, checks that nothing is missing, acknowledges, starts
 * over when something is, and fetches the rest of the inbox in the background.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Backend } from "../ipc/backend";
import type { ChatId, CommandError, Fact, FeedMessage } from "../ipc/types";
import { apply } from "./apply";
import { addPage } from "./inbox";
import { blankMirror, type Mirror } from "./mirror";

export interface FeedHealth {
  /** Why the feed could not be opened; `null` while it is open or being opened. */
  readonly refused: CommandError | null;
  /** Why the rest of the inbox could not be read; `null` while it is complete or on its way. */
  readonly incomplete: CommandError | null;
}

type FactListener = (facts: readonly Fact[], before: Mirror) => void;

export class Feed {
  readonly mirror: StoreApi<Mirror> = createStore(() => blankMirror);
  readonly health: StoreApi<FeedHealth> = createStore(() => ({ refused: null, incomplete: null }));

  private readonly backend: Backend;
  private readonly factListeners = new Set<FactListener>();
  private readonly restartListeners = new Set<() => void>();
  private close: (() => void) | null = null;
  private isWaitingForSnapshot = false;
  /** Rises with every snapshot: pages asked for under an older one are dropped. */
  private era = 0;
  /** Chats that facts named while a page of the inbox is on its way. */
  private touched: Set<ChatId> | null = null;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** Opens the feed, or opens it again from the start. */
  open(): void {
    this.close?.();
    this.isWaitingForSnapshot = true;
    this.health.setState({ refused: null });
    let isCurrent = true;
    const unsubscribe = this.backend.openFeed({
      message: (message) => {
        if (isCurrent) this.take(message);
      },
      refused: (refused) => {
        if (isCurrent) this.health.setState({ refused });
      },
    });
    this.close = () => {
      isCurrent = false;
      unsubscribe();
    };
  }

  stop(): void {
    this.close?.();
    this.close = null;
    this.era += 1;
  }

  /** Called after facts were applied, with the state from before. */
  onFacts(listener: FactListener): () => void {
    this.factListeners.add(listener);
    return () => this.factListeners.delete(listener);
  }

  /** Called after a snapshot replaced a state that was known before: what was read earlier may be out of date. */
  onRestart(listener: () => void): () => void {
    this.restartListeners.add(listener);
    return () => this.restartListeners.delete(listener);
  }

  /** Reads the rest of the inbox again after it failed. */
  resumeInbox(): void {
    void this.loadInbox();
  }

  private take(message: FeedMessage): void {
    switch (message.kind) {
      case "snapshot":
        this.takeSnapshot(message);
        return;
      case "batch":
        this.takeBatch(message.seq, message.facts, message);
        return;
      case "resync":
        this.open();
    }
  }

  private takeSnapshot(message: FeedMessage): void {
    const wasKnown = this.mirror.getState().seq !== null;
    this.isWaitingForSnapshot = false;
    this.mirror.setState(apply(this.mirror.getState(), message), true);
    void this.loadInbox();
    if (wasKnown) for (const listener of this.restartListeners) listener();
  }

  private takeBatch(seq: number, facts: readonly Fact[], message: FeedMessage): void {
    if (this.isWaitingForSnapshot) return;
    const before = this.mirror.getState();
    if (before.seq === null || seq !== before.seq + 1) {
      this.open();
      return;
    }
    this.remember(facts);
    this.mirror.setState(apply(before, message), true);
    this.backend.ackFeed(seq);
    for (const listener of this.factListeners) listener(facts, before);
  }

  private remember(facts: readonly Fact[]): void {
    if (!this.touched) return;
    for (const fact of facts) {
      if (fact.kind === "chat") this.touched.add(fact.row.id);
      if (fact.kind === "chatGone") this.touched.add(fact.chat);
    }
  }

  private async loadInbox(): Promise<void> {
    this.era += 1;
    const { era } = this;
    this.health.setState({ incomplete: null });
    for (;;) {
      const { next } = this.mirror.getState().inbox;
      if (next === null) return;
      const touched = new Set<ChatId>();
      this.touched = touched;
      const answer = await this.backend.inboxPage(next);
      if (era !== this.era) return;
      this.touched = null;
      if (answer.status === "error") {
        // A store that closed says so by its stage; there is nothing to fetch any more.
        if (answer.error.kind !== "notOpen") this.health.setState({ incomplete: answer.error });
        return;
      }
      this.mirror.setState(({ inbox }) => ({ inbox: addPage(inbox, answer.data, touched) }));
    }
  }
}
