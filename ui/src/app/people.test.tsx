import { act, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import { makeSlots } from "../ipc/memory/world";
import { openWindow, settle, testNow, wordsOf } from "./testing";

const online = makeSlots(testNow).map((slot) => (slot.account ? { ...slot, link: { kind: "online" } as const } : slot));

async function openInbox(prepare?: (world: MemoryBackend) => void) {
  const opened = await openWindow({ chats: 6, messages: 4, slots: online }, prepare);
  const { view } = opened;
  const rows = () => within(view.getByRole("listbox", { name: "Chats" })).getAllByRole("option");
  const rowOf = (chat: number) => rows().find((row) => row.textContent?.includes(opened.world.row(chat).title));
  return { ...opened, rows, rowOf };
}

describe("a row of the inbox", () => {
  it("says who types, and goes back to the message when nobody does any more", async () => {
    const { world, rowOf } = await openInbox((made) => made.put({ ...made.row(4), kind: "direct", draft: null }));
    act(() => world.type(4, ["Leila"]));
    await settle();
    expect(wordsOf(rowOf(4) as Element)).toContain("typing…");
    act(() => world.put({ ...world.row(4), kind: "group" }));
    await settle();
    expect(wordsOf(rowOf(4) as Element)).toContain("Leila is typing…");
    act(() => world.type(4, ["Leila", "Jonas"]));
    await settle();
    expect(wordsOf(rowOf(4) as Element)).toContain("2 people are typing…");
    act(() => world.type(4, []));
    await settle();
    expect(wordsOf(rowOf(4) as Element)).not.toContain("typing");
  });

  it("is marked unread by hand and read again, by key and by menu", async () => {
    const { user, rows, calls, view, world } = await openInbox((made) => made.put({ ...made.row(1), unread: 0 }));
    const first = () => rows()[0] as HTMLElement;
    act(() => first().focus());
    await user.keyboard("u");
    await settle();
    expect(calls("markChatUnread")).toEqual([[1]]);
    expect(within(first()).getByRole("img", { name: "Marked as unread" })).toBeTruthy();
    await user.pointer({ target: first().firstElementChild as Element, keys: "[MouseRight]" });
    await settle();
    await user.click(await view.findByRole("menuitem", { name: /^Mark as read/ }));
    await settle();
    expect(calls("markChatRead")).toEqual([[1]]);
    expect(world.row(1).markedUnread).toBe(false);
  });

  it("says that something did not leave", async () => {
    const { rowOf, world } = await openInbox((made) => {
      const last = { ...made.row(3).last, direction: "outgoing", delivery: "queued", stuck: true };
      made.put({ ...made.row(3), draft: null, last: last as never });
    });
    expect(wordsOf(rowOf(3) as Element)).toContain("[Not sent]");
    expect(world.row(3).last?.stuck).toBe(true);
  });

  it("shows its draft, but not while it is being written", async () => {
    const { rowOf, world } = await openInbox((made) => made.put({ ...made.row(3), draft: "half a thought" }));
    expect(wordsOf(rowOf(3) as Element)).toContain("Draft: half a thought");
    act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
    await settle();
    expect(wordsOf(rowOf(3) as Element)).not.toContain("Draft");
  });

  it("stays while its chat is open, though nobody waits there any more", async () => {
    const { view, user, world, rows } = await openInbox((made) => {
      for (const chat of [1, 2, 3, 4, 5, 6]) made.put({ ...made.row(chat), archived: false, waitingForMe: chat === 4 });
    });
    await user.click(view.getByRole("radio", { name: "Waiting for me" }));
    await settle();
    expect(rows().length).toBe(1);
    await user.click(rows()[0] as HTMLElement);
    await settle();
    await user.keyboard("On my way{Enter}");
    await settle();
    expect(world.row(4).waitingForMe).toBe(false);
    expect(rows().length, "it does not vanish under the hand").toBe(1);
    await user.click(view.getByRole("radio", { name: "All" }));
    await settle();
    act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 1 } }]));
    await user.click(view.getByRole("radio", { name: "Waiting for me" }));
    await settle();
    await settle();
    expect(
      rows()
        .map((row) => row.textContent)
        .join(" "),
      "only the open one",
    ).not.toContain(world.row(4).title);
  });
});

