// Linking numbers on the simulated network: the whole program, a real socket,
// and a phone that reads the code off the screen.

import assert from "node:assert/strict";

import { openNetwork } from "../lib/network.mjs";
import { scan } from "../lib/phone.mjs";
import { begin } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

const SHOP = "15550001111";
const DESK = "15550004444";
const MAYA = "15550002222";

/** A desk with a network around it: two phones and somebody who writes. */
async function openShop(t) {
  const network = await openNetwork(t);
  await network.do("create_phone", { number: SHOP, name: "Corner Shop" });
  await network.do("create_phone", { number: DESK, name: "Back Office" });
  await network.do("create_contact", {
    number: MAYA,
    name: "Maya Fairweather",
    in_address_book: [SHOP, DESK],
    auto: { deliver_after: 50, read_after: 150 },
  });
  const desk = await t.desk();
  const page = await desk.start(network.argument);
  await begin(page);
  return { network, desk, page };
}

/** Links a slot by the QR code and leaves the console. */
async function link(page, network, slot, phone) {
  await page.click("button", "Numbers");
  await connect(page, slot);
  const device = await scan(page, network, phone);
  await page.sees("Account connected");
  await page.click("button", "Done");
  await page.sees("Online");
  return device;
}

/** Presses Connect on the card of a slot. */
async function connect(page, slot) {
  await page.until(
    `Connect on the card of slot ${slot}`,
    `const card = document.querySelectorAll("article")[args[0] - 1];
     const button = [...(card?.querySelectorAll("button") ?? [])].find((one) => one.textContent.trim() === "Connect");
     if (!button || button.disabled) return false;
     button.click();
     return true;`,
    slot,
  );
  await page.until("the console", "return !!document.querySelector('[role=dialog]');");
}

/** What the card of a slot says. */
function card(page, slot) {
  return page.run("return document.querySelectorAll('article')[arguments[0] - 1]?.innerText ?? '';", slot);
}

story("a phone reads the code, messages come and go, and a restart is online without a click", async (t) => {
  const { network, desk, page } = await openShop(t);
  const device = await link(page, network, 1, SHOP);
  assert.match(await card(page, 1), /Corner Shop/, "the card names the account");

  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Do you have oat bread today?" });
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await page.sees("Do you have oat bread today?");
  await page.type("Message to Maya Fairweather", "Yes, until six.");
  await page.press("enter");
  await network.until({ until: "received", by: MAYA, text: "Yes, until six." });
  await page.until("its ticks", "return /Read/.test(document.querySelector('[role=list][aria-label=Messages]').innerHTML);");

  assert.equal(await page.quit(), 0, "it ends well");
  await network.until({ until: "offline", phone: SHOP, device });
  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Keep me two." });
  const again = await desk.start(network.argument);
  await network.until({ until: "online", phone: SHOP, device });
  await again.click("option", "Maya Fairweather");
  await again.sees("Keep me two.");
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});

story("unlinked on the phone the card says so, and the same number linked again keeps its history", async (t) => {
  const { network, page } = await openShop(t);
  const device = await link(page, network, 1, SHOP);
  const { msg } = await network.do("contact_send", { contact: MAYA, to: SHOP, text: "See you at ten." });
  await network.until({ until: "delivered", msg, by: SHOP });
  await network.do("phone_unlink", { phone: SHOP, device });
  await page.sees("The link was removed on the phone");
  await link(page, network, 1, SHOP);
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await page.sees("See you at ten.");
});
