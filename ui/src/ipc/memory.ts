/**
 * The backend without a program behind it: a fictitious world in memory. Tests, the gallery and `npm run dev` in a
 * plain browser use it. It keeps the promises of the real one (snapshot first, numbered batches, pages by cursor) and
 * has levers to break them on purpose.
 */
import type { Answer, Backend, FeedListener, Outcome } from "./backend";
import { withLink } from "./memory/links";
import { Messaging } from "./memory/messaging";
import { type PairingStory, Pairings } from "./memory/pairing";
import { idsPerChat, lastOf, makeChat, makeSlots, makeThread, plain } from "./memory/world";
import type {
  ChatCursor,
  ChatId,
  ChatPage,
  ChatRow,
  Choices,
  CommandError,
  ContactId,
  ContactPanel,
  Fact,
  FeedMessage,
  KeyCare,
  LinkEventView,
  LinkState,
  MessageId,
  MessageRow,
  ReceiptView,
  Sender,
  SlotNumber,
  SlotView,
  Stage,
  TaskView,
  ThreadAnchor,
  ThreadPage,
  Timestamp,
  TypingView,
  Version,
} from "./types";

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

type CommandName = Exclude<keyof Backend, "openFeed" | "ackFeed" | "windowPainted">;

export class MemoryBackend implements Backend {
  readonly now: Timestamp;
  /** Every command that was called, in order, with its arguments. */
  readonly calls: { readonly name: string; readonly with: readonly unknown[] }[] = [];
  readonly acks: number[] = [];
  painted = 0;
  opened = 0;
  /** The code that opens the store. */
  readonly code = "K7QM-2XRD-9TWB-4HJN-C3VP-8YAF-M6TG";
  readonly passphrase = "correct horse battery staple";

  /** The phones of this world. */
  readonly pairings: Pairings;
  /** What was sent in this world, and what became of it. */
  readonly messaging: Messaging;

  private readonly chats = new Map<ChatId, ChatRow>();
  private readonly threads = new Map<ChatId, MessageRow[]>();
  private readonly lengths: (chat: ChatId) => number;
  private readonly failures = new Map<CommandName, CommandError>();
  private readonly pageSize: number;
  private readonly taskStep: number | undefined;
  private readonly demo: boolean;
  private listener: FeedListener | null = null;
  private seq = 0;
  private nextMessage = 1_000_000_000;
  private held: (() => void)[] | null = null;
  private lostBatches = 0;
  private stage: Stage;
  private settings: Choices;
  private slots: SlotView[];
  private keyCare: KeyCare;
  private tasks: TaskView[] = [];
  private typing: TypingView[] = [];

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

  // Commands.

  inboxPage(after: ChatCursor | null): Answer<ChatPage> {
    return this.answer("inboxPage", [after], () => this.readInbox(after));
  }

  setChatPinned(chat: ChatId, pinned: boolean): Answer<null> {
    return this.answer("setChatPinned", [chat, pinned], () => this.change(chat, { pinned }));
  }

  setChatMuted(chat: ChatId, until: Timestamp | null): Answer<null> {
    return this.answer("setChatMuted", [chat, until], () => this.change(chat, { mutedUntil: until }));
  }

  setChatArchived(chat: ChatId, archived: boolean): Answer<null> {
    return this.answer("setChatArchived", [chat, archived], () => this.change(chat, { archived }));
  }

  markChatRead(chat: ChatId): Answer<null> {
    return this.answer("markChatRead", [chat], () => this.change(chat, { unread: 0, markedUnread: false }));
  }

  markChatUnread(chat: ChatId): Answer<null> {
    return this.answer("markChatUnread", [chat], () => this.change(chat, { markedUnread: true }));
  }

  chatWith(slot: SlotNumber, phone: string): Answer<ChatId> {
    return this.answer("chatWith", [slot, phone], () => this.messaging.chatWith(slot, phone));
  }

  answerFrom(chat: ChatId, slot: SlotNumber): Answer<ChatId> {
    return this.answer("answerFrom", [chat, slot], () => this.messaging.answerFrom(chat, slot));
  }

