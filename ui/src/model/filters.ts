/** Which chats the list shows. Pure. */
import type { ChatId, ChatRow, SlotNumber } from "../ipc/types";
import type { Inbox } from "./inbox";

export type Filter =
  | { readonly kind: "all" }
  | { readonly kind: "unread" }
  | { readonly kind: "slot"; readonly slot: SlotNumber }
  | { readonly kind: "waiting" }
  | { readonly kind: "groups" }
  | { readonly kind: "archived" };

/** A word that names a filter, for keys and for the remembered choice. */
export function filterName(filter: Filter): string {
  return filter.kind === "slot" ? `slot${filter.slot}` : filter.kind;
}

/**
 * The rows that a filter and a search for titles leave over, in order. The open chat stays even when it no longer
 * matches "unread" or "waiting": reading or answering a message must not make its row vanish under the pointer.
 */
export function visibleRows(inbox: Inbox, filter: Filter, query: string, open: ChatId | null): readonly ChatRow[] {
  const words = fold(query).split(" ").filter(Boolean);
  return inbox.order.filter((row) => matches(row, filter, open) && words.every((word) => isIn(row, word)));
}

function matches(row: ChatRow, filter: Filter, open: ChatId | null): boolean {
  if (filter.kind === "archived") return row.archived;
  if (row.archived) return false;
  switch (filter.kind) {
    case "all":
      return true;
    case "unread":
      return row.unread > 0 || row.markedUnread || row.id === open;
    case "waiting":
      return row.waitingForMe || row.id === open;
    case "slot":
      return row.slot === filter.slot;
    case "groups":
      return row.kind === "group";
  }
}

/** Lower case without accents, so that "jose" finds "José". */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("und").replace(/\s+/g, " ").trim();
}

const folded = new WeakMap<ChatRow, { title: string; digits: string }>();

function isIn(row: ChatRow, word: string): boolean {
  let known = folded.get(row);
  if (!known) {
    known = { title: fold(row.title), digits: (row.phone ?? "").replace(/\D/g, "") };
    folded.set(row, known);
  }
  const digits = word.replace(/\D/g, "");
  const isNumber = digits.length > 1 && /^[\d+()-]+$/.test(word);
  return known.title.includes(word) || (isNumber && known.digits.includes(digits));
}
