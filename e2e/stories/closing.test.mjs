import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { join } from "node:path";

import { LABEL, homeWithAPast } from "../lib/past.mjs";
import { story } from "../lib/story.mjs";
import { until } from "../lib/wait.mjs";

/** Bytes in the store's log; none when it is gone. */
async function logBytes(desk) {
  const seen = await stat(join(desk.profile, "frontdesk.db-wal")).catch(() => null);
  return seen?.size ?? 0;
}

async function namedInWindow(page, label) {
  await page.click("button", "Numbers");
  await page.type("Name of this slot", label);
  await page.press("enter");
  await page.until("the name on the card", "return document.querySelector('h2').textContent === args[0];", label);
}

story("closing the window ends the program and leaves the store in one file", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const page = await desk.start();
  await namedInWindow(page, "Before closing");
  assert.ok((await logBytes(desk)) > 0, "what was written is in the log first");
  await desk.closeWindow(page.program);
  assert.equal(await page.program.ended(), 0, "it ends well");
  assert.equal(await logBytes(desk), 0, "nothing waits in the log");
});

story("with close to tray the program goes on, and a second start shows it again", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const page = await desk.start();
  await page.click("button", "Settings");
  await page.click("switch", "Keep running when the window is closed");
  await page.until("the choice to be kept", "return find('switch', 'Keep running').checked;");
  const pid = await page.program.pid();
  await desk.closeWindow(page.program);
  await until("the window to go", async () => (await desk.windows(pid)).length === 0);
  assert.ok(page.program.isRunning, "the program stays");

  assert.equal(await desk.startAlone().ended(), 0, "the second start hands over to the first");
  await desk.isInFront(await desk.window(page.program));
  assert.equal(await page.quit(), 0, "asked to end, it ends all the same");
});

story("a start in the background shows no window until it is asked for", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const app = desk.startAlone("--background");
  // Opened after the window was made: a window that was to be seen would be there by now.
  await app.holds(join(desk.profile, "frontdesk.db"));
  assert.deepEqual(await desk.windows(await app.pid()), [], "nothing on the screen");
  assert.equal(await desk.startAlone().ended(), 0, "a second start asks for it");
  await desk.isInFront(await desk.window(app));
});

story("what was written survives a program that was killed", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const page = await desk.start();
  await namedInWindow(page, "Before the end");
  await page.program.kill();
  const again = await desk.start();
  await again.click("button", "Numbers");
  await again.sees("Before the end");
  await again.seesNoMore(LABEL);
});
