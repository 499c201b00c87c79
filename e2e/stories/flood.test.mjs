// More than anybody has: the window stays as small as it is with little.

import assert from "node:assert/strict";

import { openFlooded } from "../lib/flooded.mjs";
import { countFrames } from "../lib/frames.mjs";
import { story } from "../lib/story.mjs";

story("with 3,000 chats, a thread of 100,000 messages and fifty more a second the window holds few elements", async (t) => {
  const { page } = await openFlooded(t);
  for (const act of ["looks", "scrollsList", "scrollsThread", "writes"]) {
    const { nodes, frames } = await countFrames(page, { act, seconds: 1 });
    assert.ok(nodes <= 1_500, `while somebody ${act} there are ${nodes} elements`);
    assert.ok(frames > 0, `while somebody ${act} it draws`);
  }
});
