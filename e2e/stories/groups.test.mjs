// Groups keep their names: through renamings, through time away, and after the
// number is no longer in them.

import assert from "node:assert/strict";

import { MAYA, SHOP, link, openShop, says } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";

const OTTO = "15550003333";
const THREAD = "document.querySelector('[role=list][aria-label=Messages]')";

/** The groups in the list, by name. */
function listed(page, ...names) {
  return page.until(
    `the groups ${names.join(", ")}`,
    `const titles = [...document.querySelectorAll("[role=option]")].map((row) => row.innerText);
     return args[0].every((name) => titles.some((title) => title.includes(name))) && titles.length === args[0].length;`,
    names,
  );
}

story("a group is called what its people call it, also after a rename in the program's absence", async (t) => {
  const { network, desk, page } = await openShop(t);
  await network.do("create_contact", { number: OTTO, name: "Otto Brandt", in_address_book: [SHOP] });
  const made = (subject) => network.do("create_group", { subject, creator: MAYA, members: [SHOP, OTTO], admins: [OTTO] });
  const { group: market } = await made("Saturday market 🥕");
  const { group: ride } = await made("رحلة السبت");
  await link(page, network, 1, SHOP);
  await network.do("contact_send", { contact: OTTO, to: market, text: "Who brings the tables?" });
  await network.do("contact_send", { contact: OTTO, to: ride, text: "At eight" });
  await page.press("control", "0");
  await page.click("chip", "Groups");
  await listed(page, "Saturday market 🥕", "رحلة السبت");

  await network.do("group_rename", { group: market, by: MAYA, subject: "Sunday market 🥕" });
  await listed(page, "Sunday market 🥕", "رحلة السبت");
  await page.click("option", "Sunday market");
  await page.until("the rename in the thread", `return ${THREAD}?.innerText.includes("The group is now called “Sunday market 🥕”");`);

  await page.quit();
  await network.do("group_rename", { group: ride, by: OTTO, subject: "رحلة الأحد" });
  await network.do("group_remove", { group: market, by: MAYA, members: [SHOP] });
  const again = await desk.start(network.argument);
  await again.click("button", "Numbers");
  await says(again, 1, "Online");
  await again.press("control", "0");
  await again.click("chip", "Groups");
  await listed(again, "Sunday market 🥕", "رحلة الأحد");
  await again.click("option", "Sunday market");
  await again.until("what was said", `return ${THREAD}?.innerText.includes("Who brings the tables?");`);
  await again.quit();

  await network.do("net", { act: "refuse_connect" });
  const alone = await desk.start(network.argument);
  await alone.click("chip", "Groups");
  await listed(alone, "Sunday market 🥕", "رحلة الأحد");
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});
