import assert from "node:assert/strict";

import { closed, shown } from "../lib/notices.mjs";
import { openDemo } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

async function sendTest(page) {
  await page.click("button", "Settings");
  await page.click("button", "Send a test notification");
  await page.sees("Sent. If nothing showed up");
}

story("a notification shows who wrote and what, and a click on it opens the chat", async (t) => {
  const { desk, page } = await openDemo(t, { notifications: true });
  await sendTest(page);
  await shown(desk);
  const window = await desk.window(page.program);
  await desk.run("xdotool", "windowminimize", "--sync", window);
  await desk.run("dunstctl", "action", "0");

  await desk.isInFront(window);
  await page.sees("Then I'll be there at half past five.");
  await desk.run("dunstctl", "close-all");
  const { app, title, body } = (await closed(desk)).at(-1);
  assert.deepEqual([app, title, body], ["Frontdesk", "Anneliese Brandt", "And do you take cards now?"], "the newest chat speaks");
});

story("the text of a message is kept out of notifications when the user wants that", async (t) => {
  const { desk, page } = await openDemo(t, { notifications: true });
  await page.click("button", "Settings");
  await page.click("switch", "Show the text of the message");
  await page.until("the choice to be kept", "return !find('switch', 'Show the text of the message').checked;");
  await sendTest(page);
  await shown(desk);
  await desk.run("dunstctl", "close-all");
  assert.equal((await closed(desk)).at(-1).body, "", "only who wrote");
});

story("a message cannot write markup into a notification", async (t) => {
  const { desk, page } = await openDemo(t, { which: "--demo=hostile", notifications: true });
  await sendTest(page);
  await shown(desk);
  await desk.run("dunstctl", "close-all");
  const { title, body } = (await closed(desk)).at(-1);
  assert.equal(title, "<script>window.broken=1</script>", "the name as it is, not as it wants to be read");
  assert.doesNotMatch(body, /<[a-z]/i, `no mark is left to be read as one: ${body}`);
});

story("without a notification service the settings say so", async (t) => {
  const { page } = await openDemo(t);
  await page.click("button", "Settings");
  await page.click("button", "Send a test notification");
  await page.sees("Your desktop has no service for this.");
});
