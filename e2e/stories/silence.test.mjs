// A connection that looks open and carries nothing any more: the window must
// not call it online for long, and what was sent into it leaves once.

import assert from "node:assert/strict";

import { DESK, MAYA, SHOP, card, link, openShop, says } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";
import { until } from "../lib/wait.mjs";

/** The bounds that the product promises, and a second for the window to show it. */
const IDLE = 45_000;
const UNANSWERED = 20_000;
const SHOWN = 1_000;

/** How long it takes until a card no longer says that its slot is online. */
async function fades(page, slot, since, within) {
  await until(`slot ${slot} to be seen to be gone`, async () => !(await card(page, slot)).includes("Online"), within + 5_000);
  return Date.now() - since;
}

story("a connection that died without a word is seen to be gone in time, and what was sent into it arrives once", async (t) => {
  const { network, page } = await openShop(t);
  const idle = await link(page, network, 1, SHOP);
  const busy = await link(page, network, 2, DESK);
  await network.do("contact_send", { contact: MAYA, to: DESK, text: "Is it ready?" });
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await page.sees("Is it ready?");

  const stalled = Date.now();
  await network.do("net", { phone: SHOP, device: idle, act: "stall" });
  await network.do("net", { phone: DESK, device: busy, act: "stall" });
  await page.type("Message to Maya Fairweather", "It is.");
  await page.press("enter");
  const sent = Date.now();
  await page.click("button", "Numbers");
  const [unanswered, silent] = await Promise.all([
    fades(page, 2, sent, UNANSWERED),
    fades(page, 1, stalled, IDLE),
  ]);
  assert.ok(unanswered <= UNANSWERED + SHOWN, `with something unanswered it took ${unanswered} ms`);
  assert.ok(silent <= IDLE + SHOWN, `idle it took ${silent} ms`);

  for (const slot of [1, 2]) await says(page, slot, "Online");
  await network.until({ until: "received", by: MAYA, text: "It is." });
  const { messages } = await network.do("inspect", { what: "messages", account: MAYA, chat: DESK });
  assert.equal(messages.filter((one) => one.text === "It is.").length, 1, "it arrived once");
  const { ledger } = await network.do("inspect", { what: "ledger" });
  assert.deepEqual(ledger.alarms, [], "no promise of the protocol was broken");
});
