import assert from "node:assert/strict";

import { homeWithAPast } from "../lib/past.mjs";
import { story } from "../lib/story.mjs";

story("a second start raises the first window and ends at once", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const first = desk.startAlone();
  await first.said("painted");
  const window = await desk.window(first);
  await desk.run("xdotool", "windowminimize", "--sync", window);

  const second = desk.startAlone();
  assert.equal(await second.ended(), 0, "there was nothing for it to do");
  assert.ok(!(await second.words()).includes("painted"), "it opened no window of its own");
  await desk.isInFront(window);
  assert.ok(first.isRunning, "the first one goes on");
});

story("of two starts at the same moment exactly one keeps the store", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const both = [desk.startAlone(), desk.startAlone()];
  const loser = await Promise.race(both.map(async (one) => [await one.ended(), one]));
  assert.equal(loser[0], 0, "one of them ends well");
  const winner = both.find((one) => one !== loser[1]);
  await winner.said("painted");
  await desk.window(winner);
  assert.ok(winner.isRunning, "the other one stays");
  assert.equal(await winner.quit(), 0, "and closes the store in order");
});
