import { act, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { commands } from "../lib/commands";
import { always } from "../model/mute";
import { openWindow, settle, testNow, wordsOf } from "./testing";

const hour = 3_600_000;

async function openInbox(options: Parameters<typeof openWindow>[0] = {}) {
  const opened = await openWindow(options);
  const list = () => opened.view.getByRole("listbox", { name: "Chats" });
  const rows = () => within(list()).getAllByRole("option");
  return { ...opened, list, rows };
}

describe("the inbox", () => {
  it("reads like this", async () => {
    const { list } = await openInbox();
    expect(wordsOf(list())).toMatchInlineSnapshot(`
      "[Slot 1: Flower shop]
      Valeria Zhang 2:46 PM
      How much is delivery to the old harbour? [Pinned]
      [Slot 1: Flower shop]
      Rosa Okafor 2:40 PM
      👍 [Pinned]
      [Slot 2: Repairs]
      Valeria Fischer 2:33 PM
      👍
      [Slot 1: Flower shop]
      Jonas Yılmaz 2:18 PM
      👍
      [Slot 1: Flower shop]
      +1 555 105 0005 1:51 PM
      [Sent] Of course! I put your name on them.
      [Slot 2: Repairs]
      Iris Gallo 1:42 PM
      I think I left my umbrella at your place yesterday
      [Slot 1: Flower shop]
      Yuki Castellano 1:33 PM
      Can we move our appointment to 16:30?
      [Slot 1: Flower shop]
      Rosa Gallo 1:20 PM
      [Sent] Your order is ready. The code is K7-2210
      [Slot 1: Flower shop]
      +1 555 110 0010 1:02 PM
      [Read] 16:30 works, I moved you.
      [Slot 2: Repairs]
      Gustav Ivanova 12:56 PM
      Is the blue one back in stock? My sister has been asking every single day and I promised her that I would find out, so p
      [Slot 1: Flower shop]
      Saturday market crew 12:48 PM
      [Delivered] Invoice 1042.pdf
      [Slot 2: Repairs]
      عائلة الحداد 12:29 PM
      Draft: Let me look that up and [3 unread messages]"
    `);
  });

  it("is worked by keyboard alone", async () => {
    const { view, user, rows, calls, world } = await openInbox();
    act(() => (rows()[0] as HTMLElement).focus());
    await user.keyboard("jj");
    expect(document.activeElement, "j goes down").toBe(rows()[2]);
    await user.keyboard("k");
    expect(document.activeElement, "k goes up").toBe(rows()[1]);
    const second = world.row(1);
    await user.keyboard("p");
    await user.keyboard("e");
    await settle();
    expect(calls("setChatPinned")).toEqual([[1, !second.pinned]]);
    expect(calls("setChatArchived")).toEqual([[1, true]]);
    expect(document.activeElement?.getAttribute("role"), "the keyboard stays in the list").toBe("option");
    await user.keyboard("{Enter}");
    await settle();
    const thread = view.getByRole("list", { name: "Messages" });
    expect(thread.contains(document.activeElement), "Enter opens and goes into the thread").toBe(true);
    await user.keyboard("{Escape}");
    await settle();
    expect(document.activeElement?.getAttribute("aria-selected"), "Escape goes back to its row").toBe("true");
    await user.keyboard("{Escape}");
    await settle();
    expect(view.queryByRole("list", { name: "Messages" }), "and closes it").toBeNull();
  });

  it("shows one slot, and all again", async () => {
    const { user, rows } = await openInbox();
    const all = rows().length;
    await user.keyboard("{Control>}2{/Control}");
    await settle();
    expect(rows().length).toBeLessThan(all);
    await user.keyboard("{Control>}2{/Control}");
    await settle();
    expect(rows().length).toBe(all);
  });

  it("finds chats by name and number from the search field", async () => {
    const { view, user, world, rows } = await openInbox();
    await user.keyboard("/");
    await settle();
    expect(document.activeElement?.tagName, "/ leads to the field").toBe("INPUT");
    await user.keyboard(world.row(3).title.toLowerCase());
    await settle();
    expect(rows()[0]?.textContent).toContain(world.row(3).title);
    await user.keyboard("{Enter}");
    expect(document.activeElement, "Enter leads to the first hit").toBe(rows()[0]);
    await user.click(view.getByRole("button", { name: "Clear search" }));
    await user.keyboard("zzzz");
    await settle();
    expect(view.getByText("Nobody is called “zzzz”")).toBeTruthy();
  });

  it.each([
    ["Unread", "Everything is read", "Show all chats"],
    ["Groups", "No groups", "Show all chats"],
    ["Archived", "The archive is empty", "Show all chats"],
    ["Flower shop", "No chats in slot 1", "Show numbers"],
    ["All", "No conversations yet", "Show numbers"],
  ])("says what to do when %s is empty", async (filter, title, action) => {
    const { view, user } = await openWindow({ chats: 0 });
    await user.click(view.getByRole("radio", { name: filter }));
    await settle();
    expect(view.getByText(title)).toBeTruthy();
    expect(view.getAllByRole("button", { name: action }).length).toBeGreaterThan(0);
  });

  it.each([
    ["Mute for 1 hour", testNow + hour],
    ["Mute for 8 hours", testNow + 8 * hour],
    ["Mute for 1 week", testNow + 168 * hour],
    ["Mute until I change it", always],
  ])("%s silences the chat until then", async (label, until) => {
    const { view, user, rows, calls } = await openInbox();
    await user.pointer({ target: rows()[0]?.firstElementChild as Element, keys: "[MouseRight]" });
    await user.click(await view.findByRole("menuitem", { name: label }));
    await settle();
    expect(calls("setChatMuted")).toEqual([[2, until]]);
    await user.pointer({ target: rows()[0]?.firstElementChild as Element, keys: "[MouseRight]" });
    expect(await view.findByRole("menuitem", { name: "Unmute" })).toBeTruthy();
  });

  it("moves a chat up when somebody writes, and counts it in the title", async () => {
    const { world, rows } = await openInbox();
    act(() => void world.receive(9, "Is anybody there?"));
    await settle();
    const place = rows().findIndex((row) => row.textContent?.includes("Is anybody there?"));
    expect(place, "right below the two pinned ones").toBe(2);
    expect(document.title).toMatch(/^\(\d+\) Frontdesk$/);
  });

  it("opens the chat that a notification was clicked for", async () => {
    const { world, view } = await openInbox();
    act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 4 } }]));
    await settle();
    expect(view.getByRole("region", { name: `Conversation with ${world.row(4).title}` })).toBeTruthy();
  });

  it("tells when an action did not work", async () => {
    const { world, view, user, rows } = await openInbox();
    world.fail("setChatPinned", { kind: "storeUnusable" });
    act(() => (rows()[0] as HTMLElement).focus());
    await user.keyboard("p");
    await settle();
    expect(view.getByRole("log", { name: "Notices" }).textContent).toContain("The store cannot be written");
  });

  it("says new messages to a screen reader, summed up when they come fast", async () => {
    const { world, view } = await openInbox();
    act(() => void world.receive(5, "first"));
    await settle();
    const news = view.getByRole("log", { name: "New messages" });
    expect(news.textContent).toContain(world.row(5).title);
    act(() => {
      world.receive(5, "second");
      world.receive(6, "third");
    });
    await settle();
    expect(news.textContent, "no second voice right behind the first").toContain(world.row(5).title);
  });

  it("offers every shortcut in the help sheet", async () => {
    const { view, user } = await openInbox();
    await user.keyboard("?");
    const sheet = await view.findByRole("dialog", { name: "Keyboard shortcuts" });
    const known = commands.list().filter((command) => command.keys);
    const ways = known.flatMap((command) => command.keys ?? []);
    expect(sheet.querySelectorAll("dt").length, "one line for each thing").toBe(
      new Set(known.map((command) => command.label)).size,
    );
    expect(sheet.querySelectorAll("dd > *").length, "with every way to it").toBe(ways.length);
  });

  it("opens a chat from the palette", async () => {
    const { world, view, user } = await openInbox();
    await user.keyboard("{Control>}k{/Control}");
    await view.findByRole("combobox");
    await user.keyboard(world.row(7).title);
    await settle();
    await user.keyboard("{Enter}");
    await act(async () => void (await new Promise((resolve) => requestAnimationFrame(resolve))));
    await settle();
    expect(view.getByRole("region", { name: `Conversation with ${world.row(7).title}` })).toBeTruthy();
  });

  it("remembers the width of the list in the settings", async () => {
    const { view, user, calls } = await openInbox();
    act(() => view.getByRole("separator").focus());
    await user.keyboard("{ArrowRight}");
    await settle();
    expect(calls("setSettings")).toEqual([[expect.objectContaining({ inboxWidth: 356 })]]);
  });
});
