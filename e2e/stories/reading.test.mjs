import assert from "node:assert/strict";

import { openDemo } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

/** The rows of the inbox as somebody reads them aloud; the time differs from day to day and is left out. */
function rows(page) {
  return page.run(`
    const isTime = (row, line) => [...row.querySelectorAll("time")].some((time) => time.textContent === line);
    return [...document.querySelectorAll("[role=listbox] [role=option]")]
      .sort((a, b) => a.ariaPosInSet - b.ariaPosInSet)
      .map((row) => {
        const lines = row.innerText.split("\\n").map((line) => line.trim());
        return lines.filter((line) => line !== "" && !isTime(row, line)).join(" | ");
      });`);
}

/** Who is in the list, top to bottom. */
async function names(page) {
  return page.run(`
    return [...document.querySelectorAll("[role=listbox] [role=option]")]
      .sort((a, b) => a.ariaPosInSet - b.ariaPosInSet)
      .map((row) => row.querySelector("bdi[class*=title], [class*=title]").textContent);`);
}

const ALL = [
  "AB | 1 | Anneliese Brandt | And do you take cards now? | Pinned | 2",
  "لم | 1 | ليلى منصور | شكراً جزيلاً! سأمر قبل الظهر. | 1",
  "TV | 2 | Tomás Villalobos | ¿Es aquí? | 3",
  "S🚴 | 2 | Saturday ride 🚴 | Kwabena Osei-Tutu: | I'll bring coffee ☕ | 5",
  "PR | 1 | Priya Raghunathan | Wonderful, thank you so much 💛",
  "ЮС | 2 | Юлия Соколова | Delivered | Ждём вас!",
  "KT | 1 | Kwabena Osei-Tutu | Sent | We deliver at nine, as always.",
  "小さ | 1 | 小林 さくら | Sticker",
  "NL | 2 | Noémie Lacroix | Je prends le gris. Merci !",
  "דא | 1 | דניאל אברמוב | Read | רשום. שבת שלום!",
  "MS | 1 | Market square shops | Noémie Lacroix: | Deleted message | Muted | 9",
  "2 | +447700900123 | Hello, found you on the map. How much is a full service for an e-bike? | 1",
  "CL | 1 | Café Linde | Sorry, pressed the wrong button. All fine!",
  "ΣΔ | 2 | Σοφία Δημητρίου | Τέλεια, θα το φέρω αύριο.",
  "राश | 1 | राहुल शर्मा | Message of an unknown kind",
  "2 | +447700900456 | Read | We can. Come by any day after ten.",
];

story("the inbox lists the chats of all numbers, pinned first and then by recency", async (t) => {
  const { page } = await openDemo(t);
  assert.deepEqual(await rows(page), ALL, "what a person reads from top to bottom");
});

story("filters and the search narrow the list, and say so when nothing is left", async (t) => {
  const { page } = await openDemo(t);
  const shows = async (chip, expected, why) => {
    await page.click("chip", chip);
    await page.until(`${expected.length} rows`, "return document.querySelectorAll('[role=listbox] [role=option]').length === args[0];", expected.length);
    assert.deepEqual(await names(page), expected, why);
  };
  await shows("Unread", ["Anneliese Brandt", "ليلى منصور", "Tomás Villalobos", "Saturday ride 🚴", "Market square shops", "+447700900123"], "muted chats are unread as well");
  await shows("Groups", ["Saturday ride 🚴", "Market square shops"], "groups of all numbers");
  await shows("Archived", ["Ximena Ortega"], "what was put away");
  await page.click("chip", "All");

  await page.type("Search names and numbers", "cafe lin");
  await page.until("one row", "return document.querySelectorAll('[role=listbox] [role=option]').length === 1;");
  assert.deepEqual(await names(page), ["Café Linde"], "accents do not matter");
  await page.type("Search names and numbers", "nobody at all");
  await page.sees("Nobody is called “nobody at all”");
  await page.click("button", "Clear search");
  await page.has("option", "Anneliese Brandt");
});

story("the keyboard alone reaches every chat and every view", async (t) => {
  const { page } = await openDemo(t);
  const focused = (name) => page.until(`the keyboard on ${name}`, "return document.activeElement.innerText.includes(args[0]);", name);
  await page.press("j");
  await focused("Anneliese Brandt");
  await page.press("j");
  await page.press("j");
  await focused("Tomás Villalobos");
  await page.press("k");
  await focused("ليلى منصور");
  await page.press("enter");
  await page.until("the keyboard among the messages", "return !!document.activeElement.closest('[role=list][aria-label=Messages]');");
  await page.sees("أهلاً ليلى!");
  await page.press("escape");
  await focused("ليلى منصور");
  await page.press("escape");
  await page.sees("Pick a conversation");

  await page.press("/");
  await page.until("the keyboard in the search", "return document.activeElement.matches('input');");
  await page.typeHere("Priya");
  await page.press("enter");
  await focused("Priya Raghunathan");
  await page.press("enter");
  await page.sees("fourteen people for a birthday");

  await page.press("control", "k");
  await page.has("dialog", "Command palette");
  await page.typeHere("settings");
  await page.press("enter");
  await page.sees("Send a test notification");
  await page.press("?");
  await page.has("dialog", "Keyboard shortcuts");
  await page.press("escape");
  await page.press("control", "k");
  await page.typeHere("Noemie");
  await page.press("enter");
  await page.sees("Deux modèles, dès neuf mois.");
});

