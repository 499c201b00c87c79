/** What can be done with a message: one table behind the menu, the keys and the help sheet. */
import { type MessageKey, t } from "../../i18n/i18n";
import type { MessageRow } from "../../ipc/types";
import { type Icon, toasts } from "../../ui";
import {
  CheckIcon,
  CloseIcon,
  CopyIcon,
  EditIcon,
  ForwardIcon,
  InfoIcon,
  RefreshIcon,
  ReplyIcon,
  SearchIcon,
  SmileIcon,
  StarIcon,
  TrashIcon,
} from "../../ui/icons/icons";
import { copyText } from "../shared/clipboard";
import type { Spot, Talk } from "./talk";

export interface MessageAction {
  readonly id: string;
  readonly label: MessageKey | ((row: MessageRow) => MessageKey);
  /** What the help sheet calls it. */
  readonly name: MessageKey;
  readonly icon: Icon;
  /** No key for what is rare or cannot be undone. */
  readonly keys?: string;
  readonly tone?: "danger";
  isAvailable(row: MessageRow, now: number): boolean;
  run(row: MessageRow, talk: Talk, at: Spot): void;
}

const minute = 60_000;
/** How long WhatsApp allows a change of one's own words, and a deletion for everyone. */
export const editableFor = 15 * minute;
export const deletableFor = 48 * 60 * minute;

const isSaid = ({ content, kind }: MessageRow) =>
  content.kind !== "deleted" && kind !== "deleted" && content.kind !== "event" && content.kind !== "call";
/** It is out, so that others can see what is done with it. */
const isOut = ({ delivery, stuck }: MessageRow) => stuck === null && delivery !== "queued" && delivery !== "inFlight";

export function isOurs(row: MessageRow): boolean {
  return row.direction === "outgoing";
}

/** What has not left yet simply reads otherwise; what is just leaving can be edited once it is out. */
export function canEdit(row: MessageRow, now: number): boolean {
  const isLeaving = row.delivery === "inFlight";
  return isOurs(row) && row.kind === "text" && isSaid(row) && !isLeaving && now - row.at < editableFor;
}

export function canDeleteForAll(row: MessageRow, now: number): boolean {
  return isOurs(row) && isSaid(row) && isOut(row) && now - row.at < deletableFor;
}

export const messageActions: readonly MessageAction[] = [
  {
    id: "reply",
    label: "thread.menu.reply",
    name: "thread.menu.reply",
    icon: ReplyIcon,
    keys: "r",
    isAvailable: isSaid,
    run: (row, talk) => talk.composer.reply(row),
  },
  {
    id: "react",
    label: "thread.menu.react",
    name: "thread.menu.react",
    icon: SmileIcon,
    keys: "a",
    isAvailable: (row) => isSaid(row) && isOut(row) && row.content.kind !== "undecryptable",
    run: (row, talk, at) => talk.show({ kind: "react", row, at }),
  },
  {
    id: "forward",
    label: "thread.menu.forward",
    name: "thread.menu.forward",
    icon: ForwardIcon,
    keys: "f",
    isAvailable: canForward,
    run: (row, talk) => talk.show({ kind: "forward", rows: [row] }),
  },
  {
    id: "copy",
    label: "thread.menu.copy",
    name: "thread.menu.copy",
    icon: CopyIcon,
    keys: "mod+c",
    isAvailable: (row) => row.text !== "" && window.getSelection()?.isCollapsed !== false,
    run: (row) => void copy([row]),
  },
  {
    id: "star",
    label: (row) => (row.starred ? "thread.menu.unstar" : "thread.menu.star"),
    name: "thread.menu.star",
    icon: StarIcon,
    keys: "s",
    isAvailable: isSaid,
    run: (row, talk) => void talk.desk.attempt(talk.desk.backend.starMessage(row.id, !row.starred)),
  },
  {
    id: "edit",
    label: "thread.menu.edit",
    name: "thread.menu.edit",
    icon: EditIcon,
    keys: "shift+e",
    isAvailable: canEdit,
    run: (row, talk) => talk.composer.edit(row),
  },
  {
    id: "quoted",
    label: "thread.menu.quoted",
    name: "thread.menu.quoted",
    icon: SearchIcon,
    keys: "q",
    isAvailable: (row) => row.quote !== null && row.quote.id !== null && isSaid(row),
    run: (row, talk) => void jump(talk, row.quote?.id ?? null),
  },
  {
    id: "info",
    label: "thread.menu.info",
    name: "thread.menu.info",
    icon: InfoIcon,
    keys: "i",
    isAvailable: isSaid,
    run: (row, talk) => talk.show({ kind: "info", row }),
  },
  {
    id: "choose",
    label: "thread.menu.choose",
    name: "thread.menu.choose",
    icon: CheckIcon,
    keys: "x",
    isAvailable: (row) => row.content.kind !== "event" && row.content.kind !== "call",
    run: (row, talk) => talk.toggle(row.id),
  },
  {
    id: "retry",
    label: "thread.menu.retry",
    name: "thread.menu.retry",
    icon: RefreshIcon,
    isAvailable: (row) => row.stuck !== null,
    run: (row, talk) => void talk.desk.attempt(talk.desk.backend.retryMessage(row.id)),
  },
  {
    id: "cancel",
    label: "thread.menu.cancel",
    name: "thread.menu.cancel",
    icon: CloseIcon,
    tone: "danger",
    isAvailable: (row) => isOurs(row) && (row.delivery === "queued" || row.stuck !== null),
    run: (row, talk) => void talk.desk.attempt(talk.desk.backend.cancelMessage(row.id)),
  },
  {
    id: "delete",
    label: "thread.menu.delete",
    name: "thread.menu.delete",
    icon: TrashIcon,
    keys: "delete",
    tone: "danger",
    isAvailable: (row) => isOut(row),
    run: (row, talk) => talk.show({ kind: "delete", rows: [row] }),
  },
];

/** Words and files can be passed on; a file lies where its recipient fetches it, so nothing is sent again. */
export function canForward(row: MessageRow): boolean {
  if (row.viewOnce) return false;
  return row.content.kind === "media" || (row.kind === "text" && row.content.kind === "text" && row.text !== "");
}

/** Copies the words of messages, one after the other. */
export async function copy(rows: readonly MessageRow[]): Promise<void> {
  const words = rows.map((row) => row.text).filter((text) => text !== "");
  if (words.length === 0) return;
  const done = await copyText(words.join("\n"));
  toasts.show(done ? { tone: "success", text: t("thread.copied") } : { tone: "warning", text: t("thread.copyFailed") });
}

/** Goes to a message that another one names. */
export async function jump(talk: Talk, message: number | null): Promise<void> {
  const isHere = message !== null && (await talk.thread.jump(message));
  if (!isHere) toasts.show({ tone: "info", text: t("thread.quote.gone") });
}
