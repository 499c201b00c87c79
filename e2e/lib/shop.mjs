// The steps of somebody who links numbers on a network, and what the cards say.

import { scan } from "./phone.mjs";
import { openNetwork } from "./network.mjs";
import { begin } from "./steps.mjs";
import { until } from "./wait.mjs";

export const SHOP = "15550001111";
export const DESK = "15550004444";
export const STAND = "15550005555";
export const MAYA = "15550002222";

/**
 * A desk with a network around it: three phones and somebody who writes. With a `pace` the engine's own waits, such as
 * those for the next code, are so many times shorter; the app is started with `starts` besides, and everything else is what the desktop has.
 */
export async function openShop(t, { pace = 1, starts = [], ...how } = {}) {
  const network = await openNetwork(t, { pace });
  await network.do("create_phone", { number: SHOP, name: "Corner Shop" });
  await network.do("create_phone", { number: DESK, name: "Back Office" });
  await network.do("create_phone", { number: STAND, name: "Market Stand" });
  await network.do("create_contact", {
    number: MAYA,
    name: "Maya Fairweather",
    in_address_book: [SHOP, DESK],
    auto: { deliver_after: 50, read_after: 150 },
  });
  const desk = await t.desk(how);
  const page = await desk.start(network.argument, ...starts);
  await begin(page);
  return { network, desk, page };
}

/** Links a slot by the QR code and leaves the console. */
export async function link(page, network, slot, phone) {
  await page.click("button", "Numbers");
  await connect(page, slot);
  const device = await scan(page, network, phone);
  await finish(page, slot);
  return device;
}

export async function finish(page, slot) {
  await page.sees("Account connected");
  await page.click("button", "Done");
  await says(page, slot, "Online");
}

/** Waits until the card of a slot says this. */
export function says(page, slot, words) {
  return page.until(
    `the card of slot ${slot} to say "${words}"`,
    "return document.querySelectorAll('article')[args[0] - 1].innerText.includes(args[1]);",
    slot,
    words,
  );
}

/** Presses a button on the card of a slot. */
export function press(page, slot, name) {
  return page.until(
    `"${name}" on the card of slot ${slot}`,
    `const card = document.querySelectorAll("article")[args[0] - 1];
     const button = [...card.querySelectorAll("button")].find((one) => one.textContent.trim() === args[1]);
     if (!button || button.disabled) return false;
     button.click();
     return true;`,
    slot,
    name,
  );
}

/** Presses "Retry now" as often as it is offered, until the card says that the slot is online. */
export function retry(page, slot) {
  return page.until(
    `slot ${slot} to come back`,
    `const card = document.querySelectorAll("article")[args[0] - 1];
     const button = [...card.querySelectorAll("button")].find((one) => one.textContent.trim() === "Retry now");
     if (button && !button.disabled) button.click();
     return card.innerText.includes("Online");`,
    slot,
  );
}

/** Presses Connect on the card of a slot, and again if it was too soon, until there is a code. */
export async function connect(page, slot) {
  await press(page, slot, "Connect");
  await page.until("the console", "return !!document.querySelector('[role=dialog]');");
  await until("a code on the screen", async () => {
    if (await page.run("return !!document.querySelector('[role=img][aria-label=\"QR code to scan with the phone\"]');")) return true;
    if (await page.canClick("button", "Show a code")) await page.click("button", "Show a code");
    return false;
  });
}

/** Asks for a pairing code in the open console; answers with what is shown. */
export async function askCode(page, number) {
  await page.click("tab", "Pairing code");
  await page.type("Phone number", number);
  await page.click("button", "Get a pairing code");
  return shownCode(page);
}

/** The pairing code on the screen. */
export function shownCode(page) {
  return page.until(
    "the pairing code",
    `const shown = document.querySelector("[aria-label^='Pairing code: ']");
     return shown && /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(shown.textContent)?.[0];`,
  );
}

/** What the card of a slot says. */
export function card(page, slot) {
  return page.run("return document.querySelectorAll('article')[arguments[0] - 1]?.innerText ?? '';", slot);
}
