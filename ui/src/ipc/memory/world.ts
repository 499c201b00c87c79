/** A fictitious world: slots, chats and threads of any length, made from numbers alone and never stored. */
import type {
  AccountView,
  ChatId,
  ChatRow,
  Delivery,
  LastMessage,
  MessageId,
  MessageKind,
  MessageRow,
  Quote,
  Sender,
  SlotColour,
  SlotNumber,
  SlotView,
  Timestamp,
} from "../types";
import { contentOf } from "./contents";
import { withLink } from "./links";
import { dice, pick } from "./random";
import { captions, documents, firstNames, groups, incoming, lastNames, outgoing } from "./words";

const minute = 60_000;
const day = 24 * 60 * minute;
/** Ids of a chat's generated messages start at its own id times this. */
export const idsPerChat = 100_000;

export interface Contact extends Sender {
  readonly phone: string;
}

export function makeSlots(now: Timestamp): SlotView[] {
  const account = (id: number, name: string, phone: string): AccountView => ({
    id,
    name,
    phone,
    linkedAt: now - id * 40 * day,
    phoneSeenAt: now - 2 * 60 * minute,
    picture: null,
  });
  const noEngine = { kind: "failed", cause: "noEngine" } as const;
  const slot = (number: SlotNumber, label: string, colour: SlotColour, sits: AccountView | null): SlotView =>
    withLink(
      {
        number,
        label,
        colour,
        account: sits,
        notify: "all",
        readLater: false,
        link: { kind: "empty" },
        action: null,
      },
      sits ? noEngine : { kind: "empty" },
    );
  return [
    slot(1, "Flower shop", "teal", account(1, "Juniper & Fern", "+1 555 000 1001")),
    slot(2, "Repairs", "amber", account(2, "Fix-It Friday", "+1 555 000 1002")),
    slot(3, "", "violet", null),
  ];
}

export function makeContact(id: number): Contact {
  const roll = dice(id, 7);
  const name = `${pick(firstNames, roll())} ${pick(lastNames, roll())}`;
  return { id, name, phone: phoneOf(id) };
}

export function makeChat(id: ChatId, now: Timestamp, length: number): ChatRow {
  const roll = dice(id, 11);
  const isGroup = roll() < 0.16;
  const person = makeContact(id);
  const isNameless = !isGroup && roll() < 0.1;
  const last = lastOf(makeMessage(id, length - 1, length, isGroup, now));
  const unread = last.direction === "incoming" && roll() < 0.4 ? Math.min(length, 1 + Math.floor(roll() ** 3 * 60)) : 0;
  return {
    id,
    account: id % 3 === 0 ? 2 : 1,
    slot: id % 3 === 0 ? 2 : 1,
    kind: isGroup ? "group" : "direct",
    title: isGroup ? pick(groups, roll()) : isNameless ? person.phone : person.name,
    phone: isGroup ? null : person.phone,
    last,
    sortAt: last.at,
    unread,
    pinned: id <= 2,
    mutedUntil: roll() < 0.08 ? now + 3 * day : null,
    archived: id > 8 && roll() < 0.05,
    draft: roll() < 0.04 ? "Let me look that up and" : null,
    markedUnread: false,
    waitingForMe: last.direction === "incoming",
    answerFrom: null,
    blocked: false,
    notify: null,
  };
}

export function makeThread(chat: ChatRow, length: number, now: Timestamp): MessageRow[] {
  return Array.from({ length }, (_, index) => makeMessage(chat.id, index, length, chat.kind === "group", now));
}

/** What a row of the inbox shows of a message. */
export function lastOf(row: MessageRow): LastMessage {
  const { id, at, direction, kind, delivery } = row;
  const preview = row.text.replaceAll("\n", " ").slice(0, 120);
  return { id, at, direction, kind, preview, sender: row.sender?.name ?? null, delivery, stuck: row.stuck !== null };
}

/** What a message without anything beyond its text carries. */
export function plain(): Pick<
  MessageRow,
  | "content"
  | "mentions"
  | "reactions"
  | "earlierVersions"
  | "stuck"
  | "heldBack"
  | "pending"
  | "starred"
  | "forwarded"
  | "disappearsAt"
  | "viewOnce"
