import { act, screen, within } from "@testing-library/react";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import type { LinkState } from "../ipc/types";
import { commands } from "../lib/commands";
import { openWindow, settle, testNow, wordsOf } from "./testing";

const day = 24 * 3_600_000;

async function openCards(prepare?: (world: MemoryBackend) => void) {
  const opened = await openWindow({ chats: 1 }, prepare);
  act(() => void commands.run("go.slots"));
  await settle();
  const card = (slot: number) => screen.getByRole("article", { name: new RegExp(`^Slot ${slot}:`) });
  return { ...opened, card };
}

const at = testNow + 60_000;

describe("a card", () => {
  const steps: readonly [LinkState, string | null][] = [
    [{ kind: "empty" }, "Connect"],
    [{ kind: "connecting", attempt: 1, cause: null }, null],
    [{ kind: "authenticated" }, null],
    [{ kind: "syncing", done: 1, total: 2 }, null],
    [{ kind: "online" }, null],
    [{ kind: "unlinking" }, null],
    [{ kind: "waitingForNetwork", attempt: 2, cause: "noNetwork", nextTryAt: at }, "Retry now"],
    [{ kind: "pairingOver", cause: "codesExpired" }, "Show new code"],
    [{ kind: "needsPasskey" }, "Connect"],
    [{ kind: "numberConflict", phone: "+15550001002", other: 2 }, "Decide"],
    [{ kind: "replaced" }, "Use here"],
    [{ kind: "outdated" }, "Update Frontdesk"],
    [{ kind: "banned", until: at, over: false }, "Open on phone"],
    [{ kind: "banned", until: testNow, over: true }, "Retry now"],
    [{ kind: "locked" }, "Open on phone"],
    [{ kind: "loggedOut", reason: "onPhone" }, "Connect"],
    [{ kind: "failed", cause: "storeFailed" }, "Retry now"],
    // Nothing that could be tried is in such a build.
    [{ kind: "failed", cause: "noEngine" }, null],
  ];

  it("offers the one thing that the state of the link allows", async () => {
    const { world, card } = await openCards();
    const all = new Set(steps.map(([, name]) => name));
    for (const [link, wanted] of steps) {
      act(() => world.setLink(1, link));
      await settle();
      const offered = within(card(1))
        .getAllByRole("button")
        .map((button) => button.textContent?.trim() ?? "")
        .filter((name) => all.has(name));
      expect(offered, link.kind).toEqual(wanted === null ? [] : [wanted]);
    }
  });

  it("tries now when it is pressed", async () => {
    const { user, calls, card } = await openCards((world) => world.setLink(1, { kind: "replaced" }));
    await user.click(within(card(1)).getByRole("button", { name: "Use here" }));
    await settle();
    expect(calls("retrySlot")).toEqual([[1]]);
    expect(wordsOf(within(card(1)).getByRole("status"))).toContain("Connecting");
  });

  it("says why a try was refused, and until when", async () => {
    const { world, user, card, view } = await openCards((prepared) =>
      prepared.setLink(1, { kind: "waitingForNetwork", attempt: 9, cause: "slowDown", nextTryAt: at }),
    );
    world.fail("retrySlot", { kind: "refused", refusal: { kind: "tooSoon", until: at } });
    await user.click(within(card(1)).getByRole("button", { name: "Retry now" }));
    await settle();
    const notice = view.getByRole("log", { name: "Notices" }).textContent;
    expect(notice).toContain("Asking again now could get the number restricted.");
    expect(notice).toContain("Possible again at 3:01");
  });

  it.each([
    [{ kind: "outdated" } as const, "Update Frontdesk", "A newer Frontdesk is needed"],
    [{ kind: "locked" } as const, "Open on phone", "Settle this on the phone"],
  ])("explains what to do elsewhere before it tries again: %o", async (link, button, title) => {
    const { user, calls, card } = await openCards((world) => world.setLink(1, link));
    await user.click(within(card(1)).getByRole("button", { name: button }));
    const dialog = screen.getByRole("alertdialog", { name: title });
    expect(calls("retrySlot")).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Try again" }));
    await settle();
    expect(calls("retrySlot")).toEqual([[1]]);
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });

  it("keeps the explanation open when the try is refused", async () => {
    const { world, user, card } = await openCards((prepared) => prepared.setLink(1, { kind: "locked" }));
    world.fail("retrySlot", { kind: "storeUnusable" });
    await user.click(within(card(1)).getByRole("button", { name: "Open on phone" }));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await settle();
    expect(screen.getByRole("alertdialog")).toBeTruthy();
  });

  it("is where a wish from outside the window leads", async () => {
    const { world, card } = await openWindow({ chats: 1 }).then((opened) => ({
      ...opened,
      card: () => screen.getByRole("article", { name: /^Slot 2:/ }),
    }));
    act(() => world.emit([{ kind: "show", what: { kind: "slot", slot: 2 } }]));
    await settle();
    expect(document.activeElement).toBe(card());
  });
});

