// Forwarding: words and files, to one chat and to several, with a connection and
// without, and what is said when it cannot be.

import assert from "node:assert/strict";

import { MAYA, SHOP, link, openShop, retry } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";

const OTTO = "15550003333";
const IRIS = "15550006666";

/** Three people who wrote to a linked number, and Maya's thread open. */
async function openThreads(t) {
  const shop = await openShop(t);
  const { network, page } = shop;
  const auto = { deliver_after: 20, read_after: 80 };
  await network.do("create_contact", { number: OTTO, name: "Otto Brandt", in_address_book: [SHOP], auto });
  await network.do("create_contact", { number: IRIS, name: "Iris Gallo", in_address_book: [SHOP], auto });
  const device = await link(page, network, 1, SHOP);
  for (const contact of [OTTO, IRIS, MAYA]) await network.do("contact_send", { contact, to: SHOP, text: "Good morning" });
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  return { ...shop, device };
}

/** Puts the keyboard on a message. */
function onMessage(page, words) {
  return page.until(
    `the keyboard on "${words}"`,
    `const rows = [...document.querySelectorAll("[role=list][aria-label=Messages] [data-index]")];
     const row = rows.find((one) => one.innerText.includes(args[0]));
     row?.focus();
     return !!row && row.contains(document.activeElement);`,
    words,
  );
}

/** Chooses chats in the open dialog and passes on. */
async function forwardTo(page, ...names) {
  await page.has("dialog", "Forward");
  for (const name of names) {
    await page.type("Search names and numbers", name);
    await page.until("one chat left", "return document.querySelectorAll('[role=dialog] [role=option]').length === 1;");
    await page.click("option", name);
  }
  const words = names.length === 1 ? "1 chat" : `${names.length} chats`;
  await page.click("button", `Forward to ${words}`);
  await page.sees(`Forwarded to ${words}`);
}

/** Waits until somebody has this once, and answers it. */
async function arrives(network, by, found) {
  await network.until({ until: "received", by, ...found });
  const { messages } = await network.do("inspect", { what: "messages", account: by, chat: SHOP });
  const fitting = messages.filter((one) => Object.entries(found).every(([name, value]) => one[name] === value));
  assert.equal(fitting.length, 1, `${by} has it once`);
}

story("words are forwarded to several chats with the keyboard alone, and are marked as forwarded", async (t) => {
  const { network, page } = await openThreads(t);
  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "The market moves to Sunday" });
  await onMessage(page, "The market moves to Sunday");
  await page.press("f");
  await page.has("dialog", "Forward a message");
  await page.until("the keyboard in the search", "return document.activeElement.matches('[role=dialog] input');");
  // Maya wrote last and stands first; the list is one stop of the tabulator.
  await page.tabTo("Maya Fairweather");
  for (let place = 0; place < 2; place += 1) {
    await page.press("down");
    await page.press(" ");
  }
  await page.until("two choices", "return document.querySelectorAll('[role=dialog] [role=option][aria-selected=true]').length === 2;");
  await page.tabTo("Forward to 2 chats");
  await page.press("enter");
  await page.sees("Forwarded to 2 chats");
  for (const by of [IRIS, OTTO]) await arrives(network, by, { text: "The market moves to Sunday" });
  await page.click("option", "Otto Brandt");
  await page.until(
    "the mark",
    `const rows = [...document.querySelectorAll("[role=list][aria-label=Messages] [data-message]")];
     return rows.some((row) => row.innerText.includes("The market moves to Sunday") && row.innerText.includes("Forwarded"));`,
  );
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});

story("a file is forwarded to several chats without being sent again", async (t) => {
  const { network, page } = await openThreads(t);
  await network.do("contact_send", { contact: MAYA, to: SHOP, image: { caption: "The new window", scene: true } });
  const before = (await network.do("inspect", { what: "files" })).files.length;
  await onMessage(page, "The new window");
  await page.press("f");
  await forwardTo(page, "Otto Brandt", "Iris Gallo");
  for (const by of [OTTO, IRIS]) await arrives(network, by, { kind: "image", text: "The new window" });
  assert.equal((await network.do("inspect", { what: "files" })).files.length, before, "nothing was uploaded");
});

story("what is forwarded without a connection waits, and leaves once for each chat", async (t) => {
  const { network, page, device } = await openThreads(t);
  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Closed on Monday" });
  await onMessage(page, "Closed on Monday");
  await network.do("net", { act: "refuse_connect" });
  await network.do("net", { phone: SHOP, device, act: "reset" });
  await page.sees("leaves once");
  await onMessage(page, "Closed on Monday");
  await page.press("f");
  await forwardTo(page, "Otto Brandt", "Iris Gallo");
  await page.click("option", "Otto Brandt");
  await page.sees("Closed on Monday");
  await page.until("the word that it waits", "return /Waits/.test(document.querySelector('[role=list][aria-label=Messages]').innerHTML);");
  await network.do("net", { act: "accept_connect" });
  await page.click("button", "Numbers");
  await retry(page, 1);
  for (const by of [OTTO, IRIS]) await arrives(network, by, { text: "Closed on Monday" });
});

story("what cannot be passed on is left out, and said", async (t) => {
  const { network, page } = await openThreads(t);
  await network.do("contact_send", { contact: MAYA, to: SHOP, location: { latitude: 52.5, longitude: 13.4, name: "The corner" } });
  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Meet us there" });
  for (const words of ["The corner", "Meet us there"]) {
    await onMessage(page, words);
    await page.press("x");
  }
  await page.sees("2 ");
  await page.click("button", "Forward");
  await page.sees("Only words and files can be forwarded from here. The others were left out.");
  await forwardTo(page, "Otto Brandt");
  await arrives(network, OTTO, { text: "Meet us there" });
  const { messages } = await network.do("inspect", { what: "messages", account: OTTO, chat: SHOP });
  assert.ok(!messages.some((one) => one.kind === "location"), "the place stayed");
});
