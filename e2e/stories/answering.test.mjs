// A day at the desk on the simulated network: customers write, the agent
// answers, and everything that happens on phones shows here.

import assert from "node:assert/strict";

import { DESK, MAYA, SHOP, link, openShop, retry } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";

const OTTO = "15550003333";
const MESSAGES = "document.querySelector('[role=list][aria-label=Messages]')";

/** A person writes; answers with the message's id. */
async function write(network, contact, to, text) {
  return (await network.do("contact_send", { contact, to, text })).msg;
}

/** Waits until the open thread shows this. */
function shows(page, words) {
  return page.until(`the thread to show "${words}"`, `return ${MESSAGES}?.innerText.includes(args[0]);`, words);
}

async function answer(page, name, text) {
  await page.type(`Message to ${name}`, text);
  await page.press("enter");
  await shows(page, text);
}

story("two customers write to two numbers, and each is answered from the number that received", async (t) => {
  const { network, page } = await openShop(t);
  await network.do("create_contact", {
    number: OTTO,
    name: "Otto Brandt",
    in_address_book: [SHOP, DESK],
    auto: { deliver_after: 20, read_after: 80 },
  });
  await link(page, network, 1, SHOP);
  await link(page, network, 2, DESK);
  await write(network, MAYA, SHOP, "Is the cargo bike back?");
  await write(network, OTTO, DESK, "When can I fetch the invoice?");
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await shows(page, "Is the cargo bike back?");
  await answer(page, "Maya Fairweather", "Since this morning.");
  await page.click("option", "Otto Brandt");
  await shows(page, "When can I fetch the invoice?");
  await answer(page, "Otto Brandt", "It is ready now.");
  await network.until({ until: "received", by: MAYA, text: "Since this morning." });
  await network.until({ until: "received", by: OTTO, text: "It is ready now." });
  const { messages } = await network.do("inspect", { what: "messages", account: OTTO, chat: DESK });
  assert.equal(messages.filter((one) => one.text === "It is ready now.").length, 1, "it arrived once");
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});

story("corrections, reactions, deletions and what the phone says show in the thread", async (t) => {
  const { network, page } = await openShop(t);
  await link(page, network, 1, SHOP);
  const msg = await write(network, MAYA, SHOP, "Two loafs, please");
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await shows(page, "Two loafs, please");
  await network.do("contact_edit", { msg, text: "Two loaves, please" });
  await shows(page, "Two loaves, please");
  await shows(page, "Edited");

  await answer(page, "Maya Fairweather", "With pleasure.");
  await network.until({ until: "received", by: MAYA, text: "With pleasure." });
  const { messages } = await network.do("inspect", { what: "messages", account: MAYA, chat: SHOP });
  const sent = messages.find((one) => one.text === "With pleasure.").id;
  await network.do("contact_react", { contact: MAYA, msg: sent, emoji: "👍" });
  await shows(page, "👍");

  await network.do("phone_send", { phone: SHOP, chat: MAYA, text: "Written on the phone" });
  await shows(page, "Written on the phone");
  const gone = await write(network, MAYA, SHOP, "Forget this one");
  await shows(page, "Forget this one");
  await network.do("contact_delete", { msg: gone });
  await page.until("the words to go", `return !${MESSAGES}.innerText.includes("Forget this one");`);
  await shows(page, "deleted");
});

story("what is written without a connection says that it waits, and leaves once, in order", async (t) => {
  const { network, page } = await openShop(t);
  const device = await link(page, network, 1, SHOP);
  await write(network, MAYA, SHOP, "Are you still there?");
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await shows(page, "Are you still there?");
  await network.do("net", { act: "refuse_connect" });
  await network.do("net", { phone: SHOP, device, act: "reset" });
  await page.sees("leaves once");
  await answer(page, "Maya Fairweather", "First.");
  await answer(page, "Maya Fairweather", "Second.");
  await network.do("net", { act: "accept_connect" });
  await page.click("button", "Numbers");
  await retry(page, 1);
  await network.until({ until: "received", by: MAYA, text: "Second." });
  const { messages } = await network.do("inspect", { what: "messages", account: MAYA, chat: SHOP });
  const words = messages.map((one) => one.text).filter((text) => text === "First." || text === "Second.");
  assert.deepEqual(words, ["First.", "Second."], "once each, in order");
});

story("a refused message says why and offers a next step", async (t) => {
  const { network, page } = await openShop(t);
  await link(page, network, 1, SHOP);
  await write(network, MAYA, SHOP, "Hello?");
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await shows(page, "Hello?");
  await network.do("nack_next", { phone: SHOP, code: 463, times: 1 });
  await page.type("Message to Maya Fairweather", "Good morning");
  await page.press("enter");
  await shows(page, "WhatsApp does not let this number begin conversations for now.");
  await page.has("button", "I have done that, try again");
});
