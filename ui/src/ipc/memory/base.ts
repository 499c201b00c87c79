/**
 * The fictitious world behind the backend in memory: its chats, threads, slots and tasks, the feed that tells of them,
 * and the levers by which tests move it or break its promises. The commands stand in ../memory.ts.
 */
import type { Answer, Backend, FeedListener, Outcome } from "../backend";
import type {
  ChatCursor,
  ChatId,
  ChatPage,
  ChatRow,
  Choices,
  CommandError,
  Fact,
  FeedMessage,
  KeyCare,
  LinkState,
  MessageId,
  MessageRow,
  Past,
  Sender,
  SlotNumber,
  SlotView,
  Stage,
  TaskView,
  ThreadAnchor,
  ThreadPage,
  Timestamp,
  TypingView,
} from "../types";
import { withLink } from "./links";
import { Messaging } from "./messaging";
import { type PairingStory, Pairings } from "./pairing";
import { idsPerChat, lastOf, makeChat, makeSlots, makeThread, plain } from "./world";

export interface MemoryOptions {
  readonly now?: Timestamp;
  readonly chats?: number;
  /** Messages in each thread; the first chat has ten times as many. */
  readonly messages?: number;
  readonly stage?: Stage;
  readonly demo?: boolean;
  readonly settings?: Partial<Choices>;
  readonly slots?: SlotView[];
  readonly keyCare?: KeyCare;
  /** Rows of one page of the inbox and of a thread. */
  readonly page?: number;
  /** Milliseconds between the steps of long work; left out, it moves only by `progress`. */
  readonly taskStep?: number;
  /** How a link that is being made goes on; left out, it moves only by hand. */
  readonly pairing?: PairingStory;
  /** Milliseconds between the steps of a sent message; left out, it moves only by `advance`. */
  readonly deliveryStep?: number;
}

export type CommandName = Exclude<keyof Backend, "openFeed" | "ackFeed" | "windowPainted">;

export class MemoryWorld {
  readonly now: Timestamp;
  /** Every command that was called, in order, with its arguments. */
  readonly calls: { readonly name: string; readonly with: readonly unknown[] }[] = [];
  readonly acks: number[] = [];
  painted = 0;
  opened = 0;
  /** The code that opens the store. */
  readonly code = "K7QM-2XRD-9TWB-4HJN-C3VP-8YAF-M6TG";
  readonly passphrase = "correct horse battery staple";
  /** What every account with a picture shows. */
  picture: string | null = null;

  /** The phones of this world. */
  readonly pairings: Pairings;
  /** What was sent in this world, and what became of it. */
  readonly messaging: Messaging;

  protected readonly chats = new Map<ChatId, ChatRow>();
  protected readonly threads = new Map<ChatId, MessageRow[]>();
  protected readonly lengths: (chat: ChatId) => number;
  protected readonly failures = new Map<CommandName, CommandError>();
  protected readonly pageSize: number;
  protected readonly taskStep: number | undefined;
  protected readonly demo: boolean;
  protected listener: FeedListener | null = null;
  protected seq = 0;
  protected nextMessage = 1_000_000_000;
  protected held: (() => void)[] | null = null;
  protected lostBatches = 0;
  protected stage: Stage;
  protected settings: Choices;
  protected slots: SlotView[];
  protected keyCare: KeyCare;
  protected tasks: TaskView[] = [];
  protected typing: TypingView[] = [];
  protected readonly pasts = new Map<ChatId, Past>();

