// Photographs the window: `node screenshots.mjs DIR`. Called by
// `cargo xtask demo --screenshots DIR`, which also makes the desktop for it.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { PASSPHRASE, choosePassphrase, forgetPasts, homeWithAPast } from "./lib/past.mjs";
import { DESK, MAYA, SHOP, connect, link, openShop } from "./lib/shop.mjs";
import { openDemo, recoveryCode } from "./lib/steps.mjs";
import { tell } from "./lib/story.mjs";

const folder = resolve(process.argv[2] ?? "pictures");
const words = await wordsOf("en", "ar");

const LOOKS = [
  { name: "light", language: "en", theme: "light" },
  { name: "dark", language: "en", theme: "dark" },
  { name: "contrast-light", language: "en", theme: "light", isContrasted: true },
  { name: "contrast-dark", language: "en", theme: "dark", isContrasted: true },
  { name: "rtl", language: "ar", theme: "light" },
  { name: "rtl-dark", language: "ar", theme: "dark" },
];

await mkdir(folder, { recursive: true });
try {
  await tell(firstStart);
  await tell(keyTroubles);
  await tell(linking);
  for (const look of LOOKS) await tell((t) => walk(t, look));
} finally {
  await forgetPasts();
}

async function keep(page, name) {
  await writeFile(join(folder, `${name}.png`), await page.picture());
}

async function firstStart(t) {
  const desk = await t.desk();
  const page = await desk.start();
  await page.sees("Welcome to Frontdesk");
  await keep(page, "start-welcome");
  await page.click("button", "Continue");
  await recoveryCode(page);
  await keep(page, "start-recovery-code");
  await page.click("checkbox", "I have written it down");
  await page.click("button", "Open my inbox");
  await page.sees("No conversations yet");
  await keep(page, "start-empty-inbox");
  await page.click("button", "Numbers");
  await page.sees("No number is linked");
  await keep(page, "start-numbers");
}

/** The console, the cards and a thread while a number is linked on the simulated network. */
async function linking(t) {
  const { network, page } = await openShop(t);
  await page.click("button", "Numbers");
  await connect(page, 1);
  await keep(page, "linking-qr");
  await page.press("escape");
  await page.click("button", "Stop linking");
  const device = await link(page, network, 1, SHOP);
  await keep(page, "linking-online");
  await connect(page, 2);
  await page.click("tab", "Pairing code");
  await page.type("Phone number", `+${DESK}`);
  await page.click("button", "Get a pairing code");
  await page.sees("Type this code on the phone.");
  await keep(page, "linking-code");
  await page.until("the keyboard in the console", "return !!document.activeElement.closest('[role=dialog]');");
  await page.press("escape");
  await page.click("button", "Stop linking");
  await network.do("contact_send", { contact: MAYA, to: SHOP, poll: { question: "When?", options: ["Today", "Tomorrow"], choose: 1 } });
  await network.do("nack_next", { phone: SHOP, code: 463, times: 1 });
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await page.type("Message to Maya Fairweather", "Tomorrow, from nine");
  await page.press("enter");
  await page.sees("Not sent.");
  await keep(page, "linking-refused");
  await network.do("net", { act: "refuse_connect" });
  await network.do("net", { phone: SHOP, device, act: "reset" });
  await page.click("button", "Numbers");
  await page.sees("Retry now");
  await keep(page, "linking-no-connection");
}

async function keyTroubles(t) {
  const troubles = [
    ["locked", { keychain: "locked" }, async () => {}, "Opening your messages"],
    ["key-missing", {}, (desk) => desk.run("secret-tool", "clear", "service", "frontdesk"), "The key is not in the keychain"],
    ["database-missing", {}, (desk) => rm(join(desk.profile, "frontdesk.db")), "The messages are gone"],
    ["key-file-missing", {}, (desk) => rm(join(desk.profile, "vault.json")), "The key file is missing"],
    ["foreign-file", {}, (desk) => writeFile(join(desk.profile, "frontdesk.db"), `SQLite format 3\0${"\0".repeat(4080)}`), "A foreign file is in the way"],
    ["damaged", {}, (desk) => writeFile(join(desk.profile, "frontdesk.db"), Buffer.alloc(16384, 7)), "Nothing was changed or deleted."],
  ];
  for (const [name, how, act, sign] of troubles) {
    const { home, code } = await homeWithAPast(t);
    const desk = await t.desk({ home, ...how });
    await act(desk);
    const page = await desk.start();
    if (name === "locked") {
      await desk.prompt();
      await page.sees(sign);
      // The keychain's own question stands before the window, and the picture is about the window.
      await desk.run("xdotool", "windowmove", await desk.prompt(), "3000", "3000");
      await keep(page, "trouble-opening");
      await desk.answerPrompt(null);
      await page.sees("The keychain is locked");
    }
    await page.sees(sign === "Opening your messages" ? "The keychain is locked" : sign);
    await keep(page, `trouble-${name}`);
    if (name === "key-missing") {
      await page.click("button", "Enter the recovery code");
      await page.type("Recovery code", `${code.slice(0, -1)}${code.endsWith("7") ? "8" : "7"}`);
      await page.click("button", "Open");
      await page.sees("The code has a typing error.");
      await keep(page, "trouble-mistyped-code");
      await page.type("Recovery code", code);
      await page.press("enter");
      await page.click("button", "Settings");
      await page.sees("The keychain no longer holds the key");
      await page.run("document.querySelector('[aria-label=\"Privacy and key\"]').scrollIntoView();");
      await keep(page, "trouble-key-not-kept");
    }
    await desk.close();
  }

  const desk = await t.desk({ keychain: "none" });
  const page = await desk.start();
  await page.sees("This computer has no keychain");
  await keep(page, "trouble-no-keychain");
  await page.click("button", "Choose a passphrase");
  await page.type("New passphrase", "four words are fine");
  await keep(page, "trouble-choose-passphrase");
  await choosePassphrase(page, PASSPHRASE);
  await page.sees("Welcome to Frontdesk");
  await page.quit();
  const again = await desk.start();
  await again.type("Passphrase", "something else");
  await again.click("button", "Open");
  await again.sees("This does not open these messages.");
  await keep(again, "trouble-wrong-passphrase");
}