describe("a new chat", () => {
  it("is begun by number and slot, and opens without sending anything", async () => {
    const { view, user, calls, world } = await openInbox();
    await user.keyboard("n");
    await settle();
    const dialog = await view.findByRole("dialog", { name: "New chat" });
    await user.type(within(dialog).getByRole("textbox", { name: "Phone number" }), "+1 (555) 000-7777");
    await user.click(within(dialog).getByRole("radio", { name: /Repairs/ }));
    await user.click(within(dialog).getByRole("button", { name: "Open the chat" }));
    await settle();
    expect(calls("chatWith")).toEqual([[2, "+15550007777"]]);
    expect(view.getByRole("region", { name: "Conversation with +15550007777" })).toBeTruthy();
    expect(view.getByText("No messages here")).toBeTruthy();
    expect(calls("sendText")).toEqual([]);
    await user.keyboard("Good morning{Enter}");
    await settle();
    expect(world.threadOf(900_001).map((row) => row.text)).toEqual(["Good morning"]);
  });

  it.each([
    ["0555 000 7777", "Include the country code."],
    ["+1 555 CALL", "A phone number has digits only."],
    ["+49 12", "This number is too short."],
  ])("to %s is refused in words", async (number, words) => {
    const { view, user, calls } = await openInbox();
    await user.click(view.getByRole("button", { name: "New chat" }));
    await settle();
    const dialog = await view.findByRole("dialog", { name: "New chat" });
    await user.type(within(dialog).getByRole("textbox", { name: "Phone number" }), `${number}{Enter}`);
    await settle();
    expect(dialog.textContent).toContain(words);
    expect(calls("chatWith")).toEqual([]);
  });

  it("needs a number to write from", async () => {
    const slots = makeSlots(testNow).map((slot) => ({ ...slot, account: null }));
    const { view } = await openWindow({ chats: 0, slots });
    expect(view.queryByRole("button", { name: "New chat" })).toBeNull();
  });
});

describe("the panel beside a thread", () => {
  async function openPanel(prepare?: (world: MemoryBackend) => void) {
    const opened = await openInbox(prepare);
    act(() => opened.world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
    await settle();
    await opened.user.click(opened.view.getByRole("button", { name: "Details of the chat" }));
    await settle();
    const panel = () => opened.view.getByRole("complementary", { name: /^About/ });
    return { ...opened, panel };
  }
  const direct = (made: MemoryBackend) =>
    made.put({ ...made.row(3), kind: "direct", title: "Iris Gallo", mutedUntil: null });

  it("says who it is, where they wrote, and what is stored", async () => {
    const { panel } = await openPanel(direct);
    const words = wordsOf(panel());
    expect(words).toContain("Calls themselves Iris 🌿");
    expect(words).toContain("+1 555 103 0003");
    expect(words).toContain("Fix-It Friday");
    expect(words).toContain("4 messages");
    expect(words).toContain("Nothing is known to be missing in between.");
  });

  it("stores notes by itself when typing pauses, and when it closes", async () => {
    const { panel, user, calls, view } = await openPanel(direct);
    const notes = within(panel()).getByRole("textbox", { name: "Notes" });
    await user.type(notes, "Prefers blue");
    expect(calls("setNotes"), "not with every letter").toEqual([]);
    expect(wordsOf(panel())).toContain("Being stored …");
    await user.click(view.getByRole("button", { name: "Close the details" }));
    await settle();
    expect(calls("setNotes")).toEqual([[3, "Prefers blue"]]);
    await user.click(view.getByRole("button", { name: "Details of the chat" }));
    await settle();
    expect(within(panel()).getByRole<HTMLTextAreaElement>("textbox", { name: "Notes" }).value).toBe("Prefers blue");
  });

  it("mutes and unmutes", async () => {
    const { panel, user, calls, view } = await openPanel(direct);
    await user.click(within(panel()).getByRole("button", { name: "Mute" }));
    await settle();
    await user.click(await view.findByRole("menuitem", { name: "Mute for 8 hours" }));
    await settle();
    expect(calls("setChatMuted").at(-1)).toEqual([3, testNow + 8 * 3_600_000]);
    await user.click(within(panel()).getByRole("button", { name: "Unmute" }));
    await settle();
    expect(calls("setChatMuted").at(-1)).toEqual([3, null]);
  });

  it("leads to the conversations with the same person in other slots", async () => {
    const { panel, user, world, view } = await openPanel((made) => {
      direct(made);
      made.put({ ...made.row(1), kind: "direct", title: "Iris (other)", phone: made.row(3).phone });
    });
    await user.click(within(panel()).getByRole("button", { name: "Open the conversation with Juniper & Fern" }));
    await settle();
    expect(view.getByRole("region", { name: `Conversation with ${world.row(1).title}` })).toBeTruthy();
  });

  it("closes on Escape, gives the keyboard to the composer, and leaves the chat open", async () => {
    const { panel, user, view } = await openPanel(direct);
    act(() => within(panel()).getByRole("textbox", { name: "Notes" }).focus());
    await user.keyboard("{Escape}");
    await settle();
    expect(view.queryByRole("complementary", { name: /^About/ })).toBeNull();
    expect(document.activeElement).toBe(view.getByRole("textbox", { name: "Message to Iris Gallo" }));
  });

  it("lists the members of a group, and has no notes about it", async () => {
    const { panel } = await openPanel((made) =>
      made.put({ ...made.row(3), kind: "group", title: "Crew", phone: null }),
    );
    expect(wordsOf(panel())).toContain("6 members");
    expect(within(panel()).queryByRole("textbox")).toBeNull();
  });

  it("keeps a note that could not be stored in the field, and says so", async () => {
    const { panel, user, world, view, calls } = await openPanel(direct);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: testNow, shouldAdvanceTime: true });
    world.fail("setNotes", { kind: "diskFull" });
    await user.type(within(panel()).getByRole("textbox", { name: "Notes" }), "x");
    await act(async () => void (await vi.advanceTimersByTimeAsync(800)));
    vi.useRealTimers();
    await settle();
    expect(view.getByRole("log", { name: "Notices" }).textContent).toContain("The disk is full");
    expect(wordsOf(panel())).toContain("Not stored yet");
    await user.type(within(panel()).getByRole("textbox", { name: "Notes" }), "y");
    await user.click(view.getByRole("button", { name: "Close the details" }));
    await settle();
    expect(calls("setNotes").at(-1), "the next try has all of it").toEqual([3, "xy"]);
  });
});

