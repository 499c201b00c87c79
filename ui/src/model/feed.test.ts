import { describe, expect, it } from "vitest";
import { MemoryBackend } from "../ipc/memory";
import type { ChatRow } from "../ipc/types";
import { Feed } from "./feed";
import { compareRows } from "./inbox";

const settle = async (turns = 40) => {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
};

async function open(options: ConstructorParameters<typeof MemoryBackend>[0] = {}) {
  const world = new MemoryBackend({ now: 1_750_000_000_000, ...options });
  const feed = new Feed(world);
  feed.open();
  await settle();
  return { world, feed, mirror: () => feed.mirror.getState() };
}

describe("the feed", () => {
  it("applies a snapshot and the batches after it, and acknowledges each batch", async () => {
    const { world, mirror } = await open();
    world.receive(5, "one");
    world.receive(6, "two");
    expect(mirror().inbox.rows.get(6)?.last?.preview, "the row shows the newest message").toBe("two");
    expect(world.acks, "each applied batch is acknowledged once, in order").toEqual([1, 2]);
  });

  it("opens again exactly once when batches were lost", async () => {
    const { world, mirror } = await open();
    world.lose(2);
    world.receive(5, "lost");
    world.receive(5, "lost too");
    world.receive(6, "shows the gap");
    world.receive(7, "comes right behind it");
    expect(world.opened, "one gap, one new feed").toBe(2);
    await settle();
    expect(world.opened, "and no other one later").toBe(2);
    expect(mirror().inbox.rows.get(5)?.last?.preview, "what was lost is part of the new snapshot").toBe("lost too");
    expect(world.acks, "nothing after a gap is acknowledged").toEqual([]);
  });

  it("opens again when it is told to", async () => {
    const { world, mirror } = await open();
    world.resync();
    expect(world.opened).toBe(2);
    expect(mirror().inbox.order.length, "the last known state stays on screen meanwhile").toBe(40);
    await settle();
    world.receive(5, "after");
    expect(mirror().inbox.rows.get(5)?.last?.preview).toBe("after");
  });

  it("does not listen to a feed that it has replaced", async () => {
    const world = new MemoryBackend();
    const listeners: Parameters<MemoryBackend["openFeed"]>[0][] = [];
    const original = world.openFeed.bind(world);
    world.openFeed = (listener) => {
      listeners.push(listener);
      return original(listener);
    };
    const feed = new Feed(world);
    feed.open();
    await settle();
    world.resync();
    await settle();
    const seq = feed.mirror.getState().seq;
    listeners[0]?.message({ kind: "batch", seq: 1, facts: [{ kind: "unread", unread: 999 }] });
    expect(feed.mirror.getState().seq, "a late batch of the old feed changes nothing").toBe(seq);
    expect(world.opened, "and does not look like a gap").toBe(2);
  });

  it("takes a new snapshot in the middle of the stream", async () => {
    const { world, mirror } = await open({ stage: { kind: "welcome" } });
    expect(mirror().inbox.order).toEqual([]);
    world.enter({ kind: "ready" });
    await settle();
    world.receive(3, "hello");
    expect(mirror().stage.kind).toBe("ready");
    expect(world.opened, "the numbering goes on without a gap").toBe(1);
    expect(mirror().inbox.order.length).toBe(40);
  });

  it("fetches the rest of the inbox and keeps its order", async () => {
    const { mirror } = await open({ chats: 3000, messages: 1, page: 200 });
    await settle(200);
    const { order, rows, next } = mirror().inbox;
    expect(order.length).toBe(3000);
    expect(rows.size).toBe(3000);
    expect(next, "the last page has been read").toBeNull();
    expect(order, "pinned first, then newest first").toEqual([...order].sort(compareRows));
  });

  it("lets facts that overtake a page win over it", async () => {
    const world = new MemoryBackend({ chats: 100, messages: 1, page: 20 });
    const feed = new Feed(world);
    world.hold();
    feed.open();
    await settle();
    world.receive(90, "newer than the page");
    world.removeChat(25);
    world.release();
    await settle(100);
    const { inbox } = feed.mirror.getState();
    expect(inbox.rows.get(90)?.last?.preview).toBe("newer than the page");
    expect(inbox.rows.has(25), "a chat that went does not come back with an old page").toBe(false);
    expect(inbox.order.length).toBe(99);
  });

  it("keeps the list while it reads everything again, and drops what is gone in the end", async () => {
    const { world, feed, mirror } = await open({ chats: 100, messages: 1, page: 20 });
    const untouched = mirror().inbox.rows.get(50);
    world.lose(1);
    world.removeChat(70);
    const shortest = { length: mirror().inbox.order.length };
    const stop = feed.mirror.subscribe(({ inbox }) => {
      shortest.length = Math.min(shortest.length, inbox.order.length);
    });
    world.resync();
    await settle(100);
    stop();
    expect(shortest.length, "the list never collapses to its first page").toBe(99);
    expect(mirror().inbox.rows.has(70)).toBe(false);
    expect(mirror().inbox.rows.get(50), "rows that did not change are the same objects").toBe(untouched);
  });

  it("says when the rest of the inbox cannot be read, and goes on when asked", async () => {
    const world = new MemoryBackend({ chats: 100, messages: 1, page: 20 });
    world.fail("inboxPage", { kind: "internal" });
    const feed = new Feed(world);
    feed.open();
    await settle();
    expect(feed.health.getState().incomplete).toEqual({ kind: "internal" });
    feed.resumeInbox();
    await settle(100);
    expect(feed.health.getState().incomplete).toBeNull();
    expect(feed.mirror.getState().inbox.order.length).toBe(100);
  });

  it("says when it could not be opened at all", async () => {
    const { world, feed } = await open();
    world.refuse({ kind: "internal" });
    expect(feed.health.getState().refused).toEqual({ kind: "internal" });
    feed.open();
    await settle();
    expect(feed.health.getState().refused, "a second try starts clean").toBeNull();
  });

  it("forgets the conversations of a store that closed", async () => {
    const { world, mirror } = await open();
    world.emit([{ kind: "stage", stage: { kind: "storeTrouble", trouble: { kind: "damaged" } } }]);
    expect(mirror().inbox.order).toEqual([]);
  });

  it("leaves rows alone that a batch does not touch", async () => {
    const { world, mirror } = await open();
    const before = new Map(mirror().inbox.rows);
    world.receive(9, "moves up");
    const changed = mirror().inbox.order.filter((row: ChatRow) => before.get(row.id) !== row);
    expect(changed.map((row) => row.id)).toEqual([9]);
  });
});
