import { describe, expect, it } from "vitest";
import { makeChat, plain } from "../ipc/memory/world";
import type { ChatRow } from "../ipc/types";
import { arrivals } from "./arrivals";
import { threadItems } from "./days";
import { fold, visibleRows } from "./filters";
import { emptyInbox, InboxDraft } from "./inbox";
import { blankMirror } from "./mirror";
import { always, isMuted, muteSpans, muteUntil } from "./mute";

const now = Date.UTC(2025, 5, 18, 15, 0);
const row = (id: number, change: Partial<ChatRow>): ChatRow => ({
  ...makeChat(id, now, 1),
  kind: "direct",
  unread: 0,
  archived: false,
  pinned: false,
  slot: 1,
  sortAt: now - id,
  ...change,
});
const rows = [
  row(1, { title: "José Wéber", phone: "+1 555 123 4567" }),
  row(2, { title: "Zoë", phone: "+1 555 999 0000", unread: 3 }),
  row(3, { title: "Street festival", phone: null, kind: "group", slot: 2 }),
  row(4, { title: "Put away", archived: true, unread: 2 }),
];
const draft = new InboxDraft(emptyInbox);
for (const one of rows) draft.put(one);
const inbox = draft.done();
const seen = (...asked: [Parameters<typeof visibleRows>[1], string?, number?]) =>
  visibleRows(inbox, asked[0], asked[1] ?? "", asked[2] ?? null).map(({ id }) => id);

describe("what the list shows", () => {
  it("is cut by one filter at a time, and the archive stands apart", () => {
    expect(seen({ kind: "all" })).toEqual([1, 2, 3]);
    expect(seen({ kind: "unread" })).toEqual([2]);
    expect(seen({ kind: "groups" })).toEqual([3]);
    expect(seen({ kind: "slot", slot: 2 })).toEqual([3]);
    expect(seen({ kind: "archived" })).toEqual([4]);
  });

  it("keeps the open chat among the unread ones after it was read", () => {
    expect(seen({ kind: "unread" }, "", 1)).toEqual([1, 2]);
  });

  it.each([
    ["jose", [1]],
    ["WEBER josé", [1]],
    ["zoe", [2]],
    ["555", [1, 2]],
    ["123 45", [1]],
    ["+1555999", [2]],
    ["5", []],
    ["nobody", []],
  ])("is found by %j", (query, ids) => {
    expect(seen({ kind: "all" }, query)).toEqual(ids);
  });

  it("reads accents, case and spaces as one", () => {
    expect(fold("  ÉCLAIR   Été ")).toBe("eclair ete");
  });
});

describe("an arrival", () => {
  const before = { ...blankMirror, inbox };
  const last = (id: number, direction: "incoming" | "outgoing") =>
    ({ id, at: now, direction, kind: "text", preview: "", sender: null, delivery: null, stuck: false }) as const;

  it("is a newer incoming message, and nothing else", () => {
    const known = rows[0]?.last?.id ?? 0;
    const of = (fresh: ChatRow) => arrivals([{ kind: "chat", row: fresh }], before).length;
    expect(of(row(1, { last: last(known + 1, "incoming") })), "somebody wrote").toBe(1);
    expect(of(row(1, { last: last(known, "incoming") })), "an edit or a pin").toBe(0);
    expect(of(row(1, { last: last(known + 1, "outgoing") })), "our own").toBe(0);
    expect(of(row(77, { last: last(1, "incoming") })), "a new chat").toBe(1);
    expect(of(row(1, { last: null })), "an emptied chat").toBe(0);
  });
});

describe("silence", () => {
  it("ends when its time is over", () => {
    for (const span of muteSpans) expect(isMuted({ mutedUntil: muteUntil(span, now) }, now)).toBe(true);
    expect(isMuted({ mutedUntil: now }, now)).toBe(false);
    expect(isMuted({ mutedUntil: null }, now)).toBe(false);
    expect(new Date(always).getTime(), "the end of time is still a date").toBe(always);
  });
});

describe("the rows of a thread", () => {
  const message = (id: number, minutes: number, sender: number) => ({
    ...plain(),
    id,
    chat: 1,
    at: now + minutes * 60_000,
    direction: "incoming" as const,
    sender: { id: sender, name: "x" },
    kind: "text" as const,
    text: "",
    quote: null,
    editedAt: null,
    delivery: null,
  });

  it("are set apart by day, by sender, by pauses and by what is unread", () => {
    const { items } = threadItems(
      [
        message(1, -1500, 1),
        message(2, 0, 1),
        message(3, 1, 1),
        message(4, 2, 2),
        message(5, 30, 2),
        message(6, 31, 2),
      ],
      6,
    );
    const drawn = items.map((item) =>
      item.kind === "message" ? `${item.isFirstOfRun ? "first" : "next"} ${item.row.id}` : item.kind,
    );
    expect(drawn).toEqual(["day", "first 1", "day", "first 2", "next 3", "first 4", "first 5", "unread", "first 6"]);
    expect(new Set(items.map((item) => item.key)).size, "each row has a key of its own").toBe(items.length);
  });
});