  contactPanel(chat: ChatId): Answer<ContactPanel> {
    return this.answer("contactPanel", [chat], () => this.messaging.panel(chat));
  }

  setNotes(contact: ContactId, notes: string): Answer<null> {
    return this.answer("setNotes", [contact, notes], () => this.messaging.setNotes(contact, notes));
  }

  setDraft(chat: ChatId, text: string): Answer<null> {
    return this.answer("setDraft", [chat, text], () => this.change(chat, { draft: text === "" ? null : text }));
  }

  setTyping(chat: ChatId, typing: boolean): Answer<null> {
    return this.answer("setTyping", [chat, typing], () => null);
  }

  sendText(
    chat: ChatId,
    text: string,
    quote: MessageId | null,
    mentions: readonly ContactId[],
    token: string,
  ): Answer<MessageRow> {
    return this.answer("sendText", [chat, text, quote, mentions, token], () =>
      this.messaging.sendText(chat, text, quote, mentions, token),
    );
  }

  sendPoll(
    chat: ChatId,
    question: string,
    options: readonly string[],
    choices: number,
    token: string,
  ): Answer<MessageRow> {
    return this.answer("sendPoll", [chat, question, options, choices, token], () =>
      this.messaging.sendPoll(chat, question, options, choices, token),
    );
  }

  editMessage(message: MessageId, text: string): Answer<null> {
    return this.answer("editMessage", [message, text], () => this.messaging.edit(message, text));
  }

  deleteMessage(message: MessageId, forEveryone: boolean): Answer<null> {
    return this.answer("deleteMessage", [message, forEveryone], () => {
      if (forEveryone) return this.messaging.deleteForEveryone(message);
      this.remove(this.find(message).chat, message);
      return null;
    });
  }

  reactTo(message: MessageId, emoji: string): Answer<null> {
    return this.answer("reactTo", [message, emoji], () => this.messaging.react(message, emoji));
  }

  votePoll(message: MessageId, options: readonly number[]): Answer<null> {
    return this.answer("votePoll", [message, options], () => this.messaging.vote(message, options));
  }

  forwardMessages(messages: readonly MessageId[], chats: readonly ChatId[], token: string): Answer<null> {
    return this.answer("forwardMessages", [messages, chats, token], () =>
      this.messaging.forward(messages, chats, token),
    );
  }

  starMessage(message: MessageId, starred: boolean): Answer<null> {
    return this.answer("starMessage", [message, starred], () => this.messaging.change(message, { starred }));
  }

  retryMessage(message: MessageId): Answer<null> {
    return this.answer("retryMessage", [message], () => this.messaging.retry(message));
  }

  cancelMessage(message: MessageId): Answer<null> {
    return this.answer("cancelMessage", [message], () => {
      const { chat, delivery, pending } = this.find(message);
      if (pending) return this.messaging.change(message, { pending: null });
      if (delivery !== "queued") throw { kind: "notNow" } satisfies CommandError;
      this.remove(chat, message);
      return null;
    });
  }

  messageVersions(message: MessageId): Answer<Version[]> {
    return this.answer("messageVersions", [message], () => this.messaging.versions(message));
  }

  messageReceipts(message: MessageId): Answer<ReceiptView[]> {
    return this.answer("messageReceipts", [message], () => this.messaging.receipts(message));
  }

  threadPage(chat: ChatId, anchor: ThreadAnchor): Answer<ThreadPage> {
    return this.answer("threadPage", [chat, anchor], () => this.readThread(chat, anchor));
  }

  retryStart(): Answer<null> {
    return this.answer("retryStart", [], () => this.enter({ kind: "ready" }));
  }

  enterRecoveryCode(code: string): Answer<null> {
    return this.answer("enterRecoveryCode", [code], () => {
      const letters = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");
      if (letters(code).length !== letters(this.code).length) throw { kind: "mistypedCode" } satisfies CommandError;
      if (letters(code) !== letters(this.code)) throw { kind: "wrongSecret" } satisfies CommandError;
      return this.enter({ kind: "ready" });
    });
  }

