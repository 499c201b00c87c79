// The demo: two numbers link themselves, the third is linked by whoever looks
// on, with a simulated phone in a window of its own.

import assert from "node:assert/strict";

import { askCode, connect, finish, press, says } from "../lib/shop.mjs";
import { openDemo } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

const STUDIO = "+1 555 001 0003";

/** The keys of the phone's buttons and fields, as its page names them. */
const SCAN = "alt+s";
const CODE = "alt+c";
const CUT_OFF = "alt+o";
const UNLINK = "alt+u";
const FIRST_CHAT = "alt+1";

story("the simulated phone scans, writes, loses its network, unlinks and takes a code", async (t) => {
  const { desk, page } = await openDemo(t, { which: "--demo" });
  const phone = await desk.windowNamed("Simulated phone: Studio Saffron");
  await page.click("button", "Numbers");
  for (const slot of [1, 2]) await says(page, slot, "Online");
  await says(page, 3, "No number here");

  const rail = await page.run("const box = document.querySelector('nav').getBoundingClientRect(); return { right: box.right };");
  const place = await desk.placeOf(phone);
  const own = await desk.windowNamed("(.*) Frontdesk|^Frontdesk");
  await desk.isInFront(own);
  const { x } = await desk.placeOf(own);
  assert.ok(place.x >= x + rail.right, "the phone does not lie over the rail");

  await connect(page, 3);
  await page.has("img", "QR code to scan with the phone");
  await desk.switchTo(phone);
  await desk.press(SCAN);
  await finish(page, 3);

  await desk.pressIn(phone, FIRST_CHAT);
  await desk.typeIn(phone, "Written with the simulated phone");
  await desk.pressIn(phone, "Return");
  await page.press("control", "0");
  await page.sees("Written with the simulated phone");

  await page.click("button", "Numbers");
  await desk.pressIn(phone, CUT_OFF);
  await says(page, 3, "No connection");
  await desk.pressIn(phone, CUT_OFF);
  await press(page, 3, "Retry now");
  await says(page, 3, "Online");

  await desk.pressIn(phone, UNLINK);
  await says(page, 3, "The link was removed on the phone");

  await connect(page, 3);
  const code = await askCode(page, STUDIO);
  await desk.pressIn(phone, CODE);
  await desk.typeIn(phone, code.replace("-", ""));
  await desk.pressIn(phone, "Return");
  await finish(page, 3);
});
