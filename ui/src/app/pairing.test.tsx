import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import { makeSlots } from "../ipc/memory/world";
import type { LinkState, SlotView } from "../ipc/types";
import { commands } from "../lib/commands";
import { openWindow, settle, testNow, wordsOf } from "./testing";

type Options = Parameters<typeof openWindow>[0];

/** The console of slot 3, opened by the card's button. */
async function openConsole(options: Options = {}, prepare?: (world: MemoryBackend) => void) {
  const opened = await openWindow({ chats: 1, ...options }, prepare);
  act(() => void commands.run("go.slots"));
  await settle();
  await opened.user.click(screen.getByRole("button", { name: "Connect" }));
  await settle();
  const dialog = () => screen.getByRole("dialog");
  const move = async (change: () => void) => {
    act(change);
    await settle();
  };
  return { ...opened, pairings: opened.world.pairings, dialog, move };
}

const clock = async (ms: number) => {
  vi.setSystemTime(testNow + ms);
  // The second-hand of the window reads the clock when it is looked at again.
  await act(async () => void document.dispatchEvent(new Event("visibilitychange")));
};

const status = (dialog: HTMLElement) => within(dialog).getAllByRole("status")[0]?.textContent;

describe("the console", () => {
  it("leads from the first code to the connected account", async () => {
    const { world, pairings, dialog, move, calls, user } = await openConsole();
    expect(calls("connectSlot"), "asked once").toEqual([[3]]);
    expect(status(dialog())).toBe("Connecting to WhatsApp…");
    expect(within(dialog()).getByRole("img", { name: "The code is on its way" }).getAttribute("aria-busy")).toBe(
      "true",
    );

    await move(() => pairings.offer(3));
    expect(status(dialog())).toBe("The code is ready and waits for the phone.");
    const code = within(dialog()).getByRole("img", { name: "QR code to scan with the phone" });
    expect(code.querySelectorAll("path").length, "one drawing").toBe(1);
    expect(code.getAttribute("viewBox"), "with the margin that scanners need").toBe("-4 -4 65 65");
    expect(dialog().textContent).toContain("Code 1 of 6");
    expect(within(dialog()).getByRole("timer", { name: "Time until the next code" }).textContent).toBe("1:00");

    await clock(12_000);
    expect(within(dialog()).getByRole("timer").textContent).toBe("0:48");
    await move(() => pairings.offer(3));
    expect(dialog().textContent).toContain("Code 2 of 6");
    expect(within(dialog()).getByRole("timer").textContent, "the others live shorter").toBe("0:20");

    await move(() => pairings.scan(3));
    expect(status(dialog())).toBe("The phone has accepted.");
    await move(() => world.setLink(3, { kind: "syncing", done: 120, total: 480 }));
    expect(status(dialog())).toBe("Conversations are being brought up to date.");
    expect(within(dialog()).getByRole("progressbar").getAttribute("aria-valuetext")).toBe("120 of 480 (25%)");
    await move(() => pairings.comeUp(3));
    expect(status(dialog())).toBe("Connected.");
    expect(wordsOf(within(dialog()).getByRole("heading", { name: "Account connected" }))).toBe("Account connected");
    expect(dialog().textContent).toContain("+1 555 000 1003");

    await user.click(within(dialog()).getByRole("button", { name: "Open its chats" }));
    await settle();
    expect(calls("dismissPairing"), "the report is put away").toEqual([[3]]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(calls("connectSlot").length, "nothing was asked a second time").toBe(1);
  });

  it("never shows a code that has run out", async () => {
    const { pairings, dialog, move } = await openConsole();
    await move(() => pairings.offer(3));
    await clock(60_001);
    expect(within(dialog()).getByRole("img", { name: "The code is on its way" })).toBeTruthy();
  });

  it("shows the steps for the phone at hand", async () => {
    const { dialog, user } = await openConsole();
    const steps = () => [...dialog().querySelectorAll("section[aria-label='On the phone'] ol li")].map(wordsOf);
    expect(steps()).toEqual([
      "Open WhatsApp.",
      "Tap the three dots at the top, then Settings or Linked devices.",
      "Tap Link a device and unlock the phone if it asks.",
      "Point the phone at this screen until the code is recognised.",
    ]);
    await user.click(within(dialog()).getByRole("radio", { name: "iPhone" }));
    expect(steps()[1]).toBe("Tap Settings, then Linked devices.");
    await user.click(within(dialog()).getByRole("tab", { name: "Pairing code" }));
    expect(steps()[1], "the choice stays on the other tab").toBe("Tap Settings, then Linked devices.");
    expect(steps()[3]).toContain("Link with phone number instead");
  });

  it("names the cause when no code comes, and tries again only when no try is under way", async () => {
    const { world, pairings, dialog, move, user, calls } = await openConsole();
    await move(() => pairings.hold(3, "captivePortal"));
    const banner = () => within(dialog()).getByText("This network shows a sign-in page instead of WhatsApp.");
    expect(banner()).toBeTruthy();
    expect(dialog().textContent).toContain("Open any page in a browser and sign in.");
    const again = () => within(dialog()).getByRole("button", { name: /Try again/ });
    expect(again().getAttribute("aria-disabled"), "a try is on its way").toBe("true");
    await move(() =>
      world.setLink(3, { kind: "waitingForNetwork", attempt: 2, cause: "captivePortal", nextTryAt: testNow + 30_000 }),
    );
    expect(within(dialog()).getByRole("timer", { name: "Next try in" }).textContent).toBe("0:30");
    await user.click(again());
    await settle();
    expect(calls("retrySlot")).toEqual([[3]]);
  });

  it("offers a new series after the last code, and only by a press", async () => {
    const { pairings, dialog, move, user, calls } = await openConsole();
    for (let code = 0; code < 7; code += 1) await move(() => pairings.offer(3));
    expect(dialog().textContent).toContain("All codes ran out before a phone used one.");
    expect(within(dialog()).queryByRole("img", { name: /QR code/ })).toBeNull();
    await user.click(within(dialog()).getByRole("button", { name: "Show a new code" }));
    await settle();
    expect(calls("newSlotCode")).toEqual([[3]]);
    expect(within(dialog()).getByRole("img", { name: "The code is on its way" })).toBeTruthy();
  });

  it("says how long to wait when asking again would be too soon", async () => {
    const { world, pairings, dialog, move, user } = await openConsole();
    await move(() => pairings.end(3, "pairFailed"));
    world.fail("newSlotCode", { kind: "refused", refusal: { kind: "tooSoon", until: testNow + 90_000 } });
    const button = () => within(dialog()).getByRole("button", { name: "Show a new code" });
    await user.click(button());
    await settle();
    expect(dialog().textContent).toContain("Asking again now could get the number restricted.");
    expect(within(dialog()).getByRole("timer", { name: "Possible again in" }).textContent).toBe("1:30");
    expect(button()).toHaveProperty("disabled", true);
    await clock(90_001);
    expect(button()).toHaveProperty("disabled", false);
  });

  it("explains a passkey and never shows a code for it", async () => {
    const { pairings, dialog, move, user, calls } = await openConsole();
    await move(() => pairings.offer(3));
    await move(() => pairings.end(3, "passkeyNeeded"));
    expect(within(dialog()).getByRole("alert").textContent).toContain("This account asks for a passkey");
    expect(within(dialog()).queryByRole("img", { name: /code/i })).toBeNull();
    expect(wordsOf(within(dialog()).getByRole("region", { name: "What can be tried" })).split("\n").length).toBe(4);
    await user.click(within(dialog()).getAllByRole("button", { name: "Close" }).at(-1) as HTMLElement);
    await settle();
    expect(calls("dismissPairing")).toEqual([[3]]);
    expect(calls("connectSlot").length, "no second try by itself").toBe(1);
  });
});

describe("a number that raises a question", () => {
  it("moves here from another slot only by a press", async () => {
    const { world, pairings, dialog, move, user, calls } = await openConsole();
    await move(() => pairings.ask(3, 1));
    expect(dialog().textContent).toContain("+1 555 000 1001 already sits in slot 1 (Flower shop)");
    expect(dialog().textContent).toContain("slot 1 becomes free");
    expect(calls("takeNumberHere")).toEqual([]);
    await user.click(within(dialog()).getByRole("button", { name: "Move it here" }));
    await settle();
    expect(calls("takeNumberHere")).toEqual([[3]]);
    expect(world.slot(1).account).toBeNull();
    expect(status(dialog())).toBe("The phone has accepted.");
  });

  it("explains that the history of the other number stays", async () => {
    const { pairings, move, user, calls, world } = await openWindow({ chats: 1 }).then(async (opened) => {
      act(() => opened.world.setLink(1, { kind: "loggedOut", reason: "onPhone" }));
      act(() => void commands.run("go.slots"));
      await settle();
      await opened.user.click(screen.getAllByRole("button", { name: "Connect" })[0] as HTMLElement);
      await settle();
      const move = async (change: () => void) => {
        act(change);
        await settle();
      };
      return { ...opened, pairings: opened.world.pairings, move };
    });
    await move(() => pairings.ask(1, null));
    const dialog = screen.getByRole("dialog");
    expect(dialog.textContent).toContain("You linked +1 555 000 1003, but this slot holds +1 555 000 1001");
    expect(dialog.textContent).toContain("the history of +1 555 000 1001 stays on this computer");
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await settle();
    expect(calls("cancelSlot")).toEqual([[1]]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(world.slot(1).link).toEqual({ kind: "loggedOut", reason: "here" });
  });
});

describe("a pairing code", () => {
  async function openCode() {
    const opened = await openConsole();
    await opened.user.click(within(opened.dialog()).getByRole("tab", { name: "Pairing code" }));
    const ask = () => within(opened.dialog()).getByRole("button", { name: /Get a pairing code/ });
    const number = () => within(opened.dialog()).getByLabelText("Phone number");
    return { ...opened, ask, number };
  }

  it("waits for the first QR code, and says so", async () => {
    const { ask, pairings, move, dialog } = await openCode();
    expect(ask()).toHaveProperty("disabled", true);
    const reason = document.getElementById(ask().getAttribute("aria-describedby") ?? "");
    expect(reason?.textContent).toBe("Possible as soon as the QR code is there.");
    await move(() => pairings.offer(3));
    expect(ask()).toHaveProperty("disabled", false);
    expect(dialog().textContent).not.toContain("Possible as soon as");
  });

  it("is asked for with a number in any notation, and shown to be typed", async () => {
    const { ask, number, pairings, move, dialog, user, calls } = await openCode();
    await move(() => pairings.offer(3));
    await user.click(ask());
    expect(dialog().textContent).toContain("Type the number of the phone.");
    await user.type(number(), "0123");
    await user.click(ask());
    expect(dialog().textContent).toContain("This number is too short.");
    expect(calls("askPairingCode")).toEqual([]);
    await user.clear(number());
    await user.click(number());
    await user.paste("+49 (151) 0000-1111");
    expect(
      within(dialog()).getByRole<HTMLInputElement>("combobox", { name: "Country" }).value,
      "it brought its country",
    ).toMatch(/^Germany .*\+49/);
    await user.keyboard("{Enter}");
    await settle();
    expect(calls("askPairingCode")).toEqual([[3, "+4915100001111"]]);
    expect(ask().getAttribute("aria-disabled"), "on its way").toBe("true");

    await move(() => pairings.showCode(3, "K7RM-2VQX"));
    const code = within(dialog()).getByRole("img", { name: "Pairing code: K 7 R M 2 V Q X" });
    expect(code.textContent).toBe("K7RM-2VQX");
    expect(within(dialog()).getByRole("timer", { name: "Works for" }).textContent).toBe("3:00");
    await user.click(within(dialog()).getByRole("button", { name: "Copy code" }));
    expect(await navigator.clipboard.readText()).toBe("K7RM-2VQX");

    await move(() => pairings.offer(3));
    expect(within(dialog()).getByRole("img", { name: /^Pairing code/ }).textContent, "a new QR leaves it alone").toBe(
      "K7RM-2VQX",
    );
    await user.click(within(dialog()).getByRole("button", { name: "Use another number" }));
    await settle();
    expect(calls("cancelPairingCode")).toEqual([[3]]);
    expect(number(), "what was typed is still there").toHaveProperty("value", "+49 (151) 0000-1111");
  });

  it("that ran out is not shown any more", async () => {
    const { pairings, move, dialog } = await openCode();
    await move(() => pairings.offer(3));
    await move(() => pairings.showCode(3, "K7RM-2VQX"));
    await clock(180_001);
    expect(dialog().textContent).toContain("The code has run out. Ask for a new one.");
    expect(dialog().textContent).not.toContain("K7RM");
  });

  it("that is throttled counts the time until it may be asked for again", async () => {
    const { ask, pairings, move, dialog } = await openCode();
    await move(() => pairings.offer(3));
    await move(() => pairings.refuseCode(3, { kind: "codeThrottled", until: testNow + 65_000 }));
    expect(dialog().textContent).toContain("WhatsApp gives no pairing code now");
    expect(within(dialog()).getByRole("timer", { name: "Possible again in" }).textContent).toBe("1:05");
    expect(ask()).toHaveProperty("disabled", true);
    await clock(65_001);
    expect(ask()).toHaveProperty("disabled", false);
  });

  it("for a number that sits in another slot is refused with words", async () => {
    const { ask, number, pairings, move, dialog, user } = await openCode();
    await move(() => pairings.offer(3));
    await user.type(number(), "555 000 1002");
    await user.click(ask());
    await settle();
    expect(dialog().textContent).toContain("This number is linked in another slot.");
  });

  it("is for the country that was picked by name or code", async () => {
    const { number, pairings, move, dialog, user, ask, calls } = await openCode();
    await move(() => pairings.offer(3));
    const country = within(dialog()).getByRole<HTMLInputElement>("combobox", { name: "Country" });
    await user.clear(country);
    await user.type(country, "switz");
    await settle();
    await user.click(screen.getByRole("option", { name: /Switzerland/ }));
    await user.type(number(), "078 000 11 11");
    await user.click(ask());
    await settle();
    expect(calls("askPairingCode")).toEqual([[3, "+41780001111"]]);
  });
});

describe("by keyboard alone", () => {
  it("a code is asked for, shown and given up", async () => {
    const { user, world, calls } = await openWindow({ chats: 1 });
    act(() => void commands.run("go.slots"));
    await settle();
    screen.getByRole("button", { name: "Connect" }).focus();
    await user.keyboard("{Enter}");
    await settle();
    act(() => world.pairings.offer(3));
    await settle();
    const dialog = screen.getByRole("dialog");
    expect(dialog.contains(document.activeElement), "the console has the keyboard").toBe(true);
    const walkTo = async (wanted: () => boolean) => {
      for (let step = 0; step < 30 && !wanted(); step += 1) await user.tab();
      expect(wanted(), "reached by Tab").toBe(true);
    };
    const isOn = (role: string, name: RegExp) => () =>
      document.activeElement === within(dialog).queryByRole(role, { name });
    await walkTo(isOn("tab", /QR code/));
    await user.keyboard("{ArrowRight}");
    expect(within(dialog).getByRole("tab", { name: "Pairing code" }).getAttribute("aria-selected")).toBe("true");
    await walkTo(() => document.activeElement === within(dialog).getByLabelText("Phone number"));
    await user.keyboard("+1 555 000 1111{Enter}");
    await settle();
    expect(calls("askPairingCode")).toEqual([[3, "+15550001111"]]);
    act(() => world.pairings.showCode(3, "K7RM-2VQX"));
    await settle();
    await walkTo(isOn("button", /Copy code/));
    await user.keyboard("{Escape}");
    const question = screen.getByRole("alertdialog");
    expect(document.activeElement?.textContent, "the harmless answer is at hand").toBe("Keep linking");
    await user.tab();
    await user.keyboard("{Enter}");
    await settle();
    expect(question.isConnected).toBe(false);
    expect(calls("cancelSlot")).toEqual([[3]]);
  });
});

describe("leaving", () => {
  it("a pairing that runs is a question, and staying keeps it", async () => {
    const { pairings, move, user, calls } = await openConsole();
    await move(() => pairings.offer(3));
    await user.keyboard("{Escape}");
    const question = () => screen.getByRole("alertdialog", { name: "Stop linking?" });
    await user.click(within(question()).getByRole("button", { name: "Keep linking" }));
    await settle();
    expect(calls("cancelSlot")).toEqual([]);
    expect(screen.getByRole("dialog", { name: "Link a phone to slot 3" })).toBeTruthy();
    await user.keyboard("{Escape}");
    await user.click(within(question()).getByRole("button", { name: "Stop linking" }));
    await settle();
    expect(calls("cancelSlot")).toEqual([[3]]);
    expect(screen.queryByRole("dialog")).toBeNull();
    const standsOn = () => document.activeElement?.getAttribute("aria-label");
    await waitFor(() => expect(standsOn(), "the keyboard is back on the card").toBe("Slot 3: Free"));
  });

  it("is no question any more once the phone has accepted", async () => {
    const { pairings, move, user, calls } = await openConsole();
    await move(() => pairings.offer(3));
    await user.keyboard("{Escape}");
    await move(() => pairings.scan(3));
    expect(screen.queryByRole("alertdialog")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Go on in the background" }));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(calls("cancelSlot")).toEqual([]);
    await move(() => pairings.comeUp(3));
    expect(calls("dismissPairing"), "nobody looks at the report").toEqual([[3]]);
  });

  it("keeps the focus inside when a view takes the place of another", async () => {
    const { pairings, move, dialog, user } = await openConsole();
    await move(() => pairings.offer(3));
    await user.click(within(dialog()).getByRole("tab", { name: "QR code" }));
    await move(() => pairings.scan(3));
    expect(dialog().contains(document.activeElement), "not lost on the page behind").toBe(true);
  });
});

describe("the way to the console", () => {
  const empty = (): SlotView[] =>
    makeSlots(testNow).map((slot) => ({ ...slot, account: null, link: { kind: "empty" }, action: "connect" }));

  it("starts at an empty slot of the rail", async () => {
    const { user, calls } = await openWindow({ chats: 1 });
    await user.click(screen.getByRole("button", { name: /^Slot 3: Free · Empty · Link a number/ }));
    await settle();
    expect(calls("connectSlot")).toEqual([[3]]);
    expect(screen.getByRole("dialog")).toBeTruthy();
  });

  it("starts at the empty inbox", async () => {
    const { user, calls } = await openWindow({ chats: 0, slots: empty() });
    await user.click(screen.getByRole("button", { name: "Link a number" }));
    await settle();
    expect(calls("connectSlot")).toEqual([[1]]);
  });

  it("is a command", async () => {
    const { calls } = await openWindow({ chats: 1 });
    act(() => void commands.run("link"));
    await settle();
    expect(calls("connectSlot")).toEqual([[3]]);
    expect(screen.getByRole("dialog")).toBeTruthy();
  });

  it("is no command while no slot is free", async () => {
    await openWindow({ chats: 1 }, (world) => {
      for (const slot of [1, 2, 3]) world.setLink(slot, { kind: "online" });
    });
    expect(commands.run("link")).toBe(false);
  });

  it("leads back to codes that are on offer, without a second ask", async () => {
    const { world, user, calls } = await openWindow({ chats: 1 }, (prepared) => {
      prepared.pairings.connect(3);
      prepared.pairings.offer(3);
    });
    act(() => void commands.run("go.slots"));
    await settle();
    await user.click(screen.getByRole("button", { name: "Show the code" }));
    await settle();
    expect(screen.getByRole("img", { name: "QR code to scan with the phone" })).toBeTruthy();
    expect(calls("connectSlot")).toEqual([]);
    expect(world.slot(3).link.kind).toBe("qrReady");
  });

  it("says why it cannot begin", async () => {
    const opened = await openWindow({ chats: 1 }, (world) => world.fail("connectSlot", { kind: "diskFull" }));
    act(() => void commands.run("link"));
    await settle();
    const dialog = screen.getByRole("dialog");
    expect(dialog.textContent).toContain("The disk is full");
    await opened.user.click(within(dialog).getByRole("button", { name: "Show a code" }));
    await settle();
    expect(opened.calls("connectSlot").length).toBe(2);
  });
});

describe("what stopped", () => {
  const ends: readonly LinkState[] = [
    { kind: "pairingOver", cause: "unreachable" },
    { kind: "outdated" },
    { kind: "banned", until: null, over: false },
    { kind: "locked" },
    { kind: "replaced" },
    { kind: "failed", cause: "storeFailed" },
  ];

  it.each(ends)("as $kind has its cause and one way on", async (link) => {
    const { world, dialog, move } = await openConsole();
    await move(() => world.setLink(3, link));
    const body = dialog().querySelector<HTMLElement>("[data-view='stopped']");
    expect(body).not.toBeNull();
    expect(within(body as HTMLElement).getAllByRole("button").length, "one way on").toBe(1);
    expect(wordsOf(body as HTMLElement)).toMatch(/\.\n/);
  });
});