  enterPassphrase(passphrase: string): Answer<null> {
    return this.answer("enterPassphrase", [passphrase], () => {
      if (passphrase !== this.passphrase) throw { kind: "wrongSecret" } satisfies CommandError;
      return this.enter({ kind: "ready" });
    });
  }

  choosePassphrase(passphrase: string): Answer<null> {
    return this.answer("choosePassphrase", [passphrase], () => {
      if (passphrase.length < 10) throw { kind: "weakPassphrase" } satisfies CommandError;
      return this.enter({ kind: "welcome" });
    });
  }

  openWithKeychain(): Answer<null> {
    return this.answer("openWithKeychain", [], () => this.enter({ kind: "ready" }));
  }

  startFresh(): Answer<null> {
    return this.answer("startFresh", [], () => this.enter({ kind: "welcome" }));
  }

  rememberKey(replaceOther: boolean): Answer<null> {
    return this.answer("rememberKey", [replaceOther], () => {
      this.keyCare = { ...this.keyCare, protection: "keychain" };
      this.emit([{ kind: "keyCare", keyCare: this.keyCare }]);
      return null;
    });
  }

  issueRecoveryCode(): Answer<{ code: string }> {
    return this.answer("issueRecoveryCode", [], () => ({ code: this.code }));
  }

  confirmRecoveryCode(): Answer<null> {
    return this.answer("confirmRecoveryCode", [], () => this.enter({ kind: "ready" }));
  }

  setSlotLabel(slot: SlotNumber, label: string): Answer<null> {
    return this.answer("setSlotLabel", [slot, label], () => this.changeSlot(slot, { label }));
  }

  setSlotColour(slot: SlotNumber, colour: SlotView["colour"]): Answer<null> {
    return this.answer("setSlotColour", [slot, colour], () => this.changeSlot(slot, { colour }));
  }

  connectSlot(slot: SlotNumber): Answer<null> {
    return this.answer("connectSlot", [slot], () => this.pairings.connect(slot));
  }

  cancelSlot(slot: SlotNumber): Answer<null> {
    return this.answer("cancelSlot", [slot], () => this.pairings.cancel(slot));
  }

  retrySlot(slot: SlotNumber): Answer<null> {
    return this.answer("retrySlot", [slot], () => this.pairings.retry(slot));
  }

  newSlotCode(slot: SlotNumber): Answer<null> {
    return this.answer("newSlotCode", [slot], () => this.pairings.newCode(slot));
  }

  askPairingCode(slot: SlotNumber, number: string): Answer<null> {
    return this.answer("askPairingCode", [slot, number], () => this.pairings.askCode(slot, number));
  }

  cancelPairingCode(slot: SlotNumber): Answer<null> {
    return this.answer("cancelPairingCode", [slot], () => this.pairings.cancelCode(slot));
  }

  takeNumberHere(slot: SlotNumber): Answer<null> {
    return this.answer("takeNumberHere", [slot], () => this.pairings.takeHere(slot));
  }

  unlinkSlot(slot: SlotNumber): Answer<null> {
    return this.answer("unlinkSlot", [slot], () => this.pairings.unlink(slot));
  }

  dismissPairing(slot: SlotNumber): Answer<null> {
    return this.answer("dismissPairing", [slot], () => this.pairings.dismiss(slot));
  }

  slotTimeline(slot: SlotNumber): Answer<LinkEventView[]> {
    return this.answer("slotTimeline", [slot], () => this.pairings.timeline(slot));
  }

  setSettings(settings: Choices): Answer<null> {
    return this.answer("setSettings", [settings], () => {
      this.settings = settings;
      this.emit([{ kind: "settings", settings }]);
      return null;
    });
  }

  about() {
    return this.answer("about", [], () => ({
      version: "0.1.0",
      sqlite: "3.53.4",
      sqlcipher: "4.19.0",
      schema: 3,
      databaseBytes: 48_234_496,
      folder: "/home/robin/.local/share/frontdesk",
    }));
  }

