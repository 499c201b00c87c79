// What is told on the desktop and what is not: by the choices for a slot and for
// a chat, by what is muted, by the time of day, and by who has read it already.

import assert from "node:assert/strict";

import { listen, nothingShown, shown } from "../lib/notices.mjs";
import { DESK, MAYA, SHOP, link, openShop } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";

const OTTO = "15550003333";
const PEOPLE = "People, and groups that mention you";

/**
 * Two numbers, Maya and a group with her on the first, and Otto on the second: what he writes is always told, and what
 * was to be told before it has been told by then.
 */
async function openDay(t) {
  const shop = await openShop(t, { notifications: true });
  const { network, desk, page } = shop;
  await network.do("create_contact", { number: OTTO, name: "Otto Brandt", in_address_book: [SHOP, DESK] });
  const { group } = await network.do("create_group", { subject: "Neighbours", creator: MAYA, members: [SHOP] });
  const device = await link(page, network, 1, SHOP);
  await link(page, network, 2, DESK);
  const heard = listen(desk);
  let asked = 0;
  const day = {
    ...shop,
    group,
    /** Maya writes; once the message is confirmed, its news stands in line before any later one. */
    async write(text, how = {}) {
      const { msg } = await network.do("contact_send", { contact: MAYA, to: SHOP, text, ...how });
      await network.until({ until: "delivered", msg, by: SHOP, device });
      return msg;
    },
    /** What is told of these messages. */
    async told(...messages) {
      for (const [text, how] of messages) await day.write(text, how);
      asked += 1;
      const mark = `That was round ${asked}`;
      await network.do("contact_send", { contact: OTTO, to: DESK, text: mark });
      return (await heard(mark)).filter((words) => words !== mark);
    },
  };
  return day;
}

/** Chooses what the first slot tells. */
async function chooseForSlot(page, before, after) {
  await page.click("button", "Numbers");
  await page.until(
    "the choice of the first card",
    `const card = document.querySelectorAll("article")[0];
     const button = [...card.querySelectorAll("button")].find((one) => one.textContent.includes(args[0]));
     button?.click();
     return !!button;`,
    before,
  );
  await page.click("option", after);
  await page.until("the choice to be kept", "return document.querySelectorAll('article')[0].innerText.includes(args[0]);", after);
}

story("a slot tells everything, what is meant for it, or nothing, and a chat may differ", async (t) => {
  const { page, group, told } = await openDay(t);
  assert.deepEqual(
    await told(["Are you open?"], ["Who has a ladder?", { to: group }]),
    ["Are you open?", "Maya Fairweather: Who has a ladder?"],
    "everything at first",
  );

  await chooseForSlot(page, "All messages", PEOPLE);
  assert.deepEqual(
    await told(["And tomorrow?"], ["A long one", { to: group }], [`@${SHOP} do you?`, { to: group, mentions: [SHOP] }]),
    ["And tomorrow?", "Maya Fairweather: @Corner Shop do you?"],
    "a group only when it means the number",
  );

  await chooseForSlot(page, PEOPLE, "Nothing");
  assert.deepEqual(await told(["Hello?"], [`@${SHOP} hello?`, { to: group, mentions: [SHOP] }]), [], "not a word");

  await page.press("control", "0");
  await page.click("option", "Neighbours");
  await page.click("button", "Details of the chat");
  await page.click("button", "As its slot");
  await page.click("option", "All messages");
  await page.until("the choice to be kept", "return document.querySelector('aside').innerText.includes('All messages');");
  await page.click("button", "Numbers");
  assert.deepEqual(
    await told(["Still nothing?"], ["The ladder is found", { to: group }]),
    ["Maya Fairweather: The ladder is found"],
    "the chat's own choice counts before that of its slot",
  );
});

story("what is muted here or archived on the phone is not told, until it is no longer", async (t) => {
  const { network, page, told } = await openDay(t);
  await told(["One"]);
  await page.press("control", "0");
  await page.openMenu("option", "Maya Fairweather");
  await page.click("menuitem", "Mute for 1 hour");
  await page.sees("Muted");
  assert.deepEqual(await told(["Two"]), [], "muted here");
  await page.openMenu("option", "Maya Fairweather");
  await page.click("menuitem", "Unmute");
  assert.deepEqual(await told(["Three"]), ["Three"], "and heard again");

  await network.do("phone_archive", { phone: SHOP, chat: MAYA });
  await page.until("the chat to go", "return !find('option', 'Maya Fairweather');");
  assert.deepEqual(await told(["Four"]), [], "put away on the phone");
  await network.do("phone_archive", { phone: SHOP, chat: MAYA, on: false });
  await page.has("option", "Maya Fairweather");
  assert.deepEqual(await told(["Five"]), ["Five"], "and taken out again");
});

story("in quiet hours nothing makes itself heard, and the count goes on", async (t) => {
  const { page, told, write } = await openDay(t);
  assert.deepEqual(await told(["Before"]), ["Before"], "it is heard at other times");
  await page.press("control", ",");
  await page.click("switch", "Quiet hours");
  // From half an hour ago for two hours, whatever the time is.
  const [from, until] = await page.run(`
    const at = (hours) => new Date(Math.floor(Date.now() / 1800000) * 1800000 + hours * 3600000);
    const clock = new Intl.DateTimeFormat("en", { timeStyle: "short", timeZone: "UTC" });
    return [at(-0.5), at(1.5)].map((time) => clock.format(time).replace(/\\s/g, " "));`);
  for (const [name, time] of [["From", from], ["Until", until]]) {
    await page.click("button", name);
    await page.click("option", time);
    await page.until("the hour to be kept", "return nameOf(find('button', args[0])).replace(/\\s+/g, ' ').includes(args[1]);", name, time);
  }
  await page.has("button", "Inbox, 2 unread");
  await write("In the middle of the night");
  await page.has("button", "Inbox, 3 unread");
  await page.click("switch", "Quiet hours");
  await page.until("the choice to be kept", "return !find('switch', 'Quiet hours').checked;");
  assert.deepEqual(await told(["In the morning"]), ["In the morning"], "nothing is told afterwards");
});

story("what was told is taken back when it is read, here or on the phone", async (t) => {
  const { network, desk, page, write } = await openDay(t);
  await write("Read this here");
  await shown(desk);
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await nothingShown(desk);
  await page.click("button", "Numbers");
  await write("Read this on the phone");
  await shown(desk);
  await network.do("phone_mark_read", { phone: SHOP, chat: MAYA });
  await nothingShown(desk);
});

story("what is told is chosen with the keyboard alone, in the dark as well", async (t) => {
  const { page, told } = await openDay(t);
  await page.press("control", ",");
  await page.click("radio", "Dark");
  await page.until("dark colours", "return document.documentElement.dataset.theme === 'dark';");
  await page.press("control", "k");
  await page.has("dialog", "Command palette");
  await page.typeHere("numbers");
  await page.press("enter");
  await page.has("button", "All messages");
  await page.tabTo("All messages");
  await page.press("enter");
  await page.until("the choices", "return document.activeElement.closest('[role=option]') !== null;");
  await page.press("down");
  await page.press("down");
  await page.press("enter");
  await page.until("the choice to be kept", "return document.querySelectorAll('article')[0].innerText.includes('Nothing');");
  await page.until("the keyboard back on its place", "return nameOf(document.activeElement).includes('Nothing');");
  assert.deepEqual(await told(["Not a sound"]), [], "it counts");
});