describe("unlinking", () => {
  it("says what goes and what stays before it happens", async () => {
    const { user, calls, card } = await openCards((world) => world.setLink(1, { kind: "online" }));
    await user.click(within(card(1)).getByRole("button", { name: "Unlink" }));
    const question = screen.getByRole("alertdialog", { name: "Unlink +1 555 000 1001?" });
    expect(wordsOf(question)).toMatchInlineSnapshot(`
      "Unlink +1 555 000 1001?
      The link goes: no new messages of this number arrive on this computer.
      All its chats and messages stay here and can be read and searched.
      Linking the same number again goes on with the same history.
      The phone is told, and no longer lists this computer.
      Cancel Unlink number"
    `);
    expect(calls("unlinkSlot")).toEqual([]);
    await user.click(within(question).getByRole("button", { name: "Unlink number" }));
    await settle();
    expect(calls("unlinkSlot")).toEqual([[1]]);
    expect(within(card(1)).getByText("Logged out")).toBeTruthy();
    expect(within(card(1)).getByText("Not linked now")).toBeTruthy();
    expect(within(card(1)).queryByRole("button", { name: "Unlink" })).toBeNull();
  });

  it("without a connection says that the phone goes on listing this computer", async () => {
    const { user, card } = await openCards((world) => world.setLink(1, { kind: "locked" }));
    await user.click(within(card(1)).getByRole("button", { name: "Unlink" }));
    expect(screen.getByRole("alertdialog").textContent).toContain("the phone goes on listing this computer");
  });

  it("is not offered where nothing is linked", async () => {
    const { card } = await openCards();
    expect(within(card(3)).queryByRole("button", { name: "Unlink" })).toBeNull();
  });
});

describe("what a card tells of its account", () => {
  it("is a number in groups, to be compared with the phone", async () => {
    const { card } = await openCards((world) => {
      const slot = world.slot(1);
      if (!slot.account) throw new Error("Slot 1 is empty");
      world.putSlot({ ...slot, account: { ...slot.account, phone: "+15550001111" } });
    });
    expect(wordsOf(card(1))).toContain("+1 555 000 1111");
  });

  it("is the picture it shows to others, drawn and asked for once", async () => {
    const drawn: unknown[] = [];
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({
      drawImage: (bitmap: unknown) => drawn.push(bitmap),
    } as never);
    const bitmap = { width: 4, height: 4, close: vi.fn() };
    vi.stubGlobal("createImageBitmap", vi.fn().mockResolvedValue(bitmap));
    onTestFinished(() => void vi.stubGlobal("createImageBitmap", undefined));
    const { card, calls } = await openCards((world) => {
      const slot = world.slot(1);
      if (!slot.account) throw new Error("Slot 1 is empty");
      world.picture = btoa("\xff\xd8\xff\xe0rest");
      world.putSlot({ ...slot, account: { ...slot.account, picture: 7 } });
    });
    expect(calls("accountPicture"), "only of those that have one").toEqual([[1]]);
    expect(drawn).toEqual([bitmap]);
    expect(card(1).querySelector("img"), "nothing that could fetch").toBeNull();
  });
});

describe("a slot's attention", () => {
  it("is chosen on its card", async () => {
    const { card, calls, user, world } = await openCards();
    await user.click(within(card(1)).getByRole("button", { name: /Notify me of/ }));
    await user.click(screen.getByRole("option", { name: "People, and groups that mention you" }));
    await settle();
    expect(calls("setSlotNotify")).toEqual([[1, "addressed"]]);
    await user.click(within(card(1)).getByRole("switch", { name: "Read later" }));
    await settle();
    expect(calls("setSlotReadLater")).toEqual([[1, true]]);
    expect(world.slot(1).readLater).toBe(true);
  });
});

describe("the phone", () => {
  const seen = (days: number) => async () => {
    const { card } = await openCards((world) => {
      const slot = world.slot(1);
      if (!slot.account) throw new Error("Slot 1 is empty");
      const account = { ...slot.account, phoneSeenAt: testNow - days * day };
      world.putSlot({ ...slot, account });
    });
    return wordsOf(card(1));
  };

  it("was seen lately, and nobody is warned", async () => {
    const words = await seen(6.9)();
    expect(words).toContain("Phone last seen: 7 days ago");
    expect(words).not.toContain("Open WhatsApp on the phone");
  });

  it.each([
    [7, "within 7 days"],
    [13, "within 1 day,"],
    [14, "it was silent for 14 days"],
    [40, "it was silent for 14 days"],
  ])("that was silent for %i days is told of: %s", async (days, words) => {
    expect(await seen(days)()).toContain(words);
  });
});