  constructor(options: MemoryOptions = {}) {
    this.now = options.now ?? Date.now();
    this.pageSize = options.page ?? 60;
    this.stage = options.stage ?? { kind: "ready" };
    this.demo = options.demo ?? false;
    this.taskStep = options.taskStep;
    this.slots = options.slots ?? makeSlots(this.now);
    this.pairings = new Pairings(
      {
        slot: (slot) => this.slot(slot),
        putSlot: (slot) => this.putSlot(slot),
        emit: (facts) => this.emit(facts),
      },
      options.pairing,
    );
    this.messaging = new Messaging(
      {
        now: this.now,
        slot: (slot) => this.slot(slot),
        chats: () => [...this.chats.values()],
        row: (chat) => this.row(chat),
        put: (row) => this.put(row),
        threadOf: (chat) => this.threadOf(chat),
        open: (chat) => void this.threads.set(chat, []),
        fresh: (chat, rest) => this.fresh(chat, rest),
        emit: (facts) => this.emit(facts),
        find: (message) => this.find(message),
        pastOf: (chat) => this.pastOf(chat),
      },
      options.deliveryStep,
    );
    this.keyCare = options.keyCare ?? { protection: "keychain", keychain: "GNOME Keyring" };
    this.settings = {
      theme: "system",
      highContrast: false,
      language: null,
      closeToTray: false,
      autostart: false,
      notifications: true,
      notificationPreview: true,
      quietHours: null,
      readReceipts: true,
      inboxWidth: 340,
      ...options.settings,
    };
    const messages = options.messages ?? 120;
    this.lengths = (chat) => (chat === 1 ? messages * 10 : messages);
    for (let id = 1; id <= (options.chats ?? 40); id += 1) this.chats.set(id, makeChat(id, this.now, this.lengths(id)));
  }

  // The feed.

  openFeed(listener: FeedListener): () => void {
    this.opened += 1;
    this.listener = listener;
    this.seq = 0;
    queueMicrotask(() => this.send({ kind: "snapshot", seq: 0, snapshot: this.snapshot() }, listener));
    return () => {
      if (this.listener === listener) this.listener = null;
    };
  }

  ackFeed(seq: number): void {
    this.acks.push(seq);
  }

  windowPainted(): void {
    this.painted += 1;
  }

  // Levers.

  /** A message comes in. */
  receive(chat: ChatId, text: string, rest: Partial<MessageRow> = {}): MessageRow {
    const row = this.row(chat);
    const sender: Sender = { id: chat, name: row.title };
    const message = this.fresh(chat, { direction: "incoming", sender, text, ...rest });
    this.threadOf(chat).push(message);
    const unread = row.unread + (message.direction === "incoming" ? 1 : 0);
    const fresh = { ...row, last: lastOf(message), sortAt: message.at, unread };
    this.chats.set(chat, fresh);
    this.emit([{ kind: "message", row: message }, { kind: "chat", row: fresh }, this.unreadFact()]);
    return message;
  }

  /** A stored message changes. */
  edit(chat: ChatId, message: MessageId, change: Partial<MessageRow>): void {
    const thread = this.threadOf(chat);
    const at = thread.findIndex((row) => row.id === message);
    const old = thread[at];
    if (!old) throw new RangeError("No such message");
    const row = { ...old, ...change };
    thread[at] = row;
    this.emit([{ kind: "message", row }]);
  }

  /** A stored message disappears. */
  remove(chat: ChatId, message: MessageId): void {
    this.threads.set(
      chat,
      this.threadOf(chat).filter((row) => row.id !== message),
    );
    this.emit([{ kind: "messageGone", chat, message }]);
  }

  /** A chat takes on these values, or appears. */
  put(row: ChatRow): void {
    this.chats.set(row.id, row);
    this.emit([{ kind: "chat", row }, this.unreadFact()]);
  }

  removeChat(chat: ChatId): void {
    this.chats.delete(chat);
    this.emit([{ kind: "chatGone", chat }]);
  }

  /** Somebody types, or nobody does any more. */
  type(chat: ChatId, who: readonly string[]): void {
    const typing: TypingView = { chat, who: [...who] };
    this.typing = [...this.typing.filter((one) => one.chat !== chat), ...(who.length > 0 ? [typing] : [])];
    this.emit([{ kind: "typing", typing }]);
  }

  /** What is so of what is older than the oldest message of a chat. */
  pastOf(chat: ChatId): Past {
    return this.pasts.get(chat) ?? "open";
  }

  /** The phone answers, stays silent, or has nothing more. Older messages come first. */
  tellPast(chat: ChatId, past: Past, older: readonly Partial<MessageRow>[] = []): void {
    const thread = this.threadOf(chat);
    const first = thread.at(0)?.at ?? this.now;
    const rows = older.map((row, index) => this.fresh(chat, { at: first - (older.length - index) * 60_000, ...row }));
    thread.unshift(...rows);
    this.pasts.set(chat, past);
    this.emit([...rows.map((row): Fact => ({ kind: "message", row })), { kind: "past", chat, past }]);
  }

