/** What the keys do on a focused row of the inbox, beyond moving and opening. */
import type { KeyboardEvent } from "react";
import type { ChatRow } from "../../ipc/types";
import type { Desk } from "../../model/desk";
import type { VirtualListHandle } from "../../ui";

export function rowKey(
  event: KeyboardEvent,
  row: ChatRow,
  rows: readonly ChatRow[],
  desk: Desk,
  list: VirtualListHandle | null,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = actions[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act(row, rows, desk, list);
}

type Act = (row: ChatRow, rows: readonly ChatRow[], desk: Desk, list: VirtualListHandle | null) => void;

const actions: Readonly<Record<string, Act>> = {
  j: (row, rows, _, list) => focusBeside(row, rows, 1, list),
  k: (row, rows, _, list) => focusBeside(row, rows, -1, list),
  p: (row, _, desk) => void desk.togglePinned(row),
  e: (row, rows, desk, list) => {
    // The row leaves the list; the keyboard goes on to the next one.
    focusBeside(row, rows, rows.at(-1) === row ? -1 : 1, list);
    void desk.toggleArchived(row);
  },
  u: (row, _, desk) => void desk.toggleUnread(row),
};

function focusBeside(row: ChatRow, rows: readonly ChatRow[], step: number, list: VirtualListHandle | null): void {
  const beside = rows[rows.indexOf(row) + step];
  if (beside) list?.focus(`chat ${beside.id}`);
}
