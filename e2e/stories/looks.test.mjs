import assert from "node:assert/strict";

import { homeWithAPast } from "../lib/past.mjs";
import { openDemo } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

/** The background of the list and the colour of the words on it, as they are painted. */
function colours(page) {
  return page.run(`
    const style = getComputedStyle(document.querySelector("section"));
    return { ground: style.backgroundColor, text: style.color, scheme: getComputedStyle(document.documentElement).colorScheme };`);
}

/** 0 is black, 1 is white. */
function light(colour) {
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

async function inSettings(page, act) {
  await page.press("control", ",");
  await page.sees("Send a test notification");
  await act();
  await page.press("control", "0");
}

story("theme and contrast change every colour at once", async (t) => {
  const { page } = await openDemo(t);
  await inSettings(page, () => page.click("radio", "Dark"));
  await page.until("dark colours", "return document.documentElement.dataset.theme === 'dark';");
  const dark = await colours(page);
  assert.ok(light(dark.ground) < 0.25 && light(dark.text) > 0.75, `light text on dark ground: ${JSON.stringify(dark)}`);
  await inSettings(page, () => page.click("radio", "Light"));
  await page.until("light colours", "return document.documentElement.dataset.theme === 'light';");
  const bright = await colours(page);
  assert.ok(light(bright.ground) > 0.85 && light(bright.text) < 0.25, `dark text on light ground: ${JSON.stringify(bright)}`);

  const faint = () => page.run("return getComputedStyle(document.querySelector('time')).color;");
  const before = await faint();
  await inSettings(page, () => page.click("switch", "Higher contrast"));
  await page.until("more contrast", "return document.documentElement.dataset.contrast === 'more';");
  assert.ok(light(await faint()) < light(before), "what was faint is darker now");
});

story("in Arabic the window is mirrored and says everything in Arabic", async (t) => {
  const { page } = await openDemo(t);
  await inSettings(page, async () => {
    await page.click("button", "Like the system");
    await page.click("option", "العربية");
    await page.until("another direction", "return document.documentElement.dir === 'rtl' && document.documentElement.lang === 'ar';");
  });
  await page.has("option", "Anneliese Brandt");
  const sides = await page.run(`
    const centre = (css) => { const box = document.querySelector(css).getBoundingClientRect(); return box.x + box.width / 2; };
    return [centre("nav"), centre("[role=listbox]"), centre("section:last-of-type")];`);
  assert.ok(sides[0] > sides[1], `the rail stands at the right of the list: ${sides}`);

  const english = await page.run(`
    const people = new Set([...document.querySelectorAll("bdi, [dir=auto], time, [data-message]")]);
    const inside = (node) => { for (let el = node.parentElement; el; el = el.parentElement) if (people.has(el)) return true; return false; };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      // Between isolates stands what a person chose, such as the name of a slot.
      const text = walker.currentNode.textContent.replace(/\\u2068[^\\u2068\\u2069]*\\u2069/g, "").replace(/\\b(Ctrl|Shift|Frontdesk|WhatsApp)\\b/g, "").trim();
      if (/[A-Za-z]{3}/.test(text) && !inside(walker.currentNode)) found.push(text);
    }
    return found;`);
  assert.deepEqual(english, [], "no word of the window itself is left in English");
});

story("what the user chose stands again after a restart", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const first = await desk.start();
  await first.sees("No conversations yet");
  await first.focus("[role=separator]");
  await first.press("arrowRight");
  const width = await first.until("a wider list", "const now = Number(document.querySelector('[role=separator]').ariaValueNow); return now > 340 && now;");
  await inSettings(first, () => first.click("radio", "Dark"));
  await first.until("dark colours", "return document.documentElement.dataset.theme === 'dark';");
  await first.quit();

  const second = await desk.start();
  await second.sees("No conversations yet");
  await second.until("dark colours", "return document.documentElement.dataset.theme === 'dark';");
  await second.until("the list as wide as before", "return Number(document.querySelector('[role=separator]').ariaValueNow) === args[0];", width);
});

story("in a narrow window list and conversation take turns", async (t) => {
  const { page } = await openDemo(t);
  await page.resize(460, 700);
  await page.until("one pane", "return !document.querySelector('[role=separator]');");
  const overflow = () => page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth;");
  assert.ok((await overflow()) <= 0, "nothing sticks out at the side");
  await page.click("option", "Priya Raghunathan");
  await page.sees("fourteen people for a birthday");
  assert.ok((await overflow()) <= 0, "nor beside a conversation");
  await page.click("button", "Back to the list");
  await page.until("the keyboard on its row", "return document.activeElement.innerText.includes('Priya');");
  for (const view of ["Numbers", "Settings", "About"]) {
    await page.click("button", view);
    await page.until(`the page ${view}`, "return document.querySelector('h1')?.textContent === args[0];", view);
    assert.ok((await overflow()) <= 0, `nothing sticks out of ${view}`);
  }
});