  protected askedPast(chat: ChatId): Past {
    if (this.pastOf(chat) === "beginning") return "beginning";
    const { slot } = this.row(chat);
    const isUp = slot !== null && this.slot(slot).link.kind === "online";
    const past = isUp ? "asking" : "offline";
    this.tellPast(chat, past);
    return past;
  }

  slot(number: SlotNumber): SlotView {
    const found = this.slots.find((slot) => slot.number === number);
    if (!found) throw new RangeError(`No slot ${number}`);
    return found;
  }

  putSlot(slot: SlotView): void {
    this.changeSlot(slot.number, slot);
  }

  setLink(slot: SlotNumber, link: LinkState): void {
    this.changeSlot(slot, withLink(this.slot(slot), link));
  }

  enter(stage: Stage): null {
    this.stage = stage;
    this.send({ kind: "snapshot", seq: this.seq, snapshot: this.snapshot() });
    return null;
  }

  progress(task: TaskView): void {
    this.tasks = [...this.tasks.filter((one) => one.id !== task.id), task];
    this.emit([{ kind: "task", task }]);
  }

  emit(facts: Fact[]): void {
    if (this.stage.kind === "opening") return;
    this.seq += 1;
    if (this.lostBatches > 0) this.lostBatches -= 1;
    else this.send({ kind: "batch", seq: this.seq, facts });
  }

  /** The next batches never arrive. */
  lose(batches: number): void {
    this.lostBatches = batches;
  }

  resync(): void {
    this.send({ kind: "resync" });
  }

  /** Sends a feed message as it is. */
  send(message: FeedMessage, listener = this.listener): void {
    if (listener && listener === this.listener) listener.message(message);
  }

  refuse(error: CommandError): void {
    this.listener?.refused(error);
  }

  /** The next call of a command fails. */
  fail(command: CommandName, error: CommandError): void {
    this.failures.set(command, error);
  }