describe("what the phone sends of the past", () => {
  it("is told with its progress, and no longer once it is stored", async () => {
    const { world, view } = await openInbox();
    const task = { id: 7, kind: "importHistory", since: testNow, cancellable: false } as const;
    act(() => world.progress({ ...task, done: 3, total: 12, outcome: null }));
    await settle();
    expect(
      view.getByRole("progressbar", { name: "Older messages are being stored" }).getAttribute("aria-valuenow"),
    ).toBe("25");
    act(() => world.progress({ ...task, done: 12, total: 12, outcome: { kind: "done" } }));
    await settle();
    expect(view.queryByRole("progressbar")).toBeNull();
  });
});

describe("quiet hours", () => {
  it("are chosen in the settings, by the clock on the wall", async () => {
    const { user, view, calls } = await openInbox();
    await user.keyboard("{Control>},{/Control}");
    await settle();
    await user.click(view.getByRole("switch", { name: "Quiet hours" }));
    await settle();
    const [settings] = calls("setSettings").at(-1) ?? [];
    expect(settings).toMatchObject({ quietHours: { from: 22 * 60, until: 7 * 60, utcOffset: 0 } });
    expect(view.getByRole("button", { name: /10:00 PM From|From 10:00 PM/ })).toBeTruthy();
    await user.click(view.getByRole("switch", { name: "Quiet hours" }));
    await settle();
    expect(calls("setSettings").at(-1)?.[0]).toMatchObject({ quietHours: null });
  });

  it("follow when the clock on the wall was moved", async () => {
    const quietHours = { from: 0, until: 60, utcOffset: 120 };
    const { calls } = await openWindow({ chats: 1, settings: { quietHours } });
    expect(calls("setSettings").at(-1)?.[0]).toMatchObject({ quietHours: { ...quietHours, utcOffset: 0 } });
  });

  it("read receipts are a choice", async () => {
    const { user, view, calls } = await openInbox();
    await user.keyboard("{Control>},{/Control}");
    await settle();
    await user.click(view.getByRole("switch", { name: "Tell others that you read their messages" }));
    await settle();
    expect(calls("setSettings").at(-1)?.[0]).toMatchObject({ readReceipts: false });
  });
});
