/**
 * Sending in the fictitious world: what is written here, what becomes of it on the way, and what is known of the
 * people on the other side. Tests move it step by step; with a step of time it moves by itself.
 */
import type {
  ChatId,
  ChatRow,
  CommandError,
  ContactId,
  ContactPanel,
  Delivery,
  Fact,
  MessageId,
  MessageRow,
  Past,
  PollOptionView,
  Reaction,
  ReceiptView,
  SlotNumber,
  SlotView,
  Stuck,
  StuckStep,
  Timestamp,
  Version,
} from "../types";
import { lastOf, makeContact } from "./world";

/** The part of the world that sending touches. */
export interface MessagingWorld {
  readonly now: Timestamp;
  slot(slot: SlotNumber): SlotView;
  chats(): ChatRow[];
  row(chat: ChatId): ChatRow;
  put(row: ChatRow): void;
  threadOf(chat: ChatId): MessageRow[];
  /** Makes an empty thread. */
  open(chat: ChatId): void;
  fresh(chat: ChatId, rest: Partial<MessageRow>): MessageRow;
  emit(facts: Fact[]): void;
  find(message: MessageId): MessageRow;
  pastOf(chat: ChatId): Past;
}

const ways: readonly Delivery[] = ["queued", "inFlight", "sent", "delivered", "read"];
const longest = 65_536;
const minute = 60_000;

export class Messaging {
  private readonly world: MessagingWorld;
  private readonly step: number | undefined;
  private readonly tokens = new Map<string, MessageId>();
  private readonly wordings = new Map<MessageId, Version[]>();
  private readonly notes = new Map<ContactId, string>();
  private nextChat = 900_001;

  constructor(world: MessagingWorld, step: number | undefined) {
    this.world = world;
    this.step = step;
  }

  // What the user can ask.

  sendText(
    chat: ChatId,
    text: string,
    quote: MessageId | null,
    mentions: readonly ContactId[],
    token: string,
  ): MessageRow {
    const words = text.trim();
    if (words === "" || [...words].length > longest) throw { kind: "invalid", field: "text" } satisfies CommandError;
    return this.send(chat, token, {
      text: words,
      quote: quote === null ? null : this.quoteOf(quote),
      mentions: mentions.map((id) => {
        const { name, phone } = makeContact(id);
        return { token: `@${phone.replace(/\D/g, "")}`, name, me: false };
      }),
    });
  }

  sendPoll(chat: ChatId, question: string, options: readonly string[], choices: number, token: string): MessageRow {
    return this.send(chat, token, {
      kind: "poll",
      text: question,
      content: {
        kind: "poll",
        question,
        options: options.map((name) => ({ name, votes: 0, mine: false, who: [] })),
        choices,
        voters: 0,
      },
    });
  }

  edit(message: MessageId, text: string): null {
    const row = this.world.find(message);
    const editedAt = Math.max(this.world.now, row.at) + 1;
    const known = this.wordings.get(message) ?? [{ at: row.at, text: row.text }];
    this.wordings.set(message, [...known, { at: editedAt, text }]);
    return this.change(message, { text, editedAt, earlierVersions: known.length });
  }

  deleteForEveryone(message: MessageId): null {
    return this.change(message, {
      kind: "deleted",
      text: "",
      content: { kind: "deleted", at: this.world.now, by: null },
      quote: null,
      reactions: [],
    });
  }

  react(message: MessageId, emoji: string): null {
    const { reactions } = this.world.find(message);
    const without = reactions
      .map((one): Reaction => (one.mine ? { ...one, mine: false, count: one.count - 1 } : one))
      .filter((one) => one.count > 0);
    const same = without.find((one) => one.emoji === emoji);
    const added: Reaction[] =
      emoji === ""
        ? without
        : same
          ? without.map((one) => (one === same ? { ...one, mine: true, count: one.count + 1 } : one))
          : [...without, { emoji, count: 1, mine: true, who: [] }];
    return this.change(message, { reactions: added.toSorted((a, b) => b.count - a.count) });
  }

