import { act, fireEvent, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import { makeSlots } from "../ipc/memory/world";
import type { MessageRow } from "../ipc/types";
import { openWindow, settle, testNow, wordsOf } from "./testing";

const minute = 60_000;
const at = (minutes: number) => testNow + minutes * minute;
const online = makeSlots(testNow).map((slot) => (slot.account ? { ...slot, link: { kind: "online" } as const } : slot));
const iris = { id: 3, name: "Iris Gallo" };

async function openThread(
  rows: readonly Partial<MessageRow>[] = [{ at: at(-9), text: "Are you open?", sender: iris }],
  change: Partial<Parameters<MemoryBackend["put"]>[0]> = {},
  slots = online,
) {
  const opened = await openWindow({ chats: 3, messages: 1, slots }, (world) => {
    world.fill(3, rows);
    world.put({ ...world.row(3), title: "Iris Gallo", kind: "direct", unread: 0, draft: null, ...change });
  });
  act(() => opened.world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
  await settle();
  const pane = () => opened.view.getByRole("region", { name: /^Conversation with/ });
  const field = () => within(pane()).getByRole<HTMLTextAreaElement>("textbox", { name: /^Message to/ });
  const list = () => within(pane()).getByRole("list", { name: "Messages" });
  const messages = () => [...list().querySelectorAll("article")];
  return { ...opened, pane, field, list, messages };
}

describe("the composer", () => {
  it("has the keyboard when a chat was opened from outside, and sends on Enter", async () => {
    const { user, field, calls, messages } = await openThread();
    expect(document.activeElement).toBe(field());
    await user.keyboard("Yes, until two.{Enter}");
    await settle();
    expect(calls("sendText").map(([chat, text]) => [chat, text])).toEqual([[3, "Yes, until two."]]);
    expect(field().value).toBe("");
    expect(messages().at(-1)?.textContent).toContain("Yes, until two.");
  });

  it("leaves the keyboard in the thread when the chat was opened by keyboard", async () => {
    const { view, user } = await openWindow({ chats: 3, messages: 4, slots: online });
    const row = view.getAllByRole("option")[0] as HTMLElement;
    vi.spyOn(row, "matches").mockImplementation((selector) => selector === ":focus-visible");
    act(() => row.focus());
    await user.keyboard("{Enter}");
    await settle();
    expect(view.getByRole("list", { name: "Messages" }).contains(document.activeElement)).toBe(true);
  });

  it("breaks the line on Shift+Enter, and leaves Enter to an input method", async () => {
    const { user, field, calls } = await openThread();
    await user.keyboard("one{Shift>}{Enter}{/Shift}two");
    expect(field().value).toBe("one\ntwo");
    fireEvent.keyDown(field(), { key: "Enter", isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 229 });
    await settle();
    expect(calls("sendText"), "the words are still being composed").toEqual([]);
  });

  it("makes one message of ten Enters", async () => {
    const { world, user, calls } = await openThread();
    world.hold();
    await user.keyboard(`See you{Enter}${"{Enter}".repeat(9)}`);
    world.release();
    await settle();
    expect(calls("sendText").length).toBe(1);
  });

  it("marks the chosen words on the usual keys, and takes the marks away again", async () => {
    const { user, field } = await openThread();
    await user.keyboard("so good");
    field().setSelectionRange(3, 7);
    await user.keyboard("{Control>}b{/Control}");
    expect(field().value).toBe("so *good*");
    expect([field().selectionStart, field().selectionEnd]).toEqual([4, 8]);
    await user.keyboard("{Control>}b{/Control}");
    expect(field().value).toBe("so good");
    await user.keyboard("{Control>}i{/Control}");
    expect(field().value).toBe("so _good_");
  });

  it("says how much is too much, and does not send it", async () => {
    const { user, field, pane, calls } = await openThread();
    fireEvent.change(field(), { target: { value: "x".repeat(65_540) } });
    expect(within(pane()).getByRole("alert").textContent).toContain("4 signs too many");
    await user.keyboard("{Enter}");
    await settle();
    expect(calls("sendText")).toEqual([]);
  });

  it("shows the number that answers, and that words wait while it is offline", async () => {
    const { pane, user, world, list } = await openThread([{ at: at(-9), text: "hello", sender: iris }], { slot: 1 });
    expect(wordsOf(pane()), "online needs no words").not.toContain("waits");
    act(() => world.setLink(1, { kind: "waitingForNetwork", attempt: 2, nextTryAt: at(1), cause: "noNetwork" }));
    await user.keyboard("later{Enter}");
    await settle();
    expect(wordsOf(pane())).toContain("leaves once Flower shop is online");
    expect(wordsOf(list())).toContain("Waits for Flower shop");
    act(() => world.setLink(1, { kind: "online" }));
    await settle();
    expect(wordsOf(list())).not.toContain("Waits for");
  });

  it("keeps a draft for each chat", async () => {
    const { world, user, field, calls } = await openThread(undefined, { draft: "half a thought" });
    expect(field().value).toBe("half a thought");
    await user.type(field(), " more");
    act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 2 } }]));
    await settle();
    expect(calls("setDraft").at(-1)).toEqual([3, "half a thought more"]);
    act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
    await settle();
    expect(field().value).toBe("half a thought more");
  });

  it("keeps the words that could not be stored, and sends them again as the same message", async () => {
    const { world, user, pane, calls } = await openThread();
    world.fail("sendText", { kind: "diskFull" });
    await user.keyboard("keep me{Enter}");
    await settle();
    const alert = within(pane()).getByRole("alert");
    expect(alert.textContent).toContain("The disk is full");
    await user.click(within(alert).getByRole("button", { name: "Send again" }));
    await settle();
    const tokens = calls("sendText").map((call) => call[4]);
    expect(new Set(tokens).size, "one token").toBe(1);
    expect(within(pane()).queryByRole("alert")).toBeNull();
  });

  it("warns before another number answers, and opens the chat there", async () => {
    const { user, pane, view, calls } = await openThread([{ at: at(-9), text: "hello", sender: iris }], { slot: 1 });
    await user.click(within(pane()).getByRole("button", { name: /Flower shop/ }));
    await settle();
    await user.click(await view.findByRole("menuitem", { name: /Repairs/ }));
    const dialog = await view.findByRole("alertdialog");
    expect(dialog.textContent).toContain("will get the answer from another number (+1 555 000 1002)");
    expect(calls("answerFrom"), "nothing happens before the answer").toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Answer from Repairs" }));
    await settle();
    expect(calls("answerFrom")).toEqual([[3, 2]]);
    expect(
      within(pane()).getByRole("button", { name: /Repairs/ }),
      "the chat of the other number is open",
    ).toBeTruthy();
  });

  it("offers the people of a group after an @, and sends their numbers", async () => {
    const { world, user, pane, field, calls } = await openThread(undefined, {
      kind: "group",
      title: "Crew",
      phone: null,
    });
    await user.keyboard("ask @");
    await settle();
    const people = within(pane()).getAllByRole("option");
    expect(people.length).toBeGreaterThan(1);
    const name = people[1]?.textContent?.slice(2) ?? "";
    await user.keyboard("{ArrowDown}{Enter}");
    expect(field().value, "Enter picks and does not send").toBe(`ask @${name} `);
    await user.keyboard("please{Enter}");
    await settle();
    const [, text, , mentions] = calls("sendText")[0] ?? [];
    expect(text).toMatch(/^ask @\d+ please$/);
    expect(mentions).toHaveLength(1);
    expect(world.threadOf(3).at(-1)?.mentions[0]?.name).toBe(name);
  });

  it("finds an emoji by its name, with the keyboard alone", async () => {
    const { user, view, pane, field } = await openThread();
    await user.keyboard("well done ");
    await user.click(within(pane()).getByRole("button", { name: "Choose an emoji" }));
    await settle();
    const search = await view.findByRole("searchbox", { name: "Search emoji" });
    expect(document.activeElement).toBe(search);
    await user.keyboard("trophy{Enter}");
    await settle();
    expect(field().value).toBe("well done 🏆");
  });

  it("asks a question with options", async () => {
    const { user, view, pane, calls, list } = await openThread();
    await user.click(within(pane()).getByRole("button", { name: "Ask a question" }));
    const dialog = await view.findByRole("dialog", { name: "New poll" });
    const send = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Send the poll" });
    await user.type(within(dialog).getByRole("textbox", { name: "Question" }), "Which day?");
    await user.type(within(dialog).getByRole("textbox", { name: "Option 1" }), "Friday");
    await user.type(within(dialog).getByRole("textbox", { name: "Option 2" }), "Friday");
    expect(send.disabled, "the same twice is no choice").toBe(true);
    await user.type(within(dialog).getByRole("textbox", { name: "Option 2" }), " night");
    await user.click(send);
    await settle();
    expect(calls("sendPoll").map((call) => call.slice(0, 4))).toEqual([
      [3, "Which day?", ["Friday", "Friday night"], 0],
    ]);
    expect(wordsOf(list())).toContain("Which day?");
  });
});