describe("the story of a link", () => {
  it("reads like this, newest first", async () => {
    const { user, card } = await openCards((world) => {
      const { pairings } = world;
      pairings.tell(1, "linked", null);
      pairings.tell(1, "online", null);
      pairings.tell(1, "lost", "serverBusy", { code: 503, lasted: 2 * 3_600_000 + 5 * 60_000 });
      pairings.tell(1, "reconnected", null, { lasted: 42_000 });
      pairings.tell(1, "stopped", "banned", { code: 402, lasted: 3 * day });
    });
    await user.click(within(card(1)).getByRole("button", { name: "What happened" }));
    await settle();
    const dialog = screen.getByRole("dialog", { name: "What happened: slot 1, Flower shop" });
    expect([...dialog.querySelectorAll("li")].map((line) => wordsOf(line))).toMatchInlineSnapshot(`
      [
        "Stopped: something for you to do
      WhatsApp has restricted this number. It had been connected for 3 days. (WhatsApp's code: 402)
      Wednesday, June 18, 2025 at 3:00 PM",
        "Online again
      It had been away for 42 seconds.
      Wednesday, June 18, 2025 at 3:00 PM",
        "Connection lost
      WhatsApp's servers are busy. It had been connected for 2 hours 5 minutes. (WhatsApp's code: 503)
      Wednesday, June 18, 2025 at 3:00 PM",
        "Online
      Wednesday, June 18, 2025 at 3:00 PM",
        "A phone was linked
      Wednesday, June 18, 2025 at 3:00 PM",
      ]
    `);
  });

  it("grows while one looks at it", async () => {
    const { world, user, card } = await openCards();
    await user.click(within(card(3)).getByRole("button", { name: "What happened" }));
    await settle();
    const dialog = screen.getByRole("dialog");
    expect(dialog.textContent).toContain("Nothing yet.");
    act(() => world.pairings.tell(3, "pairingEnded", "codesExpired"));
    await settle();
    expect(dialog.textContent).toContain("Linking ended without a link");
    act(() => world.pairings.tell(1, "lost", "asleep"));
    await settle();
    expect(dialog.textContent, "that of another slot is not its own").not.toContain("asleep");
  });

  it("says when it cannot be read, and reads it again", async () => {
    const { world, user, card } = await openCards();
    world.fail("slotTimeline", { kind: "storeUnusable" });
    await user.click(within(card(1)).getByRole("button", { name: "What happened" }));
    await settle();
    const dialog = screen.getByRole("dialog");
    expect(dialog.textContent).toContain("The store cannot be written");
    await user.click(within(dialog).getByRole("button", { name: "Try again" }));
    await settle();
    expect(dialog.textContent).toContain("Nothing yet.");
  });
});

describe("the rail", () => {
  it("tells the worst of the three numbers in words", async () => {
    const { world } = await openCards((prepared) => prepared.setLink(1, { kind: "online" }));
    const numbers = () => screen.getByRole("button", { name: "Numbers" });
    const says = () => document.getElementById(numbers().getAttribute("aria-describedby") ?? "")?.textContent;
    expect(says(), "nothing needs the user").toBeUndefined();
    act(() => world.setLink(2, { kind: "waitingForNetwork", attempt: 1, cause: "noNetwork", nextTryAt: at }));
    expect(says()).toBe("Slot 2: Repairs: No connection");
    act(() => world.setLink(1, { kind: "banned", until: null, over: false }));
    expect(says(), "bad comes before a mere wait").toBe("Slot 1: Flower shop: Number restricted");
  });

  it("lets a screen reader hear of a link that stopped, once, and not of passing troubles", async () => {
    const { world, view } = await openWindow({ chats: 1 }, (prepared) => prepared.setLink(2, { kind: "online" }));
    const news = () => view.getByRole("log", { name: "New messages" }).textContent;
    act(() => world.setLink(2, { kind: "waitingForNetwork", attempt: 1, cause: "noNetwork", nextTryAt: at }));
    expect(news()).toBe("");
    act(() => world.setLink(2, { kind: "replaced" }));
    expect(news()).toBe("Slot 2: Repairs: Opened elsewhere");
    act(() => void world.receive(1, "hello"));
    await settle();
    const after = news();
    act(() => world.setLink(2, { kind: "replaced" }));
    expect(news(), "the same state is no news").toBe(after);
  });
});
