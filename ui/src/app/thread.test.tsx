import { act, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import type { MessageKind, MessageRow } from "../ipc/types";
import { openWindow, settle, testNow, wordsOf } from "./testing";

const minute = 60_000;
const at = (minutes: number) => testNow + minutes * minute;

async function openThread(
  rows: readonly Partial<MessageRow>[],
  change: Parameters<MemoryBackend["put"]>[0] | object = {},
) {
  const opened = await openWindow({ chats: 3, messages: 1 }, (world) => {
    world.fill(3, rows);
    world.put({ ...world.row(3), title: "Iris Gallo", kind: "direct", unread: 0, ...change });
  });
  act(() => opened.world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
  await settle();
  const pane = opened.view.getByRole("region", { name: /^Conversation with/ });
  return { ...opened, pane, list: () => within(pane).getByRole("list", { name: "Messages" }) };
}

describe("a thread", () => {
  it("reads like this", async () => {
    const { pane } = await openThread(
      [
        { at: at(-3000), text: "Are you open on *Saturday*?", sender: { id: 3, name: "Iris Gallo" } },
        { at: at(-2999), text: "Yes, from nine to two.", direction: "outgoing", delivery: "read" },
        { at: at(-30), kind: "image", text: "Is this the right size?", sender: { id: 3, name: "Iris Gallo" } },
        { at: at(-29), kind: "deleted", sender: { id: 3, name: "Iris Gallo" } },
        { at: at(-20), kind: "unsupported", sender: { id: 4, name: "Jonas Weber" } },
        { at: at(-19), kind: "groupEvent", text: "Jonas Weber joined the group" },
        {
          at: at(-5),
          text: "It is, I measured.",
          direction: "outgoing",
          delivery: "delivered",
          editedAt: at(-4),
          quote: { id: 1, sender: "Iris Gallo", kind: "image", preview: "" },
        },
      ],
      { kind: "group", title: "Saturday market crew", phone: null },
    );
    expect(wordsOf(pane)).toMatchInlineSnapshot(`
      "Saturday market crew
      Group
      [Slot 2: Repairs]
      Older messages may be on the phone.
      Get older messages
      Monday, June 16
      Iris Gallo
      Are you open on Saturday ?
      1:00 PM
      [You:]
      Yes, from nine to two.
      1:01 PM [Read]
      Today
      Iris Gallo
      Photo
      Is this the right size?
      2:30 PM
      [Iris Gallo:]
      This message was deleted
      2:31 PM
      Jonas Weber
      This kind of message cannot be shown yet
      Nothing is lost: it is stored, and a later version shows it.
      2:40 PM
      Jonas Weber joined the group 2:41 PM
      [You:] Iris Gallo Photo
      It is, I measured.
      Edited 2:55 PM [Delivered]
      Answering as [Slot 2: Repairs]
      Stored conversations only. What you write now waits here and leaves once Repairs is online.
      Show numbers"
    `);
  });

  it("marks where the unread messages begin, and marks them read once the end was seen", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    const { list, calls } = await openThread(
      [
        { at: at(-9), text: "old" },
        { at: at(-8), text: "new one" },
        { at: at(-7), text: "new two" },
      ],
      { unread: 2 },
    );
    const words = wordsOf(list()).split("\n");
    expect(words.indexOf("Unread"), "before the first unread one").toBe(words.indexOf("new one") - 2);
    expect(calls("seeChat")).toEqual([[3]]);
  });

  it("takes a mark made by hand away when it is opened, but not one made while it is open", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    const { calls, world } = await openThread([{ at: at(-7), text: "old" }], { markedUnread: true });
    expect(calls("seeChat")).toEqual([[3]]);
    await act(async () => void (await world.markChatUnread(3)));
    await settle();
    expect(calls("seeChat"), "the user wants to come back to it").toEqual([[3]]);
    expect(world.row(3).markedUnread).toBe(true);
  });

  it("leaves a chat unread while nobody is at the window", async () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(false);
    const { calls } = await openThread([{ at: at(-7), text: "new" }], { unread: 1 });
    expect(calls("seeChat")).toEqual([]);
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    act(() => void window.dispatchEvent(new Event("focus")));
    await settle();
    expect(calls("seeChat"), "until somebody comes back").toEqual([[3]]);
  });

  it("has a way to show each kind of message", async () => {
    const kinds: Record<MessageKind, string> = {
      text: "hello",
      image: "Photo",
      video: "Video",
      audio: "Voice message",
      document: "Document",
      sticker: "Sticker",
      location: "Location",
      contact: "Contact",
      poll: "Poll",
      call: "Call",
      groupEvent: "Group change",
      deleted: "This message was deleted",
      unsupported: "This kind of message cannot be shown yet",
    };
    const rows = Object.keys(kinds).map((kind, index) => ({
      at: at(index - 60),
      kind: kind as MessageKind,
      text: kind === "text" ? "hello" : "",
    }));
    const { list } = await openThread(rows);
    const words = wordsOf(list());
    for (const word of Object.values(kinds)) expect(words).toContain(word);
  });

  it("jumps to the quoted message and says when it is gone", async () => {
    const { list, user, view, world } = await openThread([
      { at: at(-9), text: "the question" },
      {
        at: at(-8),
        text: "the answer",
        quote: { id: 1_000_000_001, sender: null, kind: "text", preview: "the question" },
      },
      { at: at(-7), text: "another", quote: { id: 5, sender: null, kind: "text", preview: "lost" } },
    ]);
    const jumps = within(list()).getAllByRole("button", { name: /quoted message/ });
    await user.click(jumps[0] as HTMLElement);
    await settle();
    expect(list().querySelector("[data-aimed]")?.textContent, "the message lights up").toContain("the question");
    await user.click(jumps[1] as HTMLElement);
    await settle();
    expect(view.getByRole("log", { name: "Notices" }).textContent).toContain("not stored any more");
    expect(world.threadOf(3).length).toBe(3);
  });

  it("copies an address and never opens it", async () => {
    const { list, user } = await openThread([{ at: at(-9), text: "see https://example.com/a." }]);
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    const open = vi.spyOn(window, "open");
    await user.click(within(list()).getByRole("button", { name: "Copy address https://example.com/a" }));
    expect(write).toHaveBeenCalledWith("https://example.com/a");
    expect(open).not.toHaveBeenCalled();
    expect(list().querySelector("a")).toBeNull();
  });

  it("takes in messages, edits and deletions as they happen", async () => {
    const { list, world } = await openThread([{ at: at(-9), text: "first" }]);
    const shown = () => wordsOf(list());
    let id = 0;
    act(() => {
      id = world.receive(3, "second").id;
    });
    await settle();
    expect(shown()).toContain("second");
    act(() => world.edit(3, id, { text: "second, corrected", editedAt: testNow }));
    await settle();
    expect(shown()).toContain("second, corrected");
    expect(shown()).toContain("Edited");
    act(() => world.remove(3, id));
    await settle();
    expect(shown()).not.toContain("second");
  });

  it("says why one cannot answer, and leads to the numbers", async () => {
    const { pane, user, view } = await openThread([{ at: at(-9), text: "hello" }]);
    expect(pane.textContent).toContain("Stored conversations only.");
    await user.click(within(pane).getByRole("button", { name: "Show numbers" }));
    await settle();
    expect(view.getByRole("heading", { name: "Numbers" })).toBeTruthy();
  });

  it("offers a retry when it cannot be read", async () => {
    const { world, view, user } = await openWindow({ chats: 3 });
    world.fail("threadPage", { kind: "storeUnusable" });
    act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 2 } }]));
    await settle();
    expect(view.getByText("These messages could not be read")).toBeTruthy();
    await user.click(view.getByRole("button", { name: "Try again" }));
    await settle();
    expect(view.getByRole("list", { name: "Messages" })).toBeTruthy();
  });

  it("closes when its chat is gone", async () => {
    const { world, view } = await openThread([{ at: at(-9), text: "hello" }]);
    act(() => world.removeChat(3));
    await settle();
    expect(view.getByText("Pick a conversation")).toBeTruthy();
  });
});
