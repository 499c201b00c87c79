// Linking numbers on the simulated network: the whole program, a real socket,
// and a phone that reads the code off the screen.

import assert from "node:assert/strict";

import { readCode, scan } from "../lib/phone.mjs";
import { DESK, MAYA, SHOP, STAND, card, connect, finish, link, openShop, press, says } from "../lib/shop.mjs";
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

story("three numbers, one of them by pairing code, are online together", async (t) => {
  const { network, page } = await openShop(t);
  await link(page, network, 1, SHOP);
  await link(page, network, 2, DESK);

  await connect(page, 3);
  await page.click("tab", "Pairing code");
  await page.type("Phone number", "+1 555-000 5555");
  await page.click("button", "Get a pairing code");
  const code = await page.until(
    "the pairing code",
    `const shown = document.querySelector("[aria-label^='Pairing code: ']");
     return shown && /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(shown.textContent)?.[0];`,
  );
  await network.do("phone_enter_code", { phone: STAND, code });
  await finish(page, 3);
  for (const slot of [1, 2, 3]) await says(page, slot, "Online");
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

story("killed while it links, a slot is linked or free and never half", async (t) => {
  const { network, desk, page } = await openShop(t);
  await page.click("button", "Numbers");
  await connect(page, 1);
  await page.program.kill();

  const second = await desk.start(network.argument);
  await second.click("button", "Numbers");
  await says(second, 1, "No number here");
  await connect(second, 1);
  const device = await scan(second, network, SHOP);
  await second.program.kill();

  const third = await desk.start(network.argument);
  await third.click("button", "Numbers");
  const isLinked = await third.until(
    "the slot to be linked or free",
    `const card = document.querySelectorAll("article")[0].innerText;
     return card.includes("Online") ? "linked" : card.includes("No number here") ? "free" : null;`,
  );
  if (isLinked === "linked") await network.until({ until: "online", phone: SHOP, device });
  else await link(third, network, 1, SHOP);
});

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
