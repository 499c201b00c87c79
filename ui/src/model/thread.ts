/** One open thread: which stretch of it is loaded, what is being fetched, and where the eye should go. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Answer, Backend } from "../ipc/backend";
import type { ChatId, CommandError, Fact, MessageId, MessageRow, Past, ThreadAnchor, ThreadPage } from "../ipc/types";
import type { Feed } from "./feed";
import { emptyStretch, joinAfter, joinBefore, putMessage, removeMessage, type Stretch, stretchOf } from "./stretch";

/** Where the view should scroll to. A new object each time, so that the same place can be asked for twice. */
export type Aim =
  | { readonly kind: "end" }
  | { readonly kind: "firstUnread"; readonly message: MessageId }
  | { readonly kind: "message"; readonly message: MessageId };

export interface ThreadState extends Stretch {
  readonly phase: "loading" | "ready" | "failed";
  /** Why the thread (phase "failed") or its last page (phase "ready") could not be read. */
  readonly error: CommandError | null;
  readonly isLoadingBefore: boolean;
  readonly isLoadingAfter: boolean;
  /** Where the mark "unread" stands; it stays while the thread is open. */
  readonly firstUnread: MessageId | null;
  readonly aim: Aim | null;
  /** Messages that came in below what the eye sees. */
  readonly below: number;
  /** What is so of the messages before the oldest one stored here. */
  readonly past: Past;
  /** Rises when another stretch took the place of the one before, far from it: the view starts anew. */
  readonly stretchNumber: number;
}

const blank: ThreadState = {
  ...emptyStretch,
  phase: "loading",
  error: null,
  isLoadingBefore: false,
  isLoadingAfter: false,
  firstUnread: null,
  aim: null,
  below: 0,
  past: "open",
  stretchNumber: 0,
};

export class Thread {
  readonly chat: ChatId;
  readonly state: StoreApi<ThreadState> = createStore(() => blank);

  private readonly backend: Backend;
  private readonly unsubscribe: (() => void)[];
  /** Rises when the stretch is replaced as a whole: pages asked for earlier are dropped. */
  private era = 0;
  private readonly logs = new Set<Map<MessageId, MessageRow | null>>();
  private isAtEnd = false;
  private topmost: MessageId | null = null;
  /** The messages counted in `below`, so that an edit of one is not counted again. */
  private readonly unseen = new Set<MessageId>();

  constructor(backend: Backend, feed: Feed, chat: ChatId) {
    this.backend = backend;
    this.chat = chat;
    this.unsubscribe = [feed.onFacts((facts) => this.take(facts)), feed.onRestart(() => void this.refresh())];
  }

  close(): void {
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    this.era += 1;
  }

  /** Shows the first unread message, or the newest ones. */
  async open(): Promise<void> {
    await this.replace({ kind: "firstUnread" }, (page) =>
      page.firstUnread === null ? { kind: "end" } : { kind: "firstUnread", message: page.firstUnread },
    );
  }

  /** Shows a message; resolves to false when it is not stored any more. */
  async jump(message: MessageId): Promise<boolean> {
    const { rows, phase } = this.state.getState();
    if (phase === "ready" && rows.some((row) => row.id === message)) {
      this.state.setState({ aim: { kind: "message", message } });
      return true;
    }
    return await this.replace({ kind: "around", message }, () => ({ kind: "message", message }));
  }

  /** Shows the newest messages. */
  async toEnd(): Promise<void> {
    if (this.state.getState().moreAfter) await this.replace({ kind: "newest" }, () => ({ kind: "end" }));
    else this.state.setState({ aim: { kind: "end" } });
  }

  async loadBefore(): Promise<void> {
    const { rows, moreBefore, isLoadingBefore, phase } = this.state.getState();
    const first = rows.at(0);
    if (!first || !moreBefore || isLoadingBefore || phase !== "ready") return;
    this.state.setState({ isLoadingBefore: true, error: null });
    const read = await this.read({ kind: "before", message: first.id });
    if (!read) return;
    this.state.setState({ isLoadingBefore: false });
    if (read.answer.status === "ok") this.state.setState(joinBefore(this.stretch(), read.answer.data, read.log));
    else await this.recover(read.answer.error);
  }

  /** Asks the phone for what is older than everything stored here. Where it is known that there is nothing, nobody asks. */
  async askPast(): Promise<void> {
    const { past, moreBefore, phase } = this.state.getState();
    if (phase !== "ready" || moreBefore || past === "beginning" || past === "asking") return;
    this.state.setState({ past: "asking", error: null });
    const answer = await this.backend.askPast(this.chat);
    if (answer.status === "error") this.state.setState({ past, error: answer.error });
    // The feed may have told the end of it already.
    else if (this.state.getState().past === "asking") this.state.setState({ past: answer.data });
  }