> {
  return {
    content: { kind: "text" },
    mentions: [],
    reactions: [],
    earlierVersions: 0,
    stuck: null,
    heldBack: false,
    pending: null,
    starred: false,
    forwarded: false,
    disappearsAt: null,
    viewOnce: false,
  };
}

function makeMessage(chat: ChatId, index: number, length: number, isGroup: boolean, now: Timestamp): MessageRow {
  const roll = dice(chat, index, 13);
  const isOutgoing = roll() < 0.42;
  const kind = kindOf(roll(), isGroup);
  const age = length - 1 - index;
  const at = now - chatAge(chat) - age * 47 * minute - Math.floor(roll() * 20 * minute);
  const senderId = isGroup ? chat * 10 + Math.floor(roll() ** 2 * 6) : chat;
  const { id: contact, name } = makeContact(senderId);
  const speaks = kind !== "groupEvent" && kind !== "call";
  const text = textOf(kind, isOutgoing, roll(), name);
  return {
    ...plain(),
    id: chat * idsPerChat + index,
    chat,
    at,
    content: contentOf(kind, dice(chat, index, 19), name, text),
    direction: isOutgoing && speaks ? "outgoing" : "incoming",
    sender: isOutgoing && speaks ? null : { id: contact, name },
    kind,
    text,
    quote:
      speaks && kind !== "deleted" && index > 3 && roll() < 0.1 ? quoteOf(chat, index, length, isGroup, now) : null,
    editedAt: kind === "text" && roll() < 0.05 ? at + minute : null,
    delivery: isOutgoing && speaks ? deliveryOf(age, roll()) : null,
  };
}

function quoteOf(chat: ChatId, index: number, length: number, isGroup: boolean, now: Timestamp): Quote {
  const back = 1 + Math.floor(dice(chat, index, 17)() * Math.min(index, 30));
  const id: MessageId = chat * idsPerChat + index - back;
  const roll = dice(chat, index - back, 13);
  const isOutgoing = roll() < 0.42;
  const kind = kindOf(roll(), isGroup);
  const row = index - back > 3 ? null : makeMessage(chat, index - back, length, isGroup, now);
  return {
    id,
    sender: isOutgoing ? null : makeContact(isGroup ? chat * 10 : chat).name,
    kind: row?.kind ?? kind,
    preview: row?.text ?? textOf(kind, isOutgoing, dice(chat, index)(), ""),
  };
}

function chatAge(chat: ChatId): number {
  return chat <= 40 ? (chat - 1) * 13 * minute : 9 * 60 * minute + (chat - 40) * 35 * minute;
}

function kindOf(roll: number, isGroup: boolean): MessageKind {
  if (roll < 0.74) return "text";
  if (roll < 0.81) return "image";
  if (roll < 0.84) return "audio";
  if (roll < 0.87) return "document";
  if (roll < 0.89) return "sticker";
  if (roll < 0.91) return "video";
  if (roll < 0.925) return "deleted";
  if (roll < 0.94) return "location";
  if (roll < 0.955) return "contact";
  if (roll < 0.965) return "unsupported";
  if (roll < 0.975) return isGroup ? "poll" : "call";
  return isGroup ? "groupEvent" : "text";
}

function textOf(kind: MessageKind, isOutgoing: boolean, roll: number, name: string): string {
  switch (kind) {
    case "text":
      return pick(isOutgoing ? outgoing : incoming, roll);
    case "image":
    case "video":
      return pick(captions, roll);
    case "document":
      return pick(documents, roll);
    case "contact":
      return "Harbour Bakery";
    case "location":
      return "Mill Lane 4";
    case "poll":
      return "Which day suits you?";
    case "groupEvent":
      return `${name} joined the group`;
    case "audio":
    case "sticker":
    case "call":
    case "deleted":
    case "unsupported":
      return "";
  }
}

function deliveryOf(age: number, roll: number): Delivery {
  if (age === 0) return pick(["sent", "delivered", "read"] as const, roll);
  return roll < 0.9 ? "read" : "delivered";
}

function phoneOf(id: number): string {
  return `+1 555 ${String(100 + (id % 900))} ${String(id % 10_000).padStart(4, "0")}`;
}
