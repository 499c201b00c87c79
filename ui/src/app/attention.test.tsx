import { act, fireEvent, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import { makeSlots } from "../ipc/memory/world";
import type { SlotView } from "../ipc/types";
import { openWindow, settle, testNow, wordsOf } from "./testing";

const online = makeSlots(testNow).map(
  (slot): SlotView => (slot.account ? { ...slot, link: { kind: "online" }, action: null } : slot),
);

async function openChat(prepare: (world: MemoryBackend) => void = () => undefined, slots = online) {
  const opened = await openWindow({ chats: 3, messages: 4, slots }, (world) => {
    world.put({ ...world.row(2), kind: "direct", title: "Amira Haddad", slot: 1, unread: 0, archived: false });
    prepare(world);
  });
  const { view, user } = opened;
  await user.click(within(view.getByRole("listbox", { name: "Chats" })).getByText("Amira Haddad"));
  await settle();
  const thread = () => view.getByRole("region", { name: /Amira Haddad/ });
  return { ...opened, thread };
}

describe("older messages", () => {
  it("are asked for once, come above the oldest, and end at the beginning", async () => {
    const { view, user, thread, calls, world } = await openChat();
    expect(calls("askPast"), "looking at a short thread asks for nothing").toEqual([]);
    expect(wordsOf(thread())).toContain("Older messages may be on the phone.");
    await user.click(view.getByRole("button", { name: "Get older messages" }));
    await settle();
    expect(wordsOf(thread())).toContain("Asking the phone for older messages …");
    expect(view.queryByRole("button", { name: "Get older messages" }), "not twice at once").toBeNull();
    act(() => world.tellPast(2, "open", [{ text: "the very first word" }]));
    await settle();
    expect(wordsOf(thread())).toContain("the very first word");
    await user.click(view.getByRole("button", { name: "Get older messages" }));
    act(() => world.tellPast(2, "beginning"));
    await settle();
    expect(wordsOf(thread())).toContain("This is the beginning. The phone has nothing older.");
    expect(view.queryByRole("button", { name: "Get older messages" })).toBeNull();
    expect(calls("askPast")).toEqual([[2], [2]]);
  });

  it("are asked for by going on upwards, with wheel or keys", async () => {
    const { view, calls, world } = await openChat();
    const list = view.getByRole("list", { name: "Messages" });
    fireEvent.wheel(list, { deltaY: 40 });
    expect(calls("askPast"), "downwards means nothing").toEqual([]);
    fireEvent.wheel(list, { deltaY: -40 });
    fireEvent.wheel(list, { deltaY: -40 });
    await settle();
    expect(calls("askPast"), "once").toEqual([[2]]);
    act(() => world.tellPast(2, "open"));
    await settle();
    fireEvent.keyDown(list, { key: "Home" });
    await settle();
    expect(calls("askPast").length).toBe(2);
  });

  it("say that the phone did not answer, and are tried again by hand alone", async () => {
    const { view, user, thread, calls, world } = await openChat();
    await user.click(view.getByRole("button", { name: "Get older messages" }));
    act(() => world.tellPast(2, "noAnswer"));
    await settle();
    expect(wordsOf(thread())).toContain("The phone did not answer.");
    fireEvent.wheel(view.getByRole("list", { name: "Messages" }), { deltaY: -40 });
    await settle();
    expect(calls("askPast"), "a silent phone is left in peace").toEqual([[2]]);
    await user.click(view.getByRole("button", { name: "Try again" }));
    await settle();
    expect(calls("askPast").length).toBe(2);
  });

  it("say where they are while the number is not connected", async () => {
    const { view, user, thread } = await openChat(undefined, makeSlots(testNow));
    await user.click(view.getByRole("button", { name: "Get older messages" }));
    await settle();
    expect(wordsOf(thread())).toContain("this number is not connected now");
  });
});

describe("a person who is blocked", () => {
  async function openPanel(blocked: boolean) {
    const opened = await openChat((world) => world.put({ ...world.row(2), blocked }));
    await opened.user.click(opened.view.getByRole("button", { name: /Details of the chat/ }));
    await settle();
    const panel = () => opened.view.getByRole("complementary", { name: /^About/ });
    return { ...opened, panel };
  }

  it("is blocked after a question, and the composer says so", async () => {
    const { view, user, panel, calls, thread } = await openPanel(false);
    await user.click(within(panel()).getByRole("button", { name: "Block" }));
    const dialog = await view.findByRole("alertdialog", { name: "Block Amira Haddad?" });
    expect(calls("blockContact"), "nothing before the answer").toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Block" }));
    await settle();
    expect(calls("blockContact")).toEqual([[2, true]]);
    expect(wordsOf(thread())).toContain("Amira Haddad is blocked.");
    expect(view.queryByRole("textbox", { name: /^Message/ }), "there is nothing to write into").toBeNull();
  });

  it("is unblocked from the composer's place", async () => {
    const { view, user, calls, thread } = await openPanel(true);
    expect(wordsOf(thread())).toContain("is blocked");
    const [first] = view.getAllByRole("button", { name: "Unblock" });
    await user.click(first as HTMLElement);
    await settle();
    expect(calls("blockContact")).toEqual([[2, false]]);
    expect(wordsOf(thread())).not.toContain("is blocked");
  });

  it("stays as before when WhatsApp refuses, which is said", async () => {
    const { view, world } = await openPanel(false);
    act(() => world.emit([{ kind: "blockRefused", chat: 2 }]));
    await settle();
    expect(view.getByText(/WhatsApp did not accept that/)).toBeTruthy();
  });
});

describe("what is told", () => {
  it("is chosen for a chat in its panel", async () => {
    const { view, user, calls } = await openChat();
    await user.click(view.getByRole("button", { name: /Details of the chat/ }));
    await settle();
    await user.click(view.getByRole("button", { name: /Notify me of/ }));
    const options = view.getAllByRole("option").map((option) => option.textContent);
    expect(options, "a person always writes to the account").toEqual(["As its slot", "All messages", "Nothing"]);
    await user.click(view.getByRole("option", { name: "Nothing" }));
    await settle();
    expect(calls("setChatNotify")).toEqual([[2, "nothing"]]);
    await user.click(view.getByRole("button", { name: /Notify me of/ }));
    await user.click(view.getByRole("option", { name: "As its slot" }));
    await settle();
    expect(calls("setChatNotify").at(-1)).toEqual([2, null]);
  });
});

describe("a slot that reads later", () => {
  const later = online.map((slot) => ({ ...slot, readLater: true }));
  const unread = (world: MemoryBackend) => world.put({ ...world.row(2), unread: 1 });

  it("tells nobody that its chats are looked at, until they are marked", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    const { view, user, calls, thread, world } = await openChat(unread, later);
    expect(world.row(2).unread, "looking is not reading").toBe(1);
    expect(calls("markChatRead")).toEqual([]);
    expect(wordsOf(thread())).toContain("Looking has told nobody: this slot reads later.");
    await user.click(within(thread()).getByRole("button", { name: "Mark as read" }));
    await settle();
    expect(calls("markChatRead")).toEqual([[2]]);
    expect(wordsOf(thread())).not.toContain("Looking has told nobody");
    expect(view.queryByText(/reads later/)).toBeNull();
  });

  it("leaves others as they were: looking is reading", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    const { calls, world } = await openChat(unread);
    expect(calls("seeChat")).toEqual([[2]]);
    expect(world.row(2).unread).toBe(0);
  });
});
