import { expect, it } from "vitest";
import { dice } from "../ipc/memory/random";
import { plain } from "../ipc/memory/world";
import type { MessageRow } from "../ipc/types";
import { noItems, threadItems } from "./days";

const start = Date.UTC(2025, 5, 18, 15, 0);

function message(id: number, at: number, sender = 1): MessageRow {
  const rest = { chat: 1, kind: "text", text: "", quote: null, editedAt: null, delivery: null, ...plain() } as const;
  return { ...rest, id, at, direction: "incoming", sender: { id: sender, name: "Iris" } };
}

it("a new message leaves every other item as it was", () => {
  const rows = [message(1, start), message(2, start + 1000), message(3, start + 2000)];
  const before = threadItems(rows, null);
  const after = threadItems([...rows, message(4, start + 3000)], null, before);
  expect(after.items.slice(0, -1), "the same objects").toEqual(before.items);
  for (const [at, item] of before.items.entries()) expect(after.items[at]).toBe(item);
});

it("an older page in front changes only the items where the two meet", () => {
  const rows = [message(5, start + 1000), message(6, start + 2000), message(7, start + 3000)];
  const before = threadItems(rows, null);
  const after = threadItems([message(4, start), ...rows], null, before);
  const kept = after.items.filter((item) => before.items.includes(item));
  expect(kept.map(({ key }) => key)).toEqual(["message 6", "message 7"]);
});

it("nothing changed is the same list", () => {
  const rows = [message(1, start)];
  const before = threadItems(rows, null);
  expect(threadItems([...rows], null, before)).toBe(before);
});

it("says the same as without a memory, whatever happened before", () => {
  const roll = dice(7);
  let rows: MessageRow[] = [];
  let before = noItems;
  let firstUnread: number | null = null;
  for (let step = 0; step < 400; step += 1) {
    const kind = roll();
    if (kind < 0.5) rows = [...rows, message(step, start + step * 7 * 60_000, Math.floor(roll() * 3))];
    else if (kind < 0.6) rows = [message(step, start - step * 7 * 60_000), ...rows];
    else if (kind < 0.8) rows = rows.map((row) => (roll() < 0.1 ? { ...row, text: `${step}` } : row));
    else if (kind < 0.95) rows = rows.filter(() => roll() > 0.05);
    else firstUnread = rows.at(Math.floor(roll() * rows.length))?.id ?? null;
    before = threadItems(rows, firstUnread, before);
    expect(before.items, `after step ${step}`).toEqual(threadItems(rows, firstUnread).items);
  }
});
