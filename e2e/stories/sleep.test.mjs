// A computer that slept: its connections look open and are not. The system says when it woke, and the cards must not
// claim for longer than a few seconds what was so before.

import assert from "node:assert/strict";

import { SHOP, card, link, openShop, says } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";
import { openSystem } from "../lib/system.mjs";
import { until } from "../lib/wait.mjs";

/** What a connection may take to prove itself, and the window to show that it did not. */
const PROVED = 5_000;
const SHOWN = 1_000;

/** How long it takes from now until the card no longer says that its slot is online. */
async function fades(page) {
  const since = Date.now();
  await until("the slot to be seen to be gone", async () => !(await card(page, 1)).includes("Online"), PROVED + 5_000);
  return Date.now() - since;
}

story("a computer that wakes up, and one that loses its network, know within seconds what became of their links", async (t) => {
  const { network, desk, page } = await openShop(t);
  const device = await link(page, network, 1, SHOP);
  const system = await openSystem(t, desk);

  system.sleeps(true);
  await network.do("net", { phone: SHOP, device, act: "stall" });
  assert.match(await card(page, 1), /Online/, "asleep, nobody looks");
  system.sleeps(false);
  const woken = await fades(page);
  assert.ok(woken <= PROVED + SHOWN, `after waking it took ${woken} ms`);
  await says(page, 1, "Online");
  await network.until({ until: "online", phone: SHOP, device });

  // One that lived through its sleep stays what it is.
  system.sleeps(true);
  system.sleeps(false);
  await assert.rejects(fades(page), "it proved itself");

  await network.do("net", { phone: SHOP, device, act: "stall" });
  await network.do("net", { act: "refuse_connect" });
  system.network(false);
  const cut = await fades(page);
  assert.ok(cut <= PROVED + SHOWN, `without a network it took ${cut} ms`);
  await says(page, 1, "no network");
  await network.do("net", { act: "accept_connect" });
  system.network(true);
  await says(page, 1, "Online");
});
