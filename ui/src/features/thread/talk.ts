/** What goes on around an open thread: what is being written, what is chosen, and what lies above it. View state only. */
import { createContext, useContext } from "react";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ChatId, MessageId, MessageRow } from "../../ipc/types";
import type { Composer } from "../../model/composer";
import type { Desk } from "../../model/desk";
import type { Thread } from "../../model/thread";

/** A point of the window, in pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** What lies above the thread; one at a time. */
export type Above =
  | { readonly kind: "menu"; readonly row: MessageRow; readonly at: Spot }
  | { readonly kind: "react"; readonly row: MessageRow; readonly at: Spot }
  | { readonly kind: "info"; readonly row: MessageRow }
  | { readonly kind: "versions"; readonly row: MessageRow }
  | { readonly kind: "forward"; readonly rows: readonly MessageRow[] }
  | { readonly kind: "delete"; readonly rows: readonly MessageRow[] }
  | { readonly kind: "poll" };

export interface TalkState {
  readonly above: Above | null;
  /** The chosen messages; `null` while none are being chosen. */
  readonly chosen: ReadonlySet<MessageId> | null;
}

export class Talk {
  readonly desk: Desk;
  readonly chat: ChatId;
  readonly thread: Thread;
  readonly composer: Composer;
  readonly state: StoreApi<TalkState> = createStore<TalkState>(() => ({ above: null, chosen: null }));

  constructor(desk: Desk, thread: Thread, composer: Composer) {
    this.desk = desk;
    this.chat = thread.chat;
    this.thread = thread;
    this.composer = composer;
  }

  show(above: Above): void {
    this.state.setState({ above });
  }

  putAway(): void {
    this.state.setState({ above: null });
  }

  /** Begins choosing with this message, or adds and removes it. */
  toggle(message: MessageId): void {
    const chosen = new Set(this.state.getState().chosen ?? []);
    if (!chosen.delete(message)) chosen.add(message);
    this.state.setState({ chosen });
  }

  endChoice(): void {
    this.state.setState({ chosen: null });
  }

  /** The chosen messages that are still here, in the order of the thread. */
  chosenRows(): MessageRow[] {
    const { chosen } = this.state.getState();
    return chosen === null ? [] : this.thread.state.getState().rows.filter((row) => chosen.has(row.id));
  }

  row(message: MessageId): MessageRow | undefined {
    return this.thread.state.getState().rows.find((row) => row.id === message);
  }

  /** Reacts, or takes the same reaction back. */
  react(row: MessageRow, emoji: string): void {
    const isMine = row.reactions.some((one) => one.mine && one.emoji === emoji);
    void this.desk.attempt(this.desk.backend.reactTo(row.id, isMine ? "" : emoji));
  }
}

const TalkContext = createContext<Talk | null>(null);

export const TalkProvider = TalkContext.Provider;

export function useTalk(): Talk {
  const talk = useContext(TalkContext);
  if (!talk) throw new Error("This component needs an open thread around it");
  return talk;
}
