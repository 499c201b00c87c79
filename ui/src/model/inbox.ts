/**
 * The list of all chats, kept in the order the store hands it out: the archive last, pinned first, then newest first,
 * then the larger id. Changes are made on a draft that copies once per batch; rows that nothing touched keep their identity.
 */
import type { ChatCursor, ChatId, ChatPage, ChatRow } from "../ipc/types";
import { keep } from "./keep";

export interface Inbox {
  readonly rows: ReadonlyMap<ChatId, ChatRow>;
  /** All rows in the order they are shown. */
  readonly order: readonly ChatRow[];
  /** Where the part that has not been read yet starts; `null` once everything is here. */
  readonly next: ChatCursor | null;
  /**
   * Rows from before the feed was opened again that no page has confirmed yet. They stay on screen, so that the
   * list does not collapse and grow again, and go with the last page.
   */
  readonly unconfirmed: ReadonlySet<ChatId>;
}

export const emptyInbox: Inbox = { rows: new Map(), order: [], next: null, unconfirmed: new Set() };

/** Where a row stands; negative when `a` comes first. */
export function compareRows(a: ChatCursor, b: ChatCursor): number {
  if (a.archived !== b.archived) return a.archived ? 1 : -1;
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
  return b.sortAt - a.sortAt || b.id - a.id;
}

/** The inbox as of a new snapshot; what was there before stays until the pages have confirmed or dropped it. */
export function restart(old: Inbox, page: ChatPage): Inbox {
  const draft = new InboxDraft(old);
  for (const row of page.rows) draft.put(row);
  const fresh = new Set(page.rows.map((row) => row.id));
  const rest = old.order.filter((row) => !fresh.has(row.id));
  if (page.next === null) {
    for (const row of rest) draft.remove(row.id);
    return { ...draft.done(), next: null, unconfirmed: new Set() };
  }
  return { ...draft.done(), next: page.next, unconfirmed: new Set(rest.map((row) => row.id)) };
}

/**
 * Takes in a page that was asked for at `inbox.next`. A fact that arrived while the page was on its way knows better
 * than the page: `touched` names those chats.
 */
export function addPage(inbox: Inbox, page: ChatPage, touched: ReadonlySet<ChatId>): Inbox {
  const draft = new InboxDraft(inbox);
  const unconfirmed = new Set(inbox.unconfirmed);
  for (const row of page.rows) {
    const isOld = unconfirmed.delete(row.id);
    if (touched.has(row.id)) continue;
    if (isOld || !inbox.rows.has(row.id)) draft.put(row);
  }
  if (page.next === null) {
    for (const chat of unconfirmed) draft.remove(chat);
    unconfirmed.clear();
  }
  return { ...draft.done(), next: page.next, unconfirmed };
}

/** Collects changes of one batch; copies only when there is something to change. */
export class InboxDraft {
  private rows: Map<ChatId, ChatRow> | null = null;
  private order: ChatRow[] | null = null;
  private unconfirmed: Set<ChatId> | null = null;
  private readonly base: Inbox;

  constructor(base: Inbox) {
    this.base = base;
  }

  put(fresh: ChatRow): void {
    this.confirm(fresh.id);
    const old = (this.rows ?? this.base.rows).get(fresh.id);
    const row = keep(old, fresh);
    if (row === old) return;
    const { rows, order } = this.open();
    if (old) {
      const at = place(order, old);
      if (compareRows(old, row) === 0) {
        order[at] = row;
        rows.set(row.id, row);
        return;
      }
      order.splice(at, 1);
    }
    order.splice(place(order, row), 0, row);
    rows.set(row.id, row);
  }

  remove(chat: ChatId): void {
    this.confirm(chat);
    const old = (this.rows ?? this.base.rows).get(chat);
    if (!old) return;
    const { rows, order } = this.open();
    order.splice(place(order, old), 1);
    rows.delete(chat);
  }

  done(): Inbox {
    if (!this.rows && !this.unconfirmed) return this.base;
    return {
      rows: this.rows ?? this.base.rows,
      order: this.order ?? this.base.order,
      next: this.base.next,
      unconfirmed: this.unconfirmed ?? this.base.unconfirmed,
    };
  }

  private confirm(chat: ChatId): void {
    if (!(this.unconfirmed ?? this.base.unconfirmed).has(chat)) return;
    this.unconfirmed ??= new Set(this.base.unconfirmed);
    this.unconfirmed.delete(chat);
  }

  private open(): { rows: Map<ChatId, ChatRow>; order: ChatRow[] } {
    this.rows ??= new Map(this.base.rows);
    this.order ??= [...this.base.order];
    return { rows: this.rows, order: this.order };
  }
}

/** The index at which `row` stands or would stand. */
function place(order: readonly ChatRow[], row: ChatRow): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = order[middle];
    if (other && compareRows(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
