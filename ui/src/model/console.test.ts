import { describe, expect, it } from "vitest";
import { MemoryBackend, type MemoryOptions } from "../ipc/memory";
import { withLink } from "../ipc/memory/links";
import { makeSlots } from "../ipc/memory/world";
import type { LinkState, PairingView, SlotView } from "../ipc/types";
import { type ConsoleView, consoleView, freeSlot } from "./console";
import { Desk } from "./desk";

const now = 1_750_000_000_000;
const settle = async () => {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
};

async function openDesk(options: MemoryOptions = {}) {
  const world = new MemoryBackend({ now, chats: 1, ...options });
  const desk = new Desk(world);
  desk.feed.open();
  await settle();
  return { world, desk, console: desk.console, calls: () => world.calls.map((call) => call.name).filter(isLinking) };
}

const isLinking = (name: string) => name !== "inboxPage";

describe("the console", () => {
  it("asks for a link once, however often it is opened while one is on the way", async () => {
    const { console, calls } = await openDesk();
    console.link(3);
    console.link(3);
    await settle();
    console.link(3);
    console.open(3);
    await settle();
    expect(calls()).toEqual(["connectSlot"]);
  });

  it("asks for nothing where a passkey was demanded, until that is wanted in so many words", async () => {
    const { world, console, calls } = await openDesk();
    world.setLink(3, { kind: "needsPasskey" });
    console.link(3);
    await settle();
    expect(console.state.getState().slot).toBe(3);
    expect(calls()).toEqual([]);
    console.retry(3);
    await settle();
    expect(calls()).toEqual(["retrySlot"]);
  });

  it("keeps why an ask was not followed until the next ask or the next step", async () => {
    const { world, console } = await openDesk();
    world.fail("connectSlot", { kind: "diskFull" });
    console.link(3);
    expect(console.state.getState().asking).toBe("link");
    await settle();
    expect(console.state.getState()).toEqual({
      slot: 3,
      asking: null,
      refused: { ask: "link", error: { kind: "diskFull" } },
    });
    console.link(3);
    await settle();
    expect(console.state.getState().refused).toBeNull();
    console.askCode(3, "+15550001111");
    await settle();
    expect(console.state.getState().refused?.error.kind, "no QR code yet").toBe("refused");
    world.pairings.offer(3);
    expect(console.state.getState().refused, "it is there now").toBeNull();
  });

  it("drops the answer to what was asked for another slot", async () => {
    const { world, console } = await openDesk();
    world.hold();
    world.fail("connectSlot", { kind: "diskFull" });
    console.link(3);
    console.open(1);
    world.release();
    await settle();
    expect(console.state.getState()).toEqual({ slot: 1, asking: null, refused: null });
  });

  it("stays open when stopping fails", async () => {
    const { world, console } = await openDesk();
    console.link(3);
    await settle();
    world.fail("cancelSlot", { kind: "storeUnusable" });
    await console.stop(3);
    expect(console.state.getState().slot).toBe(3);
    await console.stop(3);
    expect(console.state.getState().slot).toBeNull();
  });

  it("puts the report of what ended away, and leaves alone what goes on", async () => {
    const { world, console, calls } = await openDesk();
    console.link(3);
    await settle();
    console.close();
    expect(calls(), "still on the way").toEqual(["connectSlot"]);
    world.pairings.scan(3);
    expect(calls()).toEqual(["connectSlot"]);
    world.pairings.comeUp(3);
    await settle();
    expect(calls(), "nobody would look at it").toEqual(["connectSlot", "dismissPairing"]);
    expect(world.pairings.list()).toEqual([]);
  });
});

describe("what the console shows", () => {
  const slot = (link: LinkState, account: SlotView["account"] = null) =>
    withLink(
      {
        number: 3,
        label: "",
        colour: "teal",
        account,
        notify: "all",
        readLater: false,
        link: { kind: "empty" },
        action: null,
      },
      link,
    );
  const linked = makeSlots(now)[0]?.account ?? null;
  const pairing = (step: PairingView["step"]): PairingView => ({
    slot: 3,
    since: now,
    step,
    cause: null,
    qr: null,
    code: { kind: "notYet" },
    codesBlockedUntil: null,
  });
  const waiting: LinkState = { kind: "waitingForNetwork", attempt: 2, cause: "noNetwork", nextTryAt: now };
  const connecting: LinkState = { kind: "connecting", attempt: 1, cause: null };

  it.each<[LinkState, PairingView["step"] | null, boolean, ConsoleView]>([
    [{ kind: "empty" }, null, false, "start"],
    [{ kind: "empty" }, null, true, "offer"],
    [{ kind: "loggedOut", reason: "here" }, "connecting", false, "offer"],
    [{ kind: "loggedOut", reason: "onPhone" }, "over", false, "stopped"],
    [connecting, "connecting", false, "offer"],
    [waiting, "connecting", false, "offer"],
    [{ kind: "qrReady", expiresAt: now, number: 1, of: 6 }, "codeReady", false, "offer"],
    [{ kind: "pairingCode", expiresAt: now }, "codeReady", false, "offer"],
    [{ kind: "pairingOver", cause: "codesExpired" }, "over", false, "stopped"],
    [{ kind: "pairingOver", cause: "codesExpired" }, "over", true, "offer"],
    [{ kind: "needsPasskey" }, "over", false, "passkey"],
    [{ kind: "needsPasskey" }, "over", true, "offer"],
    [{ kind: "numberConflict", phone: "+15550001111", other: 1 }, "deciding", false, "deciding"],
    [{ kind: "authenticated" }, "authenticated", false, "linking"],
    [{ kind: "syncing", done: 1, total: 2 }, "authenticated", false, "linking"],
    [{ kind: "online" }, "connected", false, "connected"],
    [{ kind: "unlinking" }, null, false, "unlinking"],
    [{ kind: "replaced" }, null, false, "stopped"],
    [{ kind: "outdated" }, "over", false, "stopped"],
    [{ kind: "banned", until: null, over: false }, null, false, "stopped"],
    [{ kind: "locked" }, null, false, "stopped"],
    [{ kind: "failed", cause: "storeFailed" }, "over", false, "stopped"],
  ])("of %o at the step %s, asking %s, is %s", (link, step, isAsking, view) => {
    expect(consoleView(slot(link), step ? pairing(step) : undefined, isAsking)).toBe(view);
  });

  it("of a connection that broke after the phone accepted is the way on, not a code", () => {
    expect(consoleView(slot(waiting, linked), pairing("authenticated"), false)).toBe("linking");
    expect(consoleView(slot(connecting, linked), undefined, false)).toBe("linking");
  });
});

describe("the slot to link next", () => {
  it("is an empty one before one whose link is over", () => {
    const [first, second, third] = makeSlots(now) as [SlotView, SlotView, SlotView];
    const over = withLink(first, { kind: "loggedOut", reason: "here" });
    expect(freeSlot([over, second, third])).toBe(third);
    expect(freeSlot([over, second])).toBe(over);
    expect(freeSlot([second])).toBeUndefined();
  });
});
