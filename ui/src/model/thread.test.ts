import { describe, expect, it } from "vitest";
import { MemoryBackend } from "../ipc/memory";
import { dice, pick } from "../ipc/memory/random";
import { plain } from "../ipc/memory/world";
import type { MessageRow, ThreadPage } from "../ipc/types";
import { Feed } from "./feed";
import {
  compareMessages,
  covers,
  joinAfter,
  joinBefore,
  putMessage,
  removeMessage,
  type Stretch,
  stretchOf,
} from "./stretch";
import { Thread } from "./thread";

const settle = async (turns = 40) => {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
};

function message(id: number, at: number, text = ""): MessageRow {
  return {
    id,
    chat: 1,
    at,
    direction: "incoming",
    sender: { id: 1, name: "Iris" },
    kind: "text",
    text,
    quote: null,
    editedAt: null,
    delivery: null,
    ...plain(),
  };
}

/** A thread that changes while pages of it are read, and the window's picture of it. */
class Race {
  readonly truth = new Map<number, MessageRow>();
  stretch: Stretch;
  private nextId = 1;
  private readonly roll: () => number;
  private readonly log = new Map<number, MessageRow | null>();
  private late: (() => void)[] = [];

  constructor(seed: number) {
    this.roll = dice(seed);
    for (let index = 0; index < 80; index += 1) this.add(Math.floor(this.roll() * 400));
    const rows = this.sorted();
    const middle = Math.floor(this.roll() * rows.length);
    this.stretch = stretchOf(this.page(rows, middle, middle + 10), new Map());
  }

  sorted(): MessageRow[] {
    return [...this.truth.values()].sort(compareMessages);
  }

  /** Grows the stretch by a page, with changes before it is read and while it is on its way. */
  grow(side: "before" | "after"): void {
    this.log.clear();
    const border = side === "before" ? this.stretch.rows.at(0) : this.stretch.rows.at(-1);
    if (!border) return;
    this.disturb();
    const rows = this.sorted();
    const at = rows.findIndex((row) => row.id === border.id);
    if (at < 0) {
      this.tell();
      return;
    }
    const page = side === "before" ? this.page(rows, at - 10, at) : this.page(rows, at + 1, at + 11);
    this.disturb();
    const join = side === "before" ? joinBefore : joinAfter;
    this.stretch = join(this.stretch, page, new Map(this.log));
    this.tell();
  }

  /** What the window should show: every stored message between the ends of what it has loaded. */
  wanted(): MessageRow[] {
    return this.sorted().filter((row) => covers(this.stretch, row));
  }

  private page(rows: MessageRow[], from: number, to: number): ThreadPage {
    return {
      rows: rows.slice(Math.max(0, from), Math.min(rows.length, to)),
      moreBefore: from > 0,
      moreAfter: to < rows.length,
      firstUnread: null,
      past: "open",
    };
  }

  private disturb(): void {
    for (let step = Math.floor(this.roll() * 3); step > 0; step -= 1) this.change();
    if (this.roll() < 0.5) this.tell();
  }

  private change(): void {
    const kind = this.roll();
    const ids = [...this.truth.keys()];
    if (kind < 0.35 || ids.length < 20) {
      const row = this.add(kind < 0.2 ? 400 + Math.floor(this.roll() * 50) : Math.floor(this.roll() * 400));
      this.late.push(() => this.hear(row.id, row));
    } else if (kind < 0.65) {
      const id = pick(ids, this.roll());
      this.truth.delete(id);
      this.late.push(() => this.hear(id, null));
    } else {
      const old = this.truth.get(pick(ids, this.roll())) as MessageRow;
      const row = { ...old, text: `edit ${this.roll()}` };
      this.truth.set(row.id, row);
      this.late.push(() => this.hear(row.id, row));
    }
  }

  /** Facts arrive, in order. */
  private tell(): void {
    for (const fact of this.late) fact();
    this.late = [];
  }

  private hear(id: number, row: MessageRow | null): void {
    this.log.set(id, row);
    this.stretch = row ? putMessage(this.stretch, row) : removeMessage(this.stretch, id);
  }

  private add(at: number): MessageRow {
    const row = message(this.nextId, at);
    this.nextId += 1;
    this.truth.set(row.id, row);
    return row;
  }
}

describe("a stretch of a thread", () => {
  it("loses no row and doubles none, however pages and facts interleave", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const race = new Race(seed);
      const roll = dice(seed, 3);
      for (let step = 0; step < 25 && race.stretch.rows.length > 0; step += 1) {
        race.grow(roll() < 0.5 ? "before" : "after");
        expect(race.stretch.rows, `seed ${seed}, step ${step}`).toEqual(race.wanted());
      }
    }
  });

  it("leaves a message outside to the page that will bring it", () => {
    const stretch: Stretch = { rows: [message(5, 50), message(6, 60)], moreBefore: true, moreAfter: true };
    expect(putMessage(stretch, message(7, 10))).toBe(stretch);
    expect(putMessage(stretch, message(7, 70))).toBe(stretch);
    expect(putMessage(stretch, message(7, 55)).rows.map((row) => row.id)).toEqual([5, 7, 6]);
  });
});

async function openThread(options: ConstructorParameters<typeof MemoryBackend>[0] = {}, chat = 2) {
  const world = new MemoryBackend({ now: 1_750_000_000_000, chats: 6, messages: 300, page: 40, ...options });
  const feed = new Feed(world);
  feed.open();
  await settle();
  world.put({ ...world.row(chat), unread: 0 });
  const thread = new Thread(world, feed, chat);
  return { world, feed, thread, state: () => thread.state.getState() };
}

