import { describe, expect, it } from "vitest";
import { dice, pick } from "../ipc/memory/random";
import { makeChat, makeSlots } from "../ipc/memory/world";
import type { ChatRow, Fact, PairingView, Stage, TaskView } from "../ipc/types";
import { apply } from "./apply";
import { addPage, compareRows } from "./inbox";
import { blankMirror, defaultChoices, type Mirror } from "./mirror";

const now = 1_750_000_000_000;
const chat = (id: number, change: Partial<ChatRow> = {}): ChatRow => ({ ...makeChat(id, now, 1), ...change });

function ready(rows: ChatRow[] = [], seq = 0): Mirror {
  return apply(blankMirror, {
    kind: "snapshot",
    seq,
    snapshot: {
      stage: { kind: "ready" },
      demo: false,
      slots: makeSlots(now),
      pairings: [],
      inbox: { rows, next: null },
      typing: [],
      unread: 0,
      settings: {},
      keyCare: null,
      tasks: [],
    },
  });
}

const following = (mirror: Mirror, ...facts: Fact[]) =>
  apply(mirror, { kind: "batch", seq: (mirror.seq ?? 0) + 1, facts });

const task: TaskView = { id: 1, kind: "checkStore", done: 1, total: 9, since: now, cancellable: true, outcome: null };

const pairing = (slot: number): PairingView => ({
  slot,
  since: now,
  step: "connecting",
  cause: null,
  qr: null,
  code: { kind: "notYet" },
  codesBlockedUntil: null,
});

