// Measures how evenly the window draws under a flood: `node frames.mjs [--runs N] [--seconds N] FILE`. Writes JSON:
// each run, and the median of the runs for each thing that somebody does meanwhile. Times are in whole refreshes of the
// screen, the raw ones stand beside them. Needs a desktop, the app in FRONTDESK_BINARY, and a machine at rest.

import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { openFlooded } from "./lib/flooded.mjs";
import { ACTS, countFrames } from "./lib/frames.mjs";
import { tell } from "./lib/story.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" }, seconds: { type: "string", default: "5" } },
});
const seconds = Number(values.seconds);
const runs = [];

await tell(async (t) => {
  const { page } = await openFlooded(t);
  // What is drawn for the first time is compiled, too; that is not what a day consists of.
  for (const act of Object.keys(ACTS)) await countFrames(page, { act, seconds: 1 });
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const act of Object.keys(ACTS)) runs.push(await countFrames(page, { act, seconds }));
  }
});

const medians = Object.keys(ACTS).map((act) => {
  const own = runs.filter((run) => run.act === act);
  const middle = (read) => own.map(read).toSorted((a, b) => a - b)[Math.floor(own.length / 2)];
  return {
    act,
    p50: middle((run) => run.p50),
    p99: middle((run) => run.p99),
    worst: middle((run) => run.worst),
    over50: middle((run) => run.over50),
    nodes: Math.max(...own.map((run) => run.nodes)),
  };
});
await writeFile(positionals[0] ?? "frames.json", `${JSON.stringify({ seconds, medians, runs }, null, 2)}\n`);
