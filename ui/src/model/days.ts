/** What a row of a thread looks like next to its neighbours: day separators, runs of one sender. Pure. */
import type { MessageId, MessageRow, Timestamp } from "../ipc/types";

export type ThreadItem =
  | { readonly kind: "day"; readonly key: string; readonly at: Timestamp }
  | { readonly kind: "unread"; readonly key: string }
  /** Stands above the oldest message stored here. */
  | { readonly kind: "past"; readonly key: string }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly row: MessageRow;
      /** The first of a run of messages by the same person: carries the name and the corner of the bubble. */
      readonly isFirstOfRun: boolean;
    };

/** The edge of what is stored here. */
export const pastItem: ThreadItem = { kind: "past", key: "past" };

/** Messages further apart than this start a new run. */
const runGap = 10 * 60_000;

export interface ThreadItems {
  readonly rows: readonly MessageRow[];
  readonly firstUnread: MessageId | null;
  readonly items: readonly ThreadItem[];
}

export const noItems: ThreadItems = { rows: [], firstUnread: null, items: [] };

/**
 * The rows with what stands between them. Items that say the same as before are the same objects, so that a new message
 * draws itself and nothing else; and rows before the first change are not looked at again.
 */
export function threadItems(
  rows: readonly MessageRow[],
  firstUnread: MessageId | null,
  before: ThreadItems = noItems,
): ThreadItems {
  const known = firstUnread === before.firstUnread ? same(rows, before.rows) : 0;
  if (known === rows.length && known === before.rows.length && firstUnread === before.firstUnread) return before;
  const kept = known === 0 ? 0 : 1 + lastItemOf(before.items, rows[known - 1]);
  const items = before.items.slice(0, kept);
  const old = new Map(before.items.slice(kept).map((item) => [item.key, item]));
  const add = (item: ThreadItem) => {
    const was = old.get(item.key);
    items.push(was && isSame(was, item) ? was : item);
  };
  let previous: MessageRow | null = rows[known - 1] ?? null;
  for (let at = known; at < rows.length; at += 1) {
    const row = rows[at] as MessageRow;
    const isNewDay = !previous || dayOf(previous.at) !== dayOf(row.at);
    if (isNewDay) add({ kind: "day", key: `day ${dayOf(row.at)}`, at: row.at });
    if (row.id === firstUnread) add({ kind: "unread", key: "unread" });
    const isFirstOfRun = isNewDay || row.id === firstUnread || !previous || !isSameRun(previous, row);
    add({ kind: "message", key: `message ${row.id}`, row, isFirstOfRun });
    previous = row;
  }
  return { rows, firstUnread, items };
}

/** How many rows from the start are the same objects. */
function same(rows: readonly MessageRow[], before: readonly MessageRow[]): number {
  let at = 0;
  while (at < rows.length && rows[at] === before[at]) at += 1;
  return at;
}

function lastItemOf(items: readonly ThreadItem[], row: MessageRow | undefined): number {
  return items.findLastIndex((item) => item.kind === "message" && item.row === row);
}

function isSame(a: ThreadItem, b: ThreadItem): boolean {
  if (a.kind === "message" && b.kind === "message") return a.row === b.row && a.isFirstOfRun === b.isFirstOfRun;
  if (a.kind === "day" && b.kind === "day") return a.at === b.at;
  return a.kind === b.kind;
}

/** The day on this computer's calendar, as a word. */
export function dayOf(at: Timestamp): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

function isSameRun(a: MessageRow, b: MessageRow): boolean {
  const isPlain = a.kind !== "groupEvent" && b.kind !== "groupEvent";
  return isPlain && a.direction === b.direction && a.sender?.id === b.sender?.id && b.at - a.at < runGap;
}
