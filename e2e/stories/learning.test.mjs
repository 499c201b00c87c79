// What a version could not show, the next one shows: kept as it came, and read
// again after an update.

import assert from "node:assert/strict";

import { MAYA, SHOP, link, openShop, says } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";
import { until } from "../lib/wait.mjs";

/** What the open thread shows, message by message. */
const ROWS = `[...document.querySelectorAll("[role=list][aria-label=Messages] [data-message]")].map((row) => row.innerText)`;

story("a message of an unknown kind is kept, and shows in its place after an update", async (t) => {
  const { network, desk, page } = await openShop(t, { starts: ["--earlier"] });
  await link(page, network, 1, SHOP);
  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "A question" });
  await network.do("contact_send", { contact: MAYA, to: SHOP, poll: { question: "When do we meet?", options: ["Today", "Tomorrow"], choose: 1 } });
  await network.do("contact_send", { contact: MAYA, to: SHOP, text: "Please choose" });
  await page.press("control", "0");
  await page.has("option", "Please choose");
  await page.click("option", "Maya Fairweather");
  await page.sees("This kind of message cannot be shown yet");
  await page.sees("Nothing is lost: it is stored, and a later version shows it.");
  await page.quit();

  const updated = await desk.start(network.argument);
  await updated.click("option", "Maya Fairweather");
  await updated.until("the poll", `return (${ROWS}).some((words) => words.includes("When do we meet?"));`);
  const rows = await updated.run(`return ${ROWS};`);
  const places = ["A question", "When do we meet?", "Please choose"].map((words) => rows.findIndex((row) => row.includes(words)));
  assert.deepEqual(places, [places[0], places[0] + 1, places[0] + 2], "where it was said");
  assert.ok(!rows.some((row) => row.includes("cannot be shown yet")), "and the placeholder is gone");

  await updated.click("button", "Numbers");
  await says(updated, 1, "Online");
  await updated.press("control", "0");
  await updated.click("option", "Maya Fairweather");
  await updated.click("button", "Tomorrow");
  const votes = await until("the vote to arrive", async () => {
    const { messages } = await network.do("inspect", { what: "messages", account: MAYA, chat: SHOP });
    return messages.find((one) => one.kind === "poll").votes[SHOP];
  });
  assert.deepEqual(votes, ["Tomorrow"], "it works as one that was always known");
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});
