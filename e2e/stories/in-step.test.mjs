// What the phone has and says besides new messages: its past, whom it blocks,
// what is marked on it; and files that are passed on.

import assert from "node:assert/strict";

import { MAYA, SHOP, link, openShop } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";

const MESSAGES = "document.querySelector('[role=list][aria-label=Messages]')";

/** How many messages the open thread shows. */
const COUNT = `return ${MESSAGES}.querySelectorAll("[data-message]").length;`;

/** Waits until the open thread shows this. */
function shows(page, words) {
  return page.until(`the thread to show "${words}"`, `return ${MESSAGES}?.innerText.includes(args[0]);`, words);
}

/** A linked number to which Maya has written, with her thread open. */
async function openThread(t) {
  const shop = await openShop(t);
  const { network, page } = shop;
  await link(page, network, 1, SHOP);
  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Do you remember?" });
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await shows(page, "Do you remember?");
  return shop;
}

story("the phone hands out what is older, and the thread grows upwards", async (t) => {
  const { network, page } = await openThread(t);
  await shows(page, "Older messages may be on the phone.");
  assert.equal(await page.run(COUNT), 1, "nothing is asked of the phone by looking");
  await page.click("button", "Get older messages");
  await page.until("older messages", `return ${MESSAGES}.querySelectorAll("[data-message]").length > 1;`);
  await page.click("button", "Details of the chat");
  await page.until(
    "the panel to know more messages",
    "return /\\b51 messages/.test(document.querySelector('aside')?.innerText ?? '');",
  );
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});

story("a person is blocked here and unblocked on the phone", async (t) => {
  const { network, page } = await openThread(t);
  await page.click("button", "Details of the chat");
  await page.click("button", "Block");
  await page.sees("Block Maya Fairweather?");
  await page.until(
    "the answer",
    `const ask = document.querySelector("[role=alertdialog]");
     const yes = [...ask.querySelectorAll("button")].find((one) => one.textContent.trim() === "Block");
     yes?.click();
     return !!yes;`,
  );
  await page.sees("Maya Fairweather is blocked.");
  await network.do("phone_block", { phone: SHOP, contact: MAYA, on: false });
  await page.seesNoMore("Maya Fairweather is blocked.");
  await network.do("phone_block", { phone: SHOP, contact: MAYA });
  await page.sees("Maya Fairweather is blocked.");
});

story("stars and deletions for oneself reach the phone, and come from it", async (t) => {
  const { network, page } = await openThread(t);
  const { msg } = await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Mark this one" });
  await shows(page, "Mark this one");
  await network.do("phone_star", { phone: SHOP, msg });
  await page.until(
    "the star",
    `return [...${MESSAGES}.querySelectorAll("[data-message]")].some((row) =>
       row.textContent.includes("Mark this one") && row.textContent.includes("Marked with a star"));`,
  );
  await network.do("phone_delete_for_me", { phone: SHOP, msg });
  await page.until("it to go", `return !${MESSAGES}.innerText.includes("Mark this one");`);
});

story("where a slot reads later, looking tells nobody until it is marked", async (t) => {
  const { network, page } = await openShop(t);
  await link(page, network, 1, SHOP);
  await page.click("switch", "Read later");
  await page.until(
    "the switch to be on",
    "return !!document.querySelectorAll('article')[0].querySelector('[role=switch]:checked');",
  );
  const { msg } = await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Are you there?" });
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await page.sees("Looking has told nobody: this slot reads later.");
  const told = async () =>
    (await network.do("inspect", { what: "receipts", msg })).receipts.devices.some((one) => one.read_ms !== null);
  const before = await told();
  await page.click("button", "Mark as read");
  await page.seesNoMore("Looking has told nobody");
  await network.until({ until: "read", msg, by: SHOP });
  assert.equal(before, false, "she was not told before");
});

story("the picture an account shows stands on its card, drawn and never loaded", async (t) => {
  const { network, page } = await openShop(t);
  const number = "15550007777";
  await network.do("create_phone", { number, name: "Window Display", picture: true });
  await link(page, network, 1, number);
  await page.until(
    "the picture",
    `const card = document.querySelectorAll("article")[0];
     const canvas = card.querySelector("canvas:not([hidden])");
     return canvas?.width === 96 && card.querySelector("img") === null;`,
  );
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});