  async loadAfter(): Promise<void> {
    const { rows, moreAfter, isLoadingAfter, phase } = this.state.getState();
    const last = rows.at(-1);
    if (!last || !moreAfter || isLoadingAfter || phase !== "ready") return;
    this.state.setState({ isLoadingAfter: true, error: null });
    const read = await this.read({ kind: "after", message: last.id });
    if (!read) return;
    this.state.setState({ isLoadingAfter: false });
    if (read.answer.status === "ok") this.state.setState(joinAfter(this.stretch(), read.answer.data, read.log));
    else await this.recover(read.answer.error);
  }

  /** The view tells what it shows, so that new messages below can be counted and a reload can stay in place. */
  saw(topmost: MessageId | null, isAtEnd: boolean): void {
    this.topmost = topmost;
    this.isAtEnd = isAtEnd;
    if (isAtEnd && !this.state.getState().moreAfter && this.unseen.size > 0) {
      this.unseen.clear();
      this.state.setState({ below: 0 });
    }
  }

  private async refresh(): Promise<void> {
    const { moreAfter, phase } = this.state.getState();
    if (phase !== "ready") return await this.open();
    const staysAtEnd = this.topmost === null || (this.isAtEnd && !moreAfter);
    const anchor: ThreadAnchor =
      staysAtEnd || this.topmost === null ? { kind: "newest" } : { kind: "around", message: this.topmost };
    const isHere = await this.replace(anchor, () => null);
    if (!isHere) await this.replace({ kind: "newest" }, () => ({ kind: "end" }));
  }

  /** Resolves to false when the anchor is not stored any more; the stretch is then as it was. */
  private async replace(anchor: ThreadAnchor, aim: (page: ThreadPage) => Aim | null): Promise<boolean> {
    this.era += 1;
    this.state.setState({ isLoadingBefore: false, isLoadingAfter: false });
    const read = await this.read(anchor);
    if (!read) return true;
    const aimed = read.answer.status === "ok" ? aim(read.answer.data) : null;
    if (read.answer.status === "error") {
      const { error } = read.answer;
      if (error.kind === "gone" && anchor.kind === "around") return false;
      this.state.setState({ phase: "failed", error });
      return true;
    }
    const page = read.answer.data;
    const before = this.state.getState();
    const stretch = stretchOf(page, read.log);
    if (!stretch.moreAfter && aimed?.kind === "end") this.unseen.clear();
    this.state.setState({
      ...stretch,
      phase: "ready",
      error: null,
      firstUnread: before.firstUnread ?? page.firstUnread,
      below: this.unseen.size,
      past: page.past,
      aim: aimed ?? before.aim,
      stretchNumber: before.stretchNumber + (aimed ? 1 : 0),
    });
    return true;
  }

  /** Asks for a page while logging facts; `null` when the stretch was replaced meanwhile. */
  private async read(
    anchor: ThreadAnchor,
  ): Promise<{ answer: Awaited<Answer<ThreadPage>>; log: Map<MessageId, MessageRow | null> } | null> {
    const { era } = this;
    const log = new Map<MessageId, MessageRow | null>();
    this.logs.add(log);
    const answer = await this.backend.threadPage(this.chat, anchor);
    this.logs.delete(log);
    return era === this.era ? { answer, log } : null;
  }

  /** A border message that vanished is no border any more: read the thread again where the eye is. */
  private async recover(error: CommandError): Promise<void> {
    if (error.kind === "gone") await this.refresh();
    else this.state.setState({ error });
  }

  private take(facts: readonly Fact[]): void {
    let stretch = this.stretch();
    const before = stretch;
    for (const fact of facts) {
      if (fact.kind === "message" && fact.row.chat === this.chat) {
        const { row } = fact;
        for (const log of this.logs) log.set(row.id, row);
        if (this.isUnseen(stretch, row)) this.unseen.add(row.id);
        stretch = putMessage(stretch, row);
      } else if (fact.kind === "messageGone" && fact.chat === this.chat) {
        for (const log of this.logs) log.set(fact.message, null);
        this.unseen.delete(fact.message);
        stretch = removeMessage(stretch, fact.message);
      } else if (fact.kind === "past" && fact.chat === this.chat) {
        this.state.setState({ past: fact.past });
      }
    }
    // Nothing is shown yet: the page on its way and its log will tell.
    if (this.state.getState().phase !== "ready") return;
    if (stretch !== before || this.unseen.size !== this.state.getState().below) {
      this.state.setState({ ...stretch, below: this.unseen.size });
    }
  }

  /** An incoming message newer than everything loaded, and below what the eye sees. */
  private isUnseen(stretch: Stretch, row: MessageRow): boolean {
    if (row.direction !== "incoming" || (this.isAtEnd && !stretch.moreAfter)) return false;
    const last = stretch.rows.at(-1);
    return !last || (row.id > last.id && row.at >= last.at);
  }

  private stretch(): Stretch {
    const { rows, moreBefore, moreAfter } = this.state.getState();
    return { rows, moreBefore, moreAfter };
  }
}
