/** What a row of a thread looks like next to its neighbours: day separators, runs of one sender. Pure. */
import type { MessageId, MessageRow, Timestamp } from "../ipc/types";

export type ThreadItem =
  | { readonly kind: "day"; readonly key: string; readonly at: Timestamp }
  | { readonly kind: "unread"; readonly key: string }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly row: MessageRow;
      /** The first of a run of messages by the same person: carries the name and the corner of the bubble. */
      readonly isFirstOfRun: boolean;
    };

/** Messages further apart than this start a new run. */
const runGap = 10 * 60_000;

export function threadItems(rows: readonly MessageRow[], firstUnread: MessageId | null): ThreadItem[] {
  const items: ThreadItem[] = [];
  let previous: MessageRow | null = null;
  for (const row of rows) {
    const isNewDay = !previous || dayOf(previous.at) !== dayOf(row.at);
    if (isNewDay) items.push({ kind: "day", key: `day ${dayOf(row.at)}`, at: row.at });
    if (row.id === firstUnread) items.push({ kind: "unread", key: "unread" });
    const isFirstOfRun = isNewDay || row.id === firstUnread || !previous || !isSameRun(previous, row);
    items.push({ kind: "message", key: `message ${row.id}`, row, isFirstOfRun });
    previous = row;
  }
  return items;
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
