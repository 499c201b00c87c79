// Codes that do not lead to a link: they run out, are typed wrong, are not
// given, or the phone takes them and the server refuses the number after all.

import assert from "node:assert/strict";

import { readCode, scan } from "../lib/phone.mjs";
import { DESK, SHOP, STAND, askCode, connect, finish, link, openShop, says, shownCode } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";
import { until } from "../lib/wait.mjs";

/** Waits until this is said in the console. */
function hears(page, words) {
  return page.until(`the console to say "${words}"`, "return document.querySelector('[role=dialog]')?.innerText.includes(args[0]);", words);
}

/** Waits until the console says how long no code can be asked for, and lets nobody ask. */
async function mustWait(page) {
  await page.until("how long to wait", "return /Possible again in/.test(document.querySelector('[role=dialog]').innerText);");
  await page.until(
    "nobody to be led to ask again",
    "return find('button', 'Get a pairing code').matches(':disabled, [aria-disabled=true]');",
  );
}

story("six codes run out, none comes by itself, and a new one is asked for with one button", async (t) => {
  const { network, page } = await openShop(t, { pace: 15 });
  await page.click("button", "Numbers");
  await connect(page, 1);
  const first = await until("a code", async () => readCode(await page.glance()));
  for (const number of [2, 3, 4, 5, 6]) await hears(page, `Code ${number} of 6`);
  await hears(page, "All codes ran out before a phone used one.");
  assert.equal(await page.run("return document.querySelector('[role=img][aria-label^=\"QR code\"]');"), null, "no dead code is left");
  assert.equal(await network.refused("phone_scan_qr", { phone: SHOP, qr: first }), "unknown_ref", "the server has forgotten it");
  await page.click("button", "Show a new code");
  await hears(page, "Code 1 of 6");
  await scan(page, network, SHOP);
  await finish(page, 1);
});

story("a number that cannot be, a code typed wrong and a code that is not given each say what to do", async (t) => {
  const { network, page } = await openShop(t);
  await page.click("button", "Numbers");
  await connect(page, 1);
  await page.click("tab", "Pairing code");
  await page.click("button", "Get a pairing code");
  await hears(page, "Type the number of the phone.");
  for (const { typed, words } of [
    { typed: "+1 555", words: "This number is too short." },
    { typed: "+1555000555555555555", words: "This number is too long." },
    { typed: "five five", words: "A phone number has digits only." },
  ]) {
    await page.type("Phone number", typed);
    await page.click("button", "Get a pairing code");
    await hears(page, words);
  }

  await askCode(page, `+${SHOP}`);
  await page.click("button", "Use another number");
  await page.type("Phone number", `+${STAND}`);
  await page.click("button", "Get a pairing code");
  await hears(page, "Asking again now could get the number restricted.");
  await mustWait(page);
  await page.click("tab", "QR code");
  await scan(page, network, SHOP);
  await finish(page, 1);

  await connect(page, 2);
  const code = await askCode(page, `+${STAND}`);
  assert.equal(await network.refused("phone_enter_code", { phone: STAND, code: "ZZZZ-ZZZZ" }), "wrong_code");
  assert.equal(await shownCode(page), code, "the code on the screen still stands");
  await network.do("phone_enter_code", { phone: STAND, code });
  await finish(page, 2);

  await connect(page, 3);
  await network.do("iq_fault", { xmlns: "md", error: 429, times: 1 });
  await page.click("tab", "Pairing code");
  await page.type("Phone number", `+${DESK}`);
  await page.click("button", "Get a pairing code");
  await hears(page, "WhatsApp gives no pairing code now");
  await mustWait(page);
});

story("a number that is refused at its first login is not linked, and nothing of the try stays", async (t) => {
  const { network, page } = await openShop(t);
  await page.click("button", "Numbers");
  await connect(page, 1);
  await network.do("net", { act: "refuse_connect" });
  const device = await scan(page, network, SHOP);
  await network.do("fail_login", { phone: SHOP, device, reason: 401, times: 1 });
  await network.do("net", { act: "accept_connect" });
  await hears(page, "WhatsApp no longer knows this link");
  await page.press("escape");
  await says(page, 1, "Logged out");
  await link(page, network, 1, SHOP);
});