const ids = (rows: readonly MessageRow[]) => rows.map((row) => row.id);

describe("a thread", () => {
  it("opens at the newest messages when all are read", async () => {
    const { world, thread, state } = await openThread();
    await thread.open();
    expect(state().aim).toEqual({ kind: "end" });
    expect(ids(state().rows)).toEqual(ids(world.threadOf(2).slice(-40)));
    expect(state().moreBefore).toBe(true);
    expect(state().moreAfter).toBe(false);
  });

  it("opens at the first unread message and keeps its mark while it is open", async () => {
    const { world, thread, state } = await openThread();
    world.put({ ...world.row(2), unread: 70 });
    await thread.open();
    const first = state().firstUnread;
    expect(first, "the mark stands at a message").not.toBeNull();
    expect(state().aim).toEqual({ kind: "firstUnread", message: first });
    expect(state().moreAfter, "seventy unread do not fit into a page").toBe(true);
    await world.markChatRead(2);
    await thread.toEnd();
    expect(state().firstUnread, "reading on does not take the mark away").toBe(first);
  });

  it("walks to both ends without a hole", async () => {
    const { world, thread, state } = await openThread();
    await thread.jump(world.threadOf(2)[150]?.id ?? 0);
    for (let step = 0; step < 20; step += 1) {
      await thread.loadBefore();
      await thread.loadAfter();
    }
    expect(ids(state().rows)).toEqual(ids(world.threadOf(2)));
    expect([state().moreBefore, state().moreAfter]).toEqual([false, false]);
  });

  it("asks for a page once, however often the view asks", async () => {
    const { world, thread } = await openThread();
    await thread.open();
    world.hold();
    const all = [thread.loadBefore(), thread.loadBefore(), thread.loadBefore()];
    world.release();
    await Promise.all(all);
    const asked = world.calls.filter((call) => call.name === "threadPage");
    expect(asked.length, "one for the opening, one for the older page").toBe(2);
  });

  it("shows a message that arrives while the page is on its way", async () => {
    const { world, thread, state } = await openThread();
    world.hold();
    const opening = thread.open();
    const arrived = world.receive(2, "just now");
    world.release();
    await opening;
    expect(state().rows.at(-1)).toEqual(arrived);
  });

  it("counts what comes in below the eye, each message once, until the end is seen", async () => {
    const { world, thread, state } = await openThread();
    await thread.open();
    thread.saw(state().rows[3]?.id ?? null, false);
    const first = world.receive(2, "one");
    world.receive(2, "two");
    world.edit(2, first.id, { text: "one, corrected" });
    world.receive(3, "somewhere else");
    expect(state().below).toBe(2);
    thread.saw(null, true);
    expect(state().below).toBe(0);
  });

  it("jumps to a message far away and back to the end", async () => {
    const { world, thread, state } = await openThread();
    await thread.open();
    const far = world.threadOf(2)[20]?.id ?? 0;
    expect(await thread.jump(far)).toBe(true);
    expect(state().aim).toEqual({ kind: "message", message: far });
    expect(ids(state().rows)).toContain(far);
    await thread.toEnd();
    expect(state().rows.at(-1)).toEqual(world.threadOf(2).at(-1));
  });

  it("stays as it is when the message to jump to is gone", async () => {
    const { thread, state } = await openThread();
    await thread.open();
    const before = state().rows;
    expect(await thread.jump(999)).toBe(false);
    expect(state().rows).toBe(before);
  });

  it("drops a page that was asked for before a jump", async () => {
    const { world, thread, state } = await openThread();
    await thread.open();
    world.hold();
    const older = thread.loadBefore();
    const jump = thread.jump(world.threadOf(2)[20]?.id ?? 0);
    world.release();
    await Promise.all([older, jump]);
    const first = world.threadOf(2).findIndex((row) => row.id === state().rows[0]?.id);
    expect(ids(state().rows), "one stretch without a hole").toEqual(ids(world.threadOf(2).slice(first, first + 40)));
    expect(state().isLoadingBefore).toBe(false);
  });

  it("reads again where the eye is after the feed started over", async () => {
    const { world, thread, state } = await openThread();
    await thread.jump(world.threadOf(2)[150]?.id ?? 0);
    const eye = state().rows[10]?.id ?? 0;
    thread.saw(eye, false);
    world.lose(1);
    world.edit(2, eye, { text: "changed while nobody listened" });
    world.resync();
    await settle();
    expect(state().rows.find((row) => row.id === eye)?.text).toBe("changed while nobody listened");
    expect(state().moreAfter, "and does not jump to the end").toBe(true);
  });

  it("reads again when the border of what it has loaded vanished unheard", async () => {
    const { world, thread, state } = await openThread();
    await thread.open();
    world.fail("threadPage", { kind: "gone" });
    await thread.loadBefore();
    await settle();
    expect(state().phase).toBe("ready");
    expect(state().rows.at(-1)).toEqual(world.threadOf(2).at(-1));
  });

  it("says why it could not be read", async () => {
    const { world, thread, state } = await openThread();
    world.fail("threadPage", { kind: "storeUnusable" });
    await thread.open();
    expect(state()).toMatchObject({ phase: "failed", error: { kind: "storeUnusable" } });
    await thread.open();
    expect(state()).toMatchObject({ phase: "ready", error: null });
  });

  it("falls silent when it is closed", async () => {
    const { world, thread, state } = await openThread();
    await thread.open();
    thread.close();
    const rows = state().rows;
    world.receive(2, "nobody is here");
    expect(state().rows).toBe(rows);
  });
});
