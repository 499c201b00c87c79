import assert from "node:assert/strict";
import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { fingerprint } from "../lib/files.mjs";
import { homeWithAPast } from "../lib/past.mjs";
import { begin } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

story("a missing database is a question, not an empty inbox", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  await rm(join(desk.profile, "frontdesk.db"));
  const before = await fingerprint(desk.profile);
  const page = await desk.start();
  await page.sees("The messages are gone");
  assert.equal(await fingerprint(desk.profile), before, "nothing is created in its place");

  await page.click("button", "Begin with an empty inbox");
  await page.click("button", "Begin with an empty inbox");
  await page.has("dialog", "Begin with an empty inbox?");
  await page.press("escape");
  assert.equal(await fingerprint(desk.profile), before, "and nothing before the second question is answered");
});

story("a missing key file is a question, and the keychain's key answers it", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  await rm(join(desk.profile, "vault.json"));
  const page = await desk.start();
  await page.sees("The key file is missing");
  await page.click("button", "Open with the key in the keychain");
  // The code that was written down went with the file: a new one is shown.
  await begin(page);
});

const DAMAGE = {
  "a plain SQLite file in the store's place is refused and left alone": {
    act: (file) => writeFile(file, plainDatabase()),
    words: "A foreign file is in the way",
  },
  "a store cut short is refused and left alone": {
    act: (file) => truncate(file, 6000),
    words: "Part of the stored data is damaged",
  },
  "one wrong bit in the first page is noticed, and the file is left alone": {
    act: (file) => flip(file, 100),
    words: "Part of the stored data is damaged",
  },
};

for (const [name, { act, words }] of Object.entries(DAMAGE)) {
  story(name, async (t) => {
    const { home } = await homeWithAPast(t);
    const desk = await t.desk({ home });
    await act(join(desk.profile, "frontdesk.db"));
    const before = await fingerprint(desk.profile);
    const page = await desk.start();
    await page.sees(words);
    await page.sees("Nothing was changed or deleted.");
    await page.click("button", "Try again");
    await page.sees(words);
    assert.equal(await fingerprint(desk.profile), before, "whatever it is, it may still be of use to somebody");
  });
}

story("one wrong bit in a later page does not keep the rest from being read", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const file = join(desk.profile, "frontdesk.db");
  const pages = (await readFile(file)).length / 4096;
  await flip(file, (pages - 1) * 4096 + 200);
  const page = await desk.start();
  await page.sees("No conversations yet");
  await page.click("button", "Settings");
  await page.click("button", "Check stored data");
  await page.sees("1 damaged place was found");
  await page.sees("Nothing was changed.");
});

async function flip(file, at) {
  const bytes = await readFile(file);
  bytes[at] ^= 1;
  await writeFile(file, bytes);
}

function plainDatabase() {
  const page = Buffer.alloc(4096);
  page.write("SQLite format 3\0");
  page.writeUInt16BE(4096, 16);
  page.set([1, 1, 0, 64, 32, 32], 18);
  page.writeUInt32BE(1, 28);
  page[100] = 13;
  page.writeUInt16BE(4096, 105);
  return page;
}
