// A phone that links a number which sits somewhere already, or another number
// than the slot holds: nothing moves before the person at the desk has decided.

import { scan } from "../lib/phone.mjs";
import { DESK, MAYA, SHOP, connect, finish, link, openShop, press, says } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";
import { until } from "../lib/wait.mjs";

/** Waits until the phone no longer lists a device. */
function forgets(network, phone, device) {
  return until(`the phone to forget device ${device}`, async () => {
    const { devices } = await network.do("inspect", { what: "devices", phone });
    return devices.every((one) => one.device !== device);
  });
}

/** Holds a phone before the code that a slot shows. */
async function hold(page, network, slot, phone) {
  await page.click("button", "Numbers");
  await connect(page, slot);
  return scan(page, network, phone);
}

story("a number that sits in another slot stays there or moves with its history, as it is decided", async (t) => {
  const { network, page } = await openShop(t);
  const first = await link(page, network, 1, SHOP);
  const { msg } = await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Two seats by the window, please." });
  await network.until({ until: "delivered", msg, by: SHOP });

  const second = await hold(page, network, 2, SHOP);
  await page.sees("already sits in slot 1");
  await page.click("button", "Cancel");
  await says(page, 2, "No number here");
  await says(page, 1, "Online");
  await network.until({ until: "online", phone: SHOP, device: first });
  await forgets(network, SHOP, second);

  const third = await hold(page, network, 2, SHOP);
  await page.sees("already sits in slot 1");
  await page.press("escape");
  await says(page, 2, "Your decision is needed");
  await press(page, 2, "Decide");
  await page.click("button", "Move it here");
  await finish(page, 2);
  await says(page, 1, "No number here");
  await network.until({ until: "online", phone: SHOP, device: third });
  await forgets(network, SHOP, first);
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await page.sees("Two seats by the window, please.");
});

story("another number than the slot held takes it only when that is said, and the old one's history stays", async (t) => {
  const { network, page } = await openShop(t);
  const device = await link(page, network, 1, SHOP);
  const { msg } = await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Is the lamp mended?" });
  await network.until({ until: "delivered", msg, by: SHOP });
  await network.do("phone_unlink", { phone: SHOP, device });
  await page.sees("The link was removed on the phone");

  await hold(page, network, 1, DESK);
  await page.sees("but this slot holds +15550001111");
  await page.click("button", "Use +1 555 000 4444 here");
  await finish(page, 1);
  await says(page, 1, "Back Office");
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  await page.sees("Is the lamp mended?");
});