  vote(message: MessageId, places: readonly number[]): null {
    const { content } = this.world.find(message);
    if (content.kind !== "poll") throw { kind: "notNow" } satisfies CommandError;
    const options = content.options.map((option, place): PollOptionView => {
      const mine = places.includes(place);
      return { ...option, mine, votes: option.votes + Number(mine) - Number(option.mine) };
    });
    const had = content.options.some((option) => option.mine);
    const voters = content.voters + Number(places.length > 0) - Number(had);
    return this.change(message, { content: { ...content, options, voters } });
  }

  forward(messages: readonly MessageId[], chats: readonly ChatId[], token: string): null {
    for (const chat of chats) {
      for (const message of messages) {
        const { kind, text, content } = this.world.find(message);
        this.send(chat, `${token} ${chat} ${message}`, { kind, text, content, forwarded: true });
      }
    }
    return null;
  }

  retry(message: MessageId): null {
    const { stuck, pending } = this.world.find(message);
    if (!stuck && !pending) throw { kind: "notNow" } satisfies CommandError;
    this.change(message, { stuck: null, pending: null });
    this.later(message);
    return null;
  }

  versions(message: MessageId): Version[] {
    const row = this.world.find(message);
    const made = row.editedAt === null ? [] : [{ at: row.at, text: `${row.text} (first)` }];
    return this.wordings.get(message) ?? [...made, { at: row.editedAt ?? row.at, text: row.text }];
  }

  receipts(message: MessageId): ReceiptView[] {
    const { at, chat, delivery } = this.world.find(message);
    const reached = delivery === null ? -1 : ways.indexOf(delivery === "played" ? "read" : delivery);
    return this.people(this.world.row(chat)).map(({ id, name }, index) => ({
      contact: id,
      name,
      deliveredAt: reached >= 3 ? at + (index + 1) * 1000 : null,
      readAt: reached >= 4 && index % 3 !== 2 ? at + (index + 2) * minute : null,
      playedAt: null,
    }));
  }

  chatWith(slot: SlotNumber, phone: string): ChatId {
    const digits = phone.replace(/\D/g, "");
    const { account } = this.world.slot(slot);
    if (!account) throw { kind: "notNow" } satisfies CommandError;
    if (digits.startsWith("0")) throw { kind: "invalidNumber", why: "noCountryCode" } satisfies CommandError;
    if (digits.length < 7) throw { kind: "invalidNumber", why: "tooShort" } satisfies CommandError;
    const known = this.world.chats().find((row) => row.slot === slot && row.phone?.replace(/\D/g, "") === digits);
    if (known) return known.id;
    return this.begin({ account: account.id, slot, title: `+${digits}`, phone: `+${digits}` });
  }

  answerFrom(chat: ChatId, slot: SlotNumber): ChatId {
    const row = this.world.row(chat);
    const { account } = this.world.slot(slot);
    if (!account || row.kind === "group") throw { kind: "notNow" } satisfies CommandError;
    if (row.slot === slot) {
      this.world.put({ ...row, answerFrom: null });
      return chat;
    }
    const known = this.world.chats().find((one) => one.slot === slot && one.phone === row.phone);
    const { title, phone } = row;
    const target = known?.id ?? this.begin({ account: account.id, slot, title, phone });
    this.world.put({ ...row, answerFrom: target });
    return target;
  }

  panel(chat: ChatId): ContactPanel {
    const row = this.world.row(chat);
    const thread = this.world.threadOf(chat);
    const isGroup = row.kind === "group";
    return {
      chat,
      kind: row.kind,
      contact: isGroup ? null : chat,
      title: row.title,
      ownName: isGroup ? null : `${row.title.split(" ")[0]} 🌿`,
      phone: row.phone,
      notes: this.notes.get(chat) ?? "",
      firstSeen: thread.at(0)?.at ?? this.world.now,
      chats: isGroup ? [] : this.chatsOf(row),
      members: isGroup
        ? this.people(row).map(({ id, name, phone }) => ({ contact: id, name, phone: id % 5 === 0 ? null : phone }))
        : [],
      coverage: {
        messages: thread.length,
        oldest: thread.at(0)?.at ?? null,
        newest: thread.at(-1)?.at ?? null,
        unreadable: thread.filter((one) => one.content.kind === "undecryptable").length,
        missing: 0,
        past: this.world.pastOf(chat),
        wanted: false,
      },
    };
  }

