import { act, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openWindow, settle, testNow, wordsOf } from "./testing";

async function openPage(name: string, options: Parameters<typeof openWindow>[0] = {}) {
  const opened = await openWindow({ chats: 3, ...options });
  await opened.user.click(within(opened.view.getByRole("navigation")).getByRole("button", { name }));
  await settle();
  return { ...opened, page: opened.view.getByRole("main") };
}

describe("the numbers", () => {
  it("read like this", async () => {
    const { page } = await openPage("Numbers");
    expect(wordsOf(page)).toMatchInlineSnapshot(`
      "Numbers
      Frontdesk holds up to three WhatsApp numbers. Each sits in its own slot with a name and a colour that mark its chats everywhere.
      Flower shop
      Juniper & Fern
      +1 555 000 1001
      Linked May 9
      Stored conversations only
      This build shows stored conversations and cannot connect numbers.
      Everything stored stays readable here.
      Phone last seen: 2 hours ago
      Name of this slot
      Colour
      Notify me of All messages
      Read later
      Looking at a chat tells nobody. Marking it as read does, and so does an answer.
      Show its chats What happened Unlink
      Repairs
      Fix-It Friday
      +1 555 000 1002
      Linked Mar 30
      Stored conversations only
      This build shows stored conversations and cannot connect numbers.
      Everything stored stays readable here.
      Phone last seen: 2 hours ago
      Name of this slot
      Colour
      Notify me of All messages
      Read later
      Looking at a chat tells nobody. Marking it as read does, and so does an answer.
      Show its chats What happened Unlink
      Free
      No number here
      The slot is free.
      Empty
      No number is linked to this slot.
      Connect a phone to fill it.
      Connect
      Name of this slot
      Colour
      Notify me of All messages
      Read later
      Looking at a chat tells nobody. Marking it as read does, and so does an answer.
      What happened"
    `);
  });

  it("take a name and a colour", async () => {
    const { page, user, calls } = await openPage("Numbers");
    const field = within(page).getAllByLabelText("Name of this slot")[2] as HTMLElement;
    await user.type(field, "Support{Enter}");
    await settle();
    expect(calls("setSlotLabel")).toEqual([[3, "Support"]]);
    await user.click(within(page).getAllByRole("radio", { name: "Rose" })[2] as HTMLElement);
    await settle();
    expect(calls("setSlotColour")).toEqual([[3, "rose"]]);
    expect(within(page).getByRole("article", { name: "Slot 3: Support" })).toBeTruthy();
  });

  it("lead to their chats", async () => {
    const { page, user, view } = await openPage("Numbers");
    await user.click(within(page).getAllByRole("button", { name: "Show its chats" })[0] as HTMLElement);
    await settle();
    expect(view.getByRole("radio", { name: "Flower shop" }).getAttribute("aria-checked")).toBe("true");
  });
});