  /** Commands are carried out but their answers wait until `release`. */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const waiting = this.held ?? [];
    this.held = null;
    for (const go of waiting) go();
  }

  /** How many chats there are. */
  get size(): number {
    return this.chats.size;
  }

  row(chat: ChatId): ChatRow {
    const row = this.chats.get(chat);
    if (!row) throw { kind: "gone" } satisfies CommandError;
    return row;
  }

  threadOf(chat: ChatId): MessageRow[] {
    let thread = this.threads.get(chat);
    if (!thread) {
      thread = makeThread(this.row(chat), this.lengths(chat), this.now);
      this.threads.set(chat, thread);
    }
    return thread;
  }

  /** Replaces what a chat holds, for a picture of particular messages. */
  fill(chat: ChatId, rows: readonly Partial<MessageRow>[]): MessageRow[] {
    const thread = rows.map((row) => this.fresh(chat, row));
    this.threads.set(chat, thread);
    return thread;
  }

  protected find(message: MessageId): MessageRow {
    const made = Math.floor(message / idsPerChat);
    if (this.chats.has(made)) this.threadOf(made);
    for (const thread of this.threads.values()) {
      const row = thread.find((one) => one.id === message);
      if (row) return row;
    }
    throw { kind: "gone" } satisfies CommandError;
  }

  protected answer<T>(name: CommandName, args: readonly unknown[], work: () => T): Answer<T> {
    this.calls.push({ name, with: args });
    const outcome = this.carryOut(name, work);
    if (!this.held) return Promise.resolve(outcome);
    return new Promise((resolve) => this.held?.push(() => resolve(outcome)));
  }

  protected carryOut<T>(name: CommandName, work: () => T): Outcome<T> {
    const failure = this.failures.get(name);
    if (failure) {
      this.failures.delete(name);
      return { status: "error", error: failure };
    }
    try {
      return { status: "ok", data: work() };
    } catch (error) {
      return { status: "error", error: error as CommandError };
    }
  }

  protected snapshot() {
    const isReady = this.stage.kind === "ready";
    return {
      stage: this.stage,
      demo: this.demo,
      slots: isReady ? this.slots : [],
      pairings: isReady ? this.pairings.list() : [],
      inbox: isReady ? this.readInbox(null) : { rows: [], next: null },
      typing: isReady ? this.typing : [],
      unread: isReady ? this.unread() : 0,
      settings: this.settings,
      keyCare: isReady ? this.keyCare : null,
      tasks: this.tasks,
    };
  }

  protected readInbox(after: ChatCursor | null): ChatPage {
    const all = [...this.chats.values()].sort(inboxOrder);
    const start = after ? all.findIndex((row) => inboxOrder(after, row) < 0) : 0;
    const rows = start < 0 ? [] : all.slice(start, start + this.pageSize);
    const last = rows.at(-1);
    const isEnd = !last || last === all.at(-1);
    return {
      rows,
      next: isEnd ? null : { archived: last.archived, pinned: last.pinned, sortAt: last.sortAt, id: last.id },
    };
  }

  protected readThread(chat: ChatId, anchor: ThreadAnchor): ThreadPage {
    const all = this.threadOf(chat).toSorted((a, b) => a.at - b.at || a.id - b.id);
    const { unread } = this.row(chat);
    const incoming = all.filter((row) => row.direction === "incoming");
    const firstUnread = unread > 0 ? (incoming.at(-Math.min(unread, incoming.length))?.id ?? null) : null;
    const [from, to] = this.range(all, anchor, firstUnread);
    const rows = all.slice(Math.max(0, from), Math.min(all.length, to));
    return { rows, moreBefore: from > 0, moreAfter: to < all.length, firstUnread, past: this.pastOf(chat) };
  }

  protected range(all: readonly MessageRow[], anchor: ThreadAnchor, firstUnread: MessageId | null): [number, number] {
    const size = this.pageSize;
    const indexOf = (message: MessageId) => {
      const index = all.findIndex((row) => row.id === message);
      if (index < 0) throw { kind: "gone" } satisfies CommandError;
      return index;
    };
    const around = (index: number): [number, number] => [index - Math.floor(size / 2), index + Math.ceil(size / 2)];
    switch (anchor.kind) {
      case "newest":
        return [all.length - size, all.length];
      case "firstUnread":
        return firstUnread === null ? [all.length - size, all.length] : around(indexOf(firstUnread));
      case "around":
        return around(indexOf(anchor.message));
      case "before":
        return [indexOf(anchor.message) - size, indexOf(anchor.message)];
      case "after":
        return [indexOf(anchor.message) + 1, indexOf(anchor.message) + 1 + size];
    }
  }

  protected change(chat: ChatId, change: Partial<ChatRow>): null {
    this.put({ ...this.row(chat), ...change });
    return null;
  }

  protected changeSlot(number: SlotNumber, change: Partial<SlotView>): null {
    this.slots = this.slots.map((slot) => (slot.number === number ? { ...slot, ...change } : slot));
    const slot = this.slots.find((one) => one.number === number);
    if (slot) this.emit([{ kind: "slot", slot }]);
    return null;
  }

  protected walk(task: number, step: number): void {
    setTimeout(() => {
      const found = this.tasks.find((one) => one.id === task);
      if (!found || found.outcome) return;
      const done = Math.min(found.total, found.done + 40);
      this.progress({ ...found, done, outcome: done === found.total ? { kind: "done" } : null });
      this.walk(task, step);
    }, step);
  }

  protected fresh(chat: ChatId, rest: Partial<MessageRow>): MessageRow {
    this.nextMessage += 1;
    const newest = this.threads.get(chat)?.at(-1)?.at ?? this.now;
    return {
      ...plain(),
      id: this.nextMessage,
      chat,
      at: Math.max(this.now, newest) + 1000,
      direction: "incoming",
      sender: null,
      kind: "text",
      text: "",
      quote: null,
      editedAt: null,
      delivery: null,
      ...rest,
    };
  }

  protected unread(): number {
    const loud = [...this.chats.values()].filter((row) => !row.archived && (row.mutedUntil ?? 0) <= this.now);
    return loud.reduce((sum, row) => sum + row.unread, 0);
  }

  protected unreadFact(): Fact {
    return { kind: "unread", unread: this.unread() };
  }
}

function inboxOrder(a: ChatCursor, b: ChatCursor): number {
  if (a.archived !== b.archived) return a.archived ? 1 : -1;
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  return b.sortAt - a.sortAt || b.id - a.id;
}
