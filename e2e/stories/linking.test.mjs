// Linking numbers on the simulated network: the whole program, a real socket,
// and a phone that reads the code off the screen.

import assert from "node:assert/strict";

import { readCode, scan } from "../lib/phone.mjs";
import { DESK, MAYA, SHOP, STAND, askCode, card, connect, finish, link, openShop, press, says } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";
import { until } from "../lib/wait.mjs";

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

story("three numbers are online together and after a restart, through a storm and beside one that is banned", async (t) => {
  const { network, desk, page } = await openShop(t);
  const shop = await link(page, network, 1, SHOP);
  const back = await link(page, network, 2, DESK);
  await connect(page, 3);
  const code = await askCode(page, "+1 555-000 5555");
  const { device: stand } = await network.do("phone_enter_code", { phone: STAND, code });
  await finish(page, 3);
  for (const slot of [1, 2, 3]) await says(page, slot, "Online");
  await page.quit();

  const again = await desk.start(network.argument);
  const linked = [
    { phone: SHOP, device: shop },
    { phone: DESK, device: back },
    { phone: STAND, device: stand },
  ];
  for (const one of linked) await network.until({ until: "online", ...one });
  await again.click("button", "Numbers");
  for (const slot of [1, 2, 3]) await says(again, slot, "Online");

  for (const one of linked) await network.do("fail_login", { ...one, reason: 503, times: 2 });
  for (const one of linked) await network.do("stream_error", { ...one, error: "unavailable" });
  for (const slot of [1, 2, 3]) await says(again, slot, "WhatsApp's servers are busy");
  for (const slot of [1, 2, 3]) await says(again, slot, "Next try in");
  for (const slot of [1, 2, 3]) await says(again, slot, "Online");

  await network.do("fail_login", { phone: DESK, device: back, reason: 402, code: 101, expire: 4, times: 1 });
  await network.do("net", { phone: DESK, device: back, act: "reset" });
  await says(again, 2, "Number restricted");
  await says(again, 2, "Until");
  for (const slot of [1, 3]) await says(again, slot, "Online");
  await says(again, 2, "Restriction over");
  await press(again, 2, "Retry now");
  await says(again, 2, "Online");
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});

story("a link that goes down says why and when it tries again, and comes back", async (t) => {
  const { network, page } = await openShop(t);
  const device = await link(page, network, 1, SHOP);
  await network.do("net", { act: "refuse_connect" });
  await network.do("net", { phone: SHOP, device, act: "reset" });
  await says(page, 1, "No connection");
  await says(page, 1, "Retry now");
  await network.do("net", { act: "accept_connect" });
  await press(page, 1, "Retry now");
  await says(page, 1, "Online");

  await network.do("fail_login", { phone: SHOP, device, reason: 503, times: 1 });
  await network.do("stream_error", { phone: SHOP, device, error: "unavailable" });
  await network.until({ until: "offline", phone: SHOP, device });
  await network.until({ until: "online", phone: SHOP, device });
  await says(page, 1, "Online");
});

story("what only a person can mend stops, says so and offers one way on", async (t) => {
  const { network, page } = await openShop(t);
  const device = await link(page, network, 1, SHOP);

  await network.do("stream_error", { phone: SHOP, device, error: "replaced" });
  await says(page, 1, "Opened elsewhere");
  await press(page, 1, "Use here");
  await says(page, 1, "Online");

  for (const { reason, words, more } of [
    { reason: 405, words: "Version too old", more: {} },
    { reason: 402, words: "Number restricted", more: { code: 101, expire: 3_600 } },
    { reason: 403, words: "Account locked", more: {} },
  ]) {
    await network.do("fail_login", { phone: SHOP, device, reason, times: 1, ...more });
    await network.do("net", { phone: SHOP, device, act: "reset" });
    await says(page, 1, words);
    await page.until(
      "the one action",
      `const card = document.querySelectorAll("article")[0];
       const button = [...card.querySelectorAll("button")].find((one) => ["Update Frontdesk", "Open on phone"].includes(one.textContent.trim()));
       button?.click();
       return !!button;`,
    );
    await page.click("button", "Try again");
    await says(page, 1, "Online");
  }
});

story("killed at any step of linking, a slot is linked or free afterwards and never half", async (t) => {
  const { network, desk, page: first } = await openShop(t);
  let page = first;
  const killed = async () => {
    await page.program.kill();
    page = await desk.start(network.argument);
    await page.click("button", "Numbers");
  };
  await page.click("button", "Numbers");

  await connect(page, 1);
  await page.has("img", "QR code to scan with the phone");
  await killed();
  await says(page, 1, "No number here");

  await connect(page, 1);
  await askCode(page, `+${SHOP}`);
  await killed();
  await says(page, 1, "No number here");

  await connect(page, 1);
  const device = await scan(page, network, SHOP);
  await killed();
  const isLinked = await page.until(
    "the slot to be linked or free",
    `const card = document.querySelectorAll("article")[0].innerText;
     return card.includes("Online") ? "linked" : card.includes("No number here") ? "free" : null;`,
  );
  if (isLinked === "linked") await network.until({ until: "online", phone: SHOP, device });
  else await link(page, network, 1, SHOP);

  await connect(page, 2);
  await network.do("net", { act: "refuse_connect" });
  await scan(page, network, DESK);
  await page.until("the phone's word", "return document.querySelector('[role=dialog]').innerText.includes('The phone has accepted');");
  await killed();
  await network.do("net", { act: "accept_connect" });
  for (const slot of [1, 2]) await comesOnline(page, slot);

  await connect(page, 3);
  await scan(page, network, SHOP);
  await page.sees("already sits in slot 1");
  await killed();
  await says(page, 3, "No number here");
  for (const slot of [1, 2]) await says(page, slot, "Online");

  await network.do("plan_history", { phone: STAND, chats: 40, messages_per_chat: 50, kind: "recent", chunk: 4 });
  await connect(page, 3);
  await scan(page, network, STAND);
  await page.sees("Conversations are being brought up to date");
  await killed();
  await says(page, 3, "Online");
  await page.press("control", "0");
  await page.until("all forty conversations of its past", "return document.querySelector('[role=option]')?.getAttribute('aria-setsize') === '40';");
});

/** Waits until a slot is online, without waiting for the next try. */
function comesOnline(page, slot) {
  return page.until(
    `slot ${slot} to be online`,
    `const card = document.querySelectorAll("article")[args[0] - 1];
     const retry = [...card.querySelectorAll("button")].find((one) => one.textContent.trim() === "Retry now");
     if (retry && !retry.disabled) retry.click();
     return card.innerText.includes("Online");`,
    slot,
  );
}

story("a phone that demands a passkey is explained, and no code comes by itself", async (t) => {
  const { network, page } = await openShop(t);
  const guarded = "15550006666";
  await network.do("create_phone", { number: guarded, name: "Guarded", passkey: true });
  await page.click("button", "Numbers");
  await connect(page, 1);
  const qr = await until("the phone to read the code", async () => readCode(await page.glance()));
  assert.equal(await network.refused("phone_scan_qr", { phone: guarded, qr }), "passkey", "the phone says so too");
  await page.sees("This account asks for a passkey");
  assert.equal(await page.run("return document.querySelector('[role=img][aria-label^=\"QR code\"]');"), null, "no code beside it");
  await page.press("escape");
  await says(page, 1, "No number here");
});