  setNotes(contact: ContactId, notes: string): null {
    this.notes.set(contact, notes);
    return null;
  }

  // What happens.

  /** A sent message gets one step further. */
  advance(message: MessageId): void {
    const { delivery } = this.world.find(message);
    const next = delivery === null ? undefined : ways[ways.indexOf(delivery) + 1];
    if (next) this.change(message, { delivery: next });
  }

  /** Something does not leave by itself. */
  stick(message: MessageId, reason: Stuck, step: StuckStep): void {
    this.change(message, { stuck: { reason, step } });
  }

  change(message: MessageId, change: Partial<MessageRow>): null {
    const old = this.world.find(message);
    const thread = this.world.threadOf(old.chat);
    const row = { ...old, ...change };
    thread[thread.indexOf(old)] = row;
    const facts: Fact[] = [{ kind: "message", row }];
    const chat = this.world.row(old.chat);
    if (chat.last?.id === message) this.world.put({ ...chat, last: lastOf(row) });
    this.world.emit(facts);
    return null;
  }

  private send(chat: ChatId, token: string, rest: Partial<MessageRow>): MessageRow {
    const row = this.world.row(chat);
    const known = this.tokens.get(token);
    if (known !== undefined) return this.world.find(known);
    const sent = this.world.fresh(chat, { direction: "outgoing", delivery: "queued", ...rest });
    this.tokens.set(token, sent.id);
    this.world.threadOf(chat).push(sent);
    this.world.emit([{ kind: "message", row: sent }]);
    const draft = sent.kind === "text" && !sent.forwarded ? null : row.draft;
    this.world.put({ ...row, last: lastOf(sent), sortAt: sent.at, waitingForMe: false, draft });
    this.later(sent.id);
    return sent;
  }

  private later(message: MessageId): void {
    const { step } = this;
    if (step === undefined) return;
    setTimeout(() => {
      const row = this.world.find(message);
      const { slot } = this.world.row(row.chat);
      if (row.stuck || row.delivery === "read") return;
      if (slot !== null && this.world.slot(slot).link.kind === "online") this.advance(message);
      this.later(message);
    }, step);
  }

  private quoteOf(message: MessageId): MessageRow["quote"] {
    const { id, kind, text, direction, sender } = this.world.find(message);
    return { id, kind, preview: text.slice(0, 120), sender: direction === "outgoing" ? null : (sender?.name ?? null) };
  }

  private people(row: ChatRow) {
    if (row.kind === "direct") return [{ id: row.id, name: row.title, phone: row.phone ?? "" }];
    return Array.from({ length: 6 }, (_, index) => makeContact(row.id * 10 + index));
  }

  private chatsOf(row: ChatRow): ContactPanel["chats"] {
    return this.world
      .chats()
      .filter((one) => one.id === row.id || (one.kind === "direct" && one.phone === row.phone))
      .map(({ id, slot, last }) => {
        const account = slot === null ? null : this.world.slot(slot).account;
        return {
          chat: id,
          slot,
          account: account?.name ?? "",
          phone: account?.phone ?? null,
          lastAt: last?.at ?? null,
        };
      });
  }

  private begin(who: Pick<ChatRow, "account" | "slot" | "title" | "phone">): ChatId {
    const id = this.nextChat;
    this.nextChat += 1;
    this.world.open(id);
    this.world.put({
      ...who,
      id,
      kind: "direct",
      last: null,
      sortAt: this.world.now,
      unread: 0,
      pinned: false,
      mutedUntil: null,
      archived: false,
      draft: null,
      markedUnread: false,
      waitingForMe: false,
      answerFrom: null,
      blocked: false,
      notify: null,
    });
    return id;
  }
}
