// Measures how soon the app with three linked numbers is back after it was quit: `node restarts.mjs [--runs N] FILE`.
// Writes JSON, in milliseconds from its start: until its window is painted, until it shows what it holds, and until the
// network sees each number online; each run, and the median. Needs a desktop, the app in FRONTDESK_BINARY, and a machine
// at rest.

import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { DESK, SHOP, STAND, link, openShop } from "./lib/shop.mjs";
import { tell } from "./lib/story.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "7" } },
});
const runs = [];

await tell(async (t) => {
  const { network, desk, page } = await openShop(t);
  const links = [];
  for (const [place, phone] of [SHOP, DESK, STAND].entries()) {
    links.push({ phone, device: await link(page, network, place + 1, phone) });
  }
  await page.quit();
  const all = (until) => Promise.all(links.map((one) => network.until({ until, ...one })));
  for (let run = 0; run < Number(values.runs); run += 1) {
    await all("offline");
    const since = Date.now();
    const after = (happened) => happened.then(() => Date.now() - since);
    const program = desk.startAlone(network.argument);
    const [painted, filled, ...online] = await Promise.all([
      after(program.said("painted")),
      after(program.said("filled")),
      ...links.map((one) => after(network.until({ until: "online", ...one }))),
    ]);
    runs.push({ painted, filled, first: Math.min(...online), online: Math.max(...online) });
    await program.quit();
  }
});

const middle = (name) => runs.map((run) => run[name]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)];
const median = Object.fromEntries(["painted", "filled", "first", "online"].map((name) => [name, middle(name)]));
await writeFile(positionals[0] ?? "restarts.json", `${JSON.stringify({ median, runs }, null, 2)}\n`);