/** Every view in one look. */
async function walk(t, { name, language, theme, isContrasted }) {
  const { desk, page } = await openDemo(t, { notifications: true });
  const w = words[language];
  await choose(page, { language, theme, isContrasted });
  const take = (what) => keep(page, `${what}.${name}`);

  await page.click("button", w["rail.inbox"]);
  await page.has("option", "Anneliese Brandt");
  await take("inbox");
  await page.click("option", "Anneliese Brandt");
  await page.sees("half past five");
  await take("thread");
  await page.click("option", "Saturday ride");
  await page.sees("canal-loop.gpx");
  await take("thread-group");
  await page.click("option", "ليلى منصور");
  await page.sees("أهلاً ليلى!");
  await take("thread-arabic");
  await page.openMenu("option", "Tomás Villalobos");
  await take("menu");
  await page.press("escape");
  await page.type(w["inbox.search"], "nobody");
  await page.sees("nobody");
  await take("inbox-nothing-found");
  await page.click("button", w["ui.search.clear"]);
  await page.has("option", "Anneliese Brandt");

  await page.press("control", "k");
  await page.has("dialog", w["palette.label"]);
  await take("palette");
  await page.typeHere("an");
  await page.until("the words found", "return document.querySelectorAll('[role=dialog] mark').length > 2;");
  await take("palette-typed");
  await page.press("escape");
  await page.until("the palette to close", "return !document.querySelector('[role=dialog]');");
  // The palette gave the keyboard back to the search, where a question mark is a letter.
  await page.focus("[role=option]");
  await page.press("?");
  await page.has("dialog", w["shortcuts.title"]);
  await take("help");
  await page.press("escape");
  await page.until("the sheet to close", "return !document.querySelector('[role=dialog]');");
  await page.click("button", w["rail.numbers"]);
  await page.sees(w["slots.lead"]);
  await take("numbers");
  await page.click("button", w["rail.settings"]);
  await page.sees(w["settings.notifications.test"]);
  await take("settings");
  await page.click("button", w["settings.store.check"]);
  await page.sees(w["settings.store.done"]);
  await page.run("document.querySelector('main').scrollTo(0, 1e6);");
  await take("settings-end");
  await page.click("button", w["rail.about"]);
  await page.sees("SQLCipher");
  await take("about");
  await page.resize(460, 760);
  await page.click("button", w["rail.inbox"]);
  await page.click("button", w["thread.back"]);
  await page.has("option", "Saturday ride");
  await take("narrow-inbox");
  await page.click("option", "Saturday ride");
  await page.sees("canal-loop.gpx");
  await take("narrow-thread");
  await page.click("button", w["rail.numbers"]);
  await page.sees(w["slots.lead"]);
  await take("narrow-numbers");
  await page.quit();
  await desk.close();
}

async function choose(page, { language, theme, isContrasted }) {
  await page.click("button", words.en["rail.settings"]);
  await page.click("radio", theme === "dark" ? words.en["settings.theme.dark"] : words.en["settings.theme.light"]);
  await page.until("the theme", "return document.documentElement.dataset.theme === args[0];", theme);
  if (isContrasted) {
    await page.click("switch", words.en["settings.contrast"]);
    await page.until("the contrast", "return document.documentElement.dataset.contrast === 'more';");
  }
  if (language !== "en") {
    await page.click("button", words.en["settings.language.system"]);
    await page.click("option", "العربية");
    await page.until("the language", "return document.documentElement.lang === args[0];", language);
  }
}

async function wordsOf(...languages) {
  const read = async (tag) => JSON.parse(await readFile(new URL(`../ui/src/i18n/${tag}.json`, import.meta.url), "utf8"));
  return Object.fromEntries(await Promise.all(languages.map(async (tag) => [tag, await read(tag)])));
}