story("opening a chat shows where the unread part begins, and reading it lowers the count", async (t) => {
  const { page } = await openDemo(t);
  await page.until("a title without the muted chats", "return document.title === '(12) Frontdesk';");
  await page.has("button", "Inbox, 12 unread messages");
  await page.click("option", "Anneliese Brandt");
  await page.sees("And do you take cards now?");
  const around = await page.until(
    "the unread mark",
    `const mark = [...document.querySelectorAll("[role=listitem]")].find((row) => row.innerText.trim().toLowerCase() === "unread");
     const near = (step) => document.querySelector('[role=listitem][data-index="' + (Number(mark?.dataset.index) + step) + '"]')?.innerText;
     return near(-1) && near(1) && [near(-1), near(1)];`,
  );
  assert.match(around[0], /Exactly that one/, "above the mark stands what was read");
  assert.match(around[1], /half past five/, "below it the first unread message");
  await page.has("button", "Inbox, 10 unread messages");
  await page.until("the title to follow", "return document.title === '(10) Frontdesk';");
});

story("older messages come in above without moving what is being read", async (t) => {
  const { page } = await openDemo(t);
  await page.click("option", "Anneliese Brandt");
  await page.until("its messages", "return !!document.querySelector('[role=list][aria-label=Messages] [data-message]');");
  const pages = await page.runAsync(`
    const list = document.querySelector("[role=list][aria-label=Messages]");
    const scroller = list.parentElement;
    const frame = () => new Promise(requestAnimationFrame);
    const total = () => Number(list.querySelector("[aria-setsize]").getAttribute("aria-setsize"));
    const top = (id) => list.querySelector('[data-message="' + id + '"]')?.getBoundingClientRect().top ?? null;
    const pages = [];
    const before = new Map();
    const end = Date.now() + 15_000;
    while (Date.now() < end) {
      const known = total();
      // Near the edge but not at it, until every row around is measured.
      scroller.scrollTop = 700;
      for (let still = 0, at = null; still < 4; ) {
        await frame();
        still = scroller.scrollTop === at ? still + 1 : 0;
        at = scroller.scrollTop;
      }
      scroller.scrollTop = 590;
      await frame();
      const middle = scroller.getBoundingClientRect().top + scroller.clientHeight / 2;
      const seen = [...list.querySelectorAll("[data-message]")].find((row) => row.getBoundingClientRect().bottom > middle);
      const id = seen.dataset.message;
      let stood = top(id);
      let waited = 0;
      while (total() === known && waited < 90) {
        await frame();
        if (total() === known) stood = top(id);
        waited += 1;
      }
      if (total() === known) break;
      const moved = [];
      for (let after = 0; after < 12; after += 1) {
        moved.push(Math.abs(top(id) - stood));
        await frame();
      }
      pages.push({ total: total(), moved: Math.max(...moved) });
    }
    return pages;`);
  assert.ok(pages.at(-1).total > 608, "every stored message was reached");
  assert.ok(pages.length > 3, "they came in several pages");
  for (const { total, moved } of pages) assert.ok(moved <= 1, `at ${total} rows the text moved by ${moved} px`);
});

story("a quote leads to the message it answers", async (t) => {
  const { page } = await openDemo(t);
  await page.click("option", "Anneliese Brandt");
  await page.sees("Exactly that one.");
  await page.click("button", "Go to the quoted message of Anneliese Brandt");
  const text = await page.until("the message to be marked", "return document.querySelector('[data-aimed]')?.innerText ?? false;");
  assert.match(text, /This one, right\?/, "the message that was answered");
});

story("the menu of a chat pins, mutes and archives it", async (t) => {
  const { page } = await openDemo(t);
  const choose = async (name, entry) => {
    await page.openMenu("option", name);
    await page.click("menuitem", entry);
    await page.until("the menu to close", "return !document.querySelector('[role=menu]');");
  };
  const row = async (name) => (await rows(page)).find((line) => line.includes(name));

  await choose("Café Linde", "Pin to the top");
  await page.until("it to be on top", "return find('option', 'Café Linde').ariaPosInSet <= 2;");
  assert.match(await row("Café Linde"), /Pinned/, "the row says why it stands there");
  await choose("Café Linde", "Mute for 8 hours");
  await page.until("it to be muted", "return find('option', 'Café Linde').innerText.includes('Muted');");
  await choose("Tomás Villalobos", "Mark as read");
  await page.has("button", "Inbox, 9 unread messages");
  await choose("Café Linde", "Archive");
  await page.until("it to leave", "return !find('option', 'Café Linde');");
  await page.click("chip", "Archived");
  await choose("Café Linde", "Take out of the archive");
  await page.until("it to leave", "return !find('option', 'Café Linde');");
  await page.click("chip", "All");
  await page.has("option", "Café Linde");
});