describe("the settings", () => {
  it("change one choice and keep the others", async () => {
    const { page, user, calls } = await openPage("Settings");
    await user.click(within(page).getByRole("radio", { name: "Dark" }));
    await settle();
    await user.click(within(page).getByRole("switch", { name: "Keep running when the window is closed" }));
    await settle();
    expect(calls("setSettings").at(-1)).toEqual([
      expect.objectContaining({ theme: "dark", closeToTray: true, language: "en" }),
    ]);
    expect(document.documentElement.dataset.theme).toBe("dark");
  });

  it("send a test notification and say what to do when none shows up", async () => {
    const { world, page, user, calls, view } = await openPage("Settings");
    const test = within(page).getByRole("button", { name: "Send a test notification" });
    await user.click(test);
    await settle();
    expect(calls("testNotification"), "a click on it opens the newest chat").toEqual([[2]]);
    expect(page.textContent).toContain("If nothing showed up");
    world.fail("testNotification", { kind: "desktopCannot" });
    await user.click(test);
    await settle();
    expect(view.getByRole("log", { name: "Notices" }).textContent).toContain("Your desktop has no service for this.");
  });

  it("check the store with progress, cancel and a report", async () => {
    const { world, page, user, calls } = await openPage("Settings");
    await user.click(within(page).getByRole("button", { name: "Check stored data" }));
    await settle();
    act(() =>
      world.progress({
        id: 1,
        kind: "checkStore",
        done: 300,
        total: 1200,
        since: testNow,
        cancellable: true,
        outcome: null,
      }),
    );
    await settle();
    expect(within(page).getByRole("progressbar").getAttribute("aria-valuetext")).toBe("300 of 1,200 (25%)");
    await user.click(within(page).getByRole("button", { name: /Cancel/ }));
    await settle();
    expect(calls("cancelTask")).toEqual([[1]]);
    expect(page.textContent).toContain("The check was stopped");
    act(() =>
      world.progress({
        id: 1,
        kind: "checkStore",
        done: 1200,
        total: 1200,
        since: testNow,
        cancellable: false,
        outcome: { kind: "damaged", places: 2 },
      }),
    );
    await settle();
    expect(page.textContent).toContain("2 damaged places were found");
    await user.click(within(page).getByRole("button", { name: "Dismiss" }));
    await settle();
    expect(page.textContent).not.toContain("damaged places");
  });

  it("make a new recovery code that has to be confirmed", async () => {
    const { page, user, calls, view } = await openPage("Settings");
    await user.click(within(page).getByRole("button", { name: "Make a new recovery code" }));
    const dialog = await view.findByRole("dialog");
    await settle();
    expect(calls("issueRecoveryCode").length).toBe(1);
    await user.keyboard("{Escape}");
    expect(view.queryByRole("dialog"), "nobody loses the only code by accident").not.toBeNull();
    await user.click(within(dialog).getByRole("checkbox"));
    await user.click(within(dialog).getByRole("button", { name: "Done" }));
    await settle();
    expect(calls("confirmRecoveryCode").length).toBe(1);
    expect(view.queryByRole("dialog")).toBeNull();
  });

  it("let go of a recovery code that could not be made", async () => {
    const { world, page, user, view } = await openPage("Settings");
    world.fail("issueRecoveryCode", { kind: "storeUnusable" });
    await user.click(within(page).getByRole("button", { name: "Make a new recovery code" }));
    await settle();
    const dialog = view.getByRole("dialog");
    expect(dialog.textContent).toContain("The store cannot be written");
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    await settle();
    expect(view.queryByRole("dialog")).toBeNull();
  });

  it("replace the key of another store only after a question", async () => {
    const { world, page, user, calls, view } = await openPage("Settings", {
      keyCare: { protection: "recoveryCodeOnly", keychain: "Test Keychain" },
    });
    expect(page.textContent).toContain("The keychain no longer holds the key");
    world.fail("rememberKey", { kind: "otherKeyInKeychain" });
    await user.click(within(page).getByRole("button", { name: "Keep the key in Test Keychain" }));
    await settle();
    await user.click(within(page).getByRole("button", { name: "Replace the other key" }));
    const dialog = await view.findByRole("alertdialog");
    expect(calls("rememberKey")).toEqual([[false]]);
    await user.click(within(dialog).getByRole("button", { name: "Replace the other key" }));
    await settle();
    expect(calls("rememberKey")).toEqual([[false], [true]]);
    expect(page.textContent).toContain("The key is kept in Test Keychain.");
  });
});

describe("about", () => {
  it("reads like this", async () => {
    const { page } = await openPage("About");
    expect(wordsOf(page)).toMatchInlineSnapshot(`
      "About
      Frontdesk
      Three numbers, one inbox, on your own computer
      Not affiliated with WhatsApp
      Frontdesk speaks an unofficial protocol. Numbers can be restricted or banned. Message only people who agreed to hear from you; real campaigns belong on the official Cloud API.
      Inside
      Frontdesk
      0.1.0
      SQLite
      3.53.4
      SQLCipher
      4.19.0
      Schema
      3
      Stored data
      48.2 MB
      Folder
      /home/robin/.local/share/frontdesk
      Copy these facts
      Licence
      Frontdesk is free software under the GNU Affero General Public License, version 3. You may use, study, share and change it; whoever offers it over a network must offer its source as well. It comes without any warranty.
      Show the licences of included work"
    `);
  });

  it("fetches the licences when somebody wants to read them", async () => {
    const { page, user } = await openPage("About");
    await user.click(within(page).getByRole("button", { name: "Show the licences of included work" }));
    await within(page).findByRole("list", { name: "Work of others" });
    await user.type(within(page).getByRole("searchbox"), "react-aria-components");
    expect(page.textContent).toContain("Apache-2.0");
  });

  it("says when its facts cannot be read", async () => {
    const opened = await openWindow({ chats: 1 });
    opened.world.fail("about", { kind: "internal" });
    await opened.user.click(opened.view.getByRole("button", { name: "About" }));
    await settle();
    expect(opened.view.getByRole("main").textContent).toContain("These facts could not be read");
  });
});

describe("the demo", () => {
  it("says that it is one", async () => {
    const { view } = await openWindow({ chats: 1, demo: true });
    expect(view.getByRole("navigation").textContent).toContain("nothing here is real");
  });

  it("is never claimed for the user's own messages", async () => {
    const { view } = await openWindow({ chats: 1 });
    expect(view.getByRole("navigation").textContent).not.toContain("Demo");
  });
});