  checkStore(): Answer<number> {
    return this.answer("checkStore", [], () => {
      const id = this.tasks.length + 1;
      this.progress({
        id,
        kind: "checkStore",
        done: 0,
        total: 1200,
        since: this.now,
        cancellable: true,
        outcome: null,
      });
      if (this.taskStep !== undefined) this.walk(id, this.taskStep);
      return id;
    });
  }

  cancelTask(task: number): Answer<null> {
    return this.answer("cancelTask", [task], () => {
      const found = this.tasks.find((one) => one.id === task);
      if (found) this.progress({ ...found, outcome: { kind: "cancelled" } });
      return null;
    });
  }

  dismissTask(task: number): Answer<null> {
    return this.answer("dismissTask", [task], () => {
      this.tasks = this.tasks.filter((one) => one.id !== task);
      this.emit([{ kind: "taskGone", task }]);
      return null;
    });
  }

  testNotification(chat: ChatId | null): Answer<null> {
    return this.answer("testNotification", [chat], () => null);
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

  private find(message: MessageId): MessageRow {
    const made = Math.floor(message / idsPerChat);
    if (this.chats.has(made)) this.threadOf(made);
    for (const thread of this.threads.values()) {
      const row = thread.find((one) => one.id === message);
      if (row) return row;
    }
    throw { kind: "gone" } satisfies CommandError;
  }

  private answer<T>(name: CommandName, args: readonly unknown[], work: () => T): Answer<T> {
    this.calls.push({ name, with: args });
    const outcome = this.carryOut(name, work);
    if (!this.held) return Promise.resolve(outcome);
    return new Promise((resolve) => this.held?.push(() => resolve(outcome)));
  }

  private carryOut<T>(name: CommandName, work: () => T): Outcome<T> {
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

  private snapshot() {
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

  private readInbox(after: ChatCursor | null): ChatPage {
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

  private readThread(chat: ChatId, anchor: ThreadAnchor): ThreadPage {
    const all = this.threadOf(chat).toSorted((a, b) => a.at - b.at || a.id - b.id);
    const { unread } = this.row(chat);
    const incoming = all.filter((row) => row.direction === "incoming");
    const firstUnread = unread > 0 ? (incoming.at(-Math.min(unread, incoming.length))?.id ?? null) : null;
    const [from, to] = this.range(all, anchor, firstUnread);
    const rows = all.slice(Math.max(0, from), Math.min(all.length, to));
    return { rows, moreBefore: from > 0, moreAfter: to < all.length, firstUnread };
  }

  private range(all: readonly MessageRow[], anchor: ThreadAnchor, firstUnread: MessageId | null): [number, number] {
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

  private change(chat: ChatId, change: Partial<ChatRow>): null {
    this.put({ ...this.row(chat), ...change });
    return null;
  }

  private changeSlot(number: SlotNumber, change: Partial<SlotView>): null {
    this.slots = this.slots.map((slot) => (slot.number === number ? { ...slot, ...change } : slot));
    const slot = this.slots.find((one) => one.number === number);
    if (slot) this.emit([{ kind: "slot", slot }]);
    return null;
  }

  private walk(task: number, step: number): void {
    setTimeout(() => {
      const found = this.tasks.find((one) => one.id === task);
      if (!found || found.outcome) return;
      const done = Math.min(found.total, found.done + 40);
      this.progress({ ...found, done, outcome: done === found.total ? { kind: "done" } : null });
      this.walk(task, step);
    }, step);
  }

  private fresh(chat: ChatId, rest: Partial<MessageRow>): MessageRow {
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

  private unread(): number {
    const loud = [...this.chats.values()].filter((row) => !row.archived && (row.mutedUntil ?? 0) <= this.now);
    return loud.reduce((sum, row) => sum + row.unread, 0);
  }

  private unreadFact(): Fact {
    return { kind: "unread", unread: this.unread() };
  }
}

function inboxOrder(a: ChatCursor, b: ChatCursor): number {
  if (a.archived !== b.archived) return a.archived ? 1 : -1;
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  return b.sortAt - a.sortAt || b.id - a.id;
}
