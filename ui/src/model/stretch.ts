/**
 * The part of a thread that is loaded: rows without a hole between them, oldest first. Pages come and facts arrive in
 * any order; these functions keep every row exactly once. Pure.
 *
 * A page is read before it arrives, and facts may overtake it. So whoever asks for a page keeps a `FactLog` from the
 * moment of asking, and what the log says wins over what the page says. Should the page be the newer of the two,
 * another fact is already on its way.
 */
import type { MessageId, MessageRow, ThreadPage } from "../ipc/types";
import { keep } from "./keep";

export interface Stretch {
  readonly rows: readonly MessageRow[];
  /** Older messages exist before the first row. */
  readonly moreBefore: boolean;
  /** Newer messages exist after the last row. */
  readonly moreAfter: boolean;
}

/** What facts said about messages of the thread since a page was asked for; `null` for a message that is gone. */
export type FactLog = ReadonlyMap<MessageId, MessageRow | null>;

export const emptyStretch: Stretch = { rows: [], moreBefore: false, moreAfter: false };

/** The order of a thread: by time, then by id. */
export function compareMessages(a: MessageRow, b: MessageRow): number {
  return a.at - b.at || a.id - b.id;
}

/** A stretch made of one page alone. */
export function stretchOf(page: ThreadPage, log: FactLog): Stretch {
  return settle({ rows: [], moreBefore: page.moreBefore, moreAfter: page.moreAfter }, page.rows, log);
}

/** The stretch grown upwards by the page before its first row. */
export function joinBefore(stretch: Stretch, page: ThreadPage, log: FactLog): Stretch {
  return settle({ ...stretch, moreBefore: page.moreBefore }, page.rows, log);
}

/** The stretch grown downwards by the page after its last row. */
export function joinAfter(stretch: Stretch, page: ThreadPage, log: FactLog): Stretch {
  return settle({ ...stretch, moreAfter: page.moreAfter }, page.rows, log);
}

/** Takes in a message that is new or changed. One outside the stretch is left for the page that will bring it. */
export function putMessage(stretch: Stretch, fresh: MessageRow): Stretch {
  const at = stretch.rows.findLastIndex((row) => row.id === fresh.id);
  const old = stretch.rows[at];
  const row = keep(old, fresh);
  if (row === old) return stretch;
  if (old && old.at === row.at) return { ...stretch, rows: stretch.rows.with(at, row) };
  const others = old ? stretch.rows.toSpliced(at, 1) : stretch.rows;
  const rest = { ...stretch, rows: others };
  if (!covers(rest, row)) return old ? rest : stretch;
  return { ...rest, rows: others.toSpliced(place(others, row), 0, row) };
}

export function removeMessage(stretch: Stretch, id: MessageId): Stretch {
  const at = stretch.rows.findIndex((row) => row.id === id);
  return at < 0 ? stretch : { ...stretch, rows: stretch.rows.toSpliced(at, 1) };
}

/** Whether a message of this place in time belongs between the ends of the stretch. */
export function covers(stretch: Stretch, row: MessageRow): boolean {
  const first = stretch.rows.at(0);
  const last = stretch.rows.at(-1);
  if (!first || !last) return !stretch.moreBefore && !stretch.moreAfter;
  const isAfterStart = !stretch.moreBefore || compareMessages(first, row) <= 0;
  const isBeforeEnd = !stretch.moreAfter || compareMessages(row, last) <= 0;
  return isAfterStart && isBeforeEnd;
}

/** Adds the rows of a page to a stretch whose ends are already those of the result, then what the log knows better. */
function settle(stretch: Stretch, pageRows: readonly MessageRow[], log: FactLog): Stretch {
  const known = new Set(stretch.rows.map((row) => row.id));
  const added = pageRows.filter((row) => !known.has(row.id));
  const rows = [...stretch.rows, ...added].sort(compareMessages);
  let result: Stretch = { ...stretch, rows };
  for (const [id, row] of log) result = row ? putMessage(result, row) : removeMessage(result, id);
  return result;
}

function place(rows: readonly MessageRow[], row: MessageRow): number {
  const after = rows.findLastIndex((other) => compareMessages(other, row) < 0);
  return after + 1;
}