describe("answers and changes", () => {
  const rows = [
    { at: at(-9), text: "Are you open?", sender: iris },
    { at: at(-5), text: "Yes, untill two.", direction: "outgoing", delivery: "read" },
  ] as const;

  it("reply by key, with a quote that can be cancelled", async () => {
    const { user, list, pane, calls, world } = await openThread(rows);
    const items = within(list()).getAllByRole("listitem");
    act(() => items.find((item) => item.textContent?.includes("Are you open?"))?.focus());
    await user.keyboard("r");
    await settle();
    expect(within(pane()).getByRole("region", { name: "Answering Iris Gallo" }).textContent).toContain("Are you open?");
    await user.keyboard("{Escape}");
    expect(within(pane()).queryByRole("region", { name: /^Answering/ })).toBeNull();
    act(() => items.find((item) => item.textContent?.includes("Are you open?"))?.focus());
    await user.keyboard("r");
    await user.keyboard("Yes{Enter}");
    await settle();
    expect(calls("sendText")[0]?.[2]).toBe(world.threadOf(3)[0]?.id);
  });

  it("correct the last message with the arrow key", async () => {
    const { user, field, pane, calls, world } = await openThread(rows);
    await user.keyboard("{ArrowUp}");
    expect(field().value).toBe("Yes, untill two.");
    expect(within(pane()).getByRole("region", { name: "Editing your message" })).toBeTruthy();
    await user.clear(field());
    await user.keyboard("Yes, until two.{Enter}");
    await settle();
    expect(calls("editMessage")).toEqual([[world.threadOf(3)[1]?.id, "Yes, until two."]]);
    expect(field().value).toBe("");
  });

  it("are not offered after a quarter of an hour", async () => {
    const { user, field } = await openThread([{ at: at(-16), text: "old", direction: "outgoing", delivery: "read" }]);
    await user.keyboard("{ArrowUp}");
    expect(field().value).toBe("");
  });
});