describe("apply", () => {
  it("fills in choices that the other side left out", () => {
    expect(ready().settings).toEqual(defaultChoices);
  });

  it("has a place for each fact", () => {
    const start = ready([chat(5)]);
    const stage: Stage = { kind: "migrating", done: 1, total: 2 };
    expect(following(start, { kind: "stage", stage }).stage).toEqual(stage);
    const slot = { ...makeSlots(now)[0], label: "New" } as Mirror["slots"][number];
    expect(following(start, { kind: "slot", slot }).slots.map((one) => one.label)).toEqual(["New", "Repairs", ""]);
    expect(following(start, { kind: "chat", row: chat(6) }).inbox.rows.size).toBe(2);
    expect(following(start, { kind: "chatGone", chat: 5 }).inbox.order).toEqual([]);
    expect(following(start, { kind: "unread", unread: 7 }).unread).toBe(7);
    expect(following(start, { kind: "settings", settings: { theme: "dark" } }).settings.theme).toBe("dark");
    const keyCare = { protection: "passphrase", keychain: "K" } as const;
    expect(following(start, { kind: "keyCare", keyCare }).keyCare).toEqual(keyCare);
    const withTask = following(start, { kind: "task", task });
    expect(withTask.tasks).toEqual([task]);
    expect(following(withTask, { kind: "task", task: { ...task, done: 2 } }).tasks[0]?.done).toBe(2);
    expect(following(withTask, { kind: "taskGone", task: 1 }).tasks).toEqual([]);
  });

  it("keeps one pairing per slot, in the order of the slots, until it is put away", () => {
    const start = ready();
    const one = following(start, { kind: "pairing", pairing: pairing(2) });
    const both = following(one, { kind: "pairing", pairing: pairing(1) });
    expect(both.pairings.map(({ slot }) => slot)).toEqual([1, 2]);
    const moved = following(both, { kind: "pairing", pairing: { ...pairing(2), step: "codeReady" } });
    expect(moved.pairings.map(({ step }) => step)).toEqual(["connecting", "codeReady"]);
    expect(moved.pairings[0], "what was not touched keeps its identity").toBe(both.pairings[0]);
    expect(following(moved, { kind: "pairing", pairing: pairing(1) }).pairings, "said twice").toBe(moved.pairings);
    const gone = following(moved, { kind: "pairingGone", slot: 2 });
    expect(gone.pairings.map(({ slot }) => slot)).toEqual([1]);
    expect(following(gone, { kind: "pairingGone", slot: 2 }).pairings, "gone already").toBe(gone.pairings);
  });

  it("leaves everything but the number as it was when a fact is for others", () => {
    const start = ready([chat(5)]);
    const gone = following(start, { kind: "messageGone", chat: 5, message: 1 });
    const told = following(start, { kind: "timeline", slot: 1 });
    expect(told).toEqual({ ...start, seq: 1 });
    const shown = following(start, { kind: "show", what: { kind: "settings" } });
    expect(gone).toEqual({ ...start, seq: 1 });
    expect(gone.inbox, "not even a copy").toBe(start.inbox);
    expect(shown.inbox).toBe(start.inbox);
  });

  it("refuses a fact it has never heard of", () => {
    const strange = { kind: "somethingNew" } as unknown as Fact;
    expect(() => following(ready(), strange), "a silent loss would be worse").toThrow("No such variant");
  });

  it("keeps identity where a fact says nothing new", () => {
    const start = ready([chat(5)]);
    const same = following(start, { kind: "chat", row: chat(5) }, { kind: "slot", slot: makeSlots(now)[1] as never });
    expect(same.inbox).toBe(start.inbox);
    expect(same.slots).toBe(start.slots);
  });

  it("keeps the order of the inbox through any sequence of changes", () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const roll = dice(seed);
      const truth = new Map<number, ChatRow>();
      let mirror = ready();
      for (let step = 0; step < 60; step += 1) {
        const facts = Array.from({ length: 1 + Math.floor(roll() * 4) }, (): Fact => {
          const id = 1 + Math.floor(roll() * 25);
          if (roll() < 0.2) {
            truth.delete(id);
            return { kind: "chatGone", chat: id };
          }
          const row = chat(id, { sortAt: now + Math.floor(roll() * 12), pinned: roll() < 0.2 });
          truth.set(id, row);
          return { kind: "chat", row };
        });
        mirror = following(mirror, ...facts);
        const wanted = [...truth.values()].sort(compareRows);
        expect(mirror.inbox.order, `seed ${seed}, step ${step}`).toEqual(wanted);
      }
    }
  });

  it("ends with the truth however pages of the inbox and facts interleave", () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const roll = dice(seed, 5);
      const truth = new Map(Array.from({ length: 40 }, (_, index) => [index + 1, chat(index + 1)]));
      const sorted = () => [...truth.values()].sort(compareRows);
      const read = (from: ChatRow | null) => {
        const rows = sorted().filter((row) => !from || compareRows(from, row) < 0);
        const page = rows.slice(0, 8);
        const last = page.at(-1);
        const next =
          rows.length > 8 && last
            ? { archived: last.archived, pinned: last.pinned, sortAt: last.sortAt, id: last.id }
            : null;
        return { rows: page, next };
      };
      const first = read(null);
      let mirror = ready(first.rows);
      mirror = { ...mirror, inbox: { ...mirror.inbox, next: first.next } };
      while (mirror.inbox.next) {
        const touched = new Set<number>();
        const change = () => {
          const id = pick([...truth.keys()], roll());
          if (roll() < 0.25) {
            truth.delete(id);
            touched.add(id);
            mirror = following(mirror, { kind: "chatGone", chat: id });
            return;
          }
          const row = chat(roll() < 0.2 ? 100 + Math.floor(roll() * 50) : id, {
            sortAt: now - Math.floor(roll() * 1e7),
            pinned: roll() < 0.1,
          });
          truth.set(row.id, row);
          touched.add(row.id);
          mirror = following(mirror, { kind: "chat", row });
        };
        for (let step = Math.floor(roll() * 3); step > 0; step -= 1) change();
        const page = read(mirror.inbox.next as ChatRow);
        for (let step = Math.floor(roll() * 3); step > 0; step -= 1) change();
        mirror = { ...mirror, inbox: addPage(mirror.inbox, page, touched) };
      }
      expect(
        mirror.inbox.order.map((row) => row.id),
        `seed ${seed}`,
      ).toEqual(sorted().map((row) => row.id));
    }
  });
});
