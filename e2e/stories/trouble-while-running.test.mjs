import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { fingerprint } from "../lib/files.mjs";
import { LABEL, homeWithAPast } from "../lib/past.mjs";
import { openDemo } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

story("the check of the store shows how far it is and what came out", async (t) => {
  const { page } = await openDemo(t);
  await page.click("button", "Settings");
  await page.run(`
    window.bars = [];
    new MutationObserver(() => {
      const bar = document.querySelector("[role=progressbar]");
      if (bar) window.bars.push(bar.getAttribute("aria-valuetext") ?? "");
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });`);
  await page.click("button", "Check stored data");
  await page.sees("Everything is in order");
  assert.ok((await page.run("return window.bars.length;")) > 0, "its progress was on screen");
  await page.click("button", "Dismiss");
  await page.seesNoMore("Everything is in order");
});

/** Root may write everywhere; without these rights it may not. */
const WITHOUT_PRIVILEGE = process.getuid() === 0 ? ["setpriv", "--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search"] : [];

story("a profile that cannot be written to is named, and its files stay as they are", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const before = await fingerprint(desk.profile);
  for (const name of await readdir(desk.profile, { withFileTypes: true })) {
    if (name.isFile()) await chmod(join(desk.profile, name.name), 0o400);
  }
  await chmod(desk.profile, 0o500);
  t.defer(() => chmod(desk.profile, 0o700));
  const page = await desk.startThrough(WITHOUT_PRIVILEGE);
  await page.sees("The folder is read-only");
  await page.sees("Allow writing to the folder, then try again.");
  assert.equal(await fingerprint(desk.profile), before, "nothing was changed");

  await chmod(desk.profile, 0o700);
  for (const name of await readdir(desk.profile, { withFileTypes: true })) {
    if (name.isFile()) await chmod(join(desk.profile, name.name), 0o600);
  }
  await page.click("button", "Try again");
  await page.sees("No conversations yet");
});

/**
 * A small disk, seen only by programs that are started through the command that
 * this answers.
 */
async function smallDisk(t, folder, size) {
  const enter = process.getuid() === 0 ? [] : ["--map-root-user"];
  const holder = spawn("unshare", ["--mount", ...enter, "sh", "-c", 'mount -t tmpfs -o size="$1" tmpfs "$2" && echo ready && exec cat', "sh", size, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  t.defer(async () => {
    const gone = once(holder, "exit");
    holder.stdin.end();
    await gone;
  });
  await once(holder.stdout, "data");
  const through = ["nsenter", `--target=${holder.pid}`, "--mount", ...(process.getuid() === 0 ? [] : ["--user", "--preserve-credentials"])];
  return { through, folder: join(`/proc/${holder.pid}/root`, folder) };
}

story("on a full disk a change is refused with words, and nothing that was there is lost", async (t) => {
  const { desk, disk } = await onASmallDisk(t);

  const page = await desk.startThrough(disk.through);
  await page.click("button", "Numbers");
  await page.sees(LABEL);
  await fill(join(disk.folder, "filler"));
  await page.type("Name of this slot", "No room for this");
  await page.press("enter");
  await page.sees("The disk is full; nothing was changed.");
  await page.until("the old name", "return document.querySelector('h2').textContent === args[0];", LABEL);

  await rm(join(disk.folder, "filler"));
  await page.type("Name of this slot", "There is room again");
  await page.press("enter");
  await page.until("the new name", "return document.querySelector('h2').textContent === 'There is room again';");
  await page.quit();
  const again = await desk.startThrough(disk.through);
  await again.click("button", "Numbers");
  await again.sees("There is room again");
});

story("a start on a full disk says so and goes on when there is room", async (t) => {
  const { desk, disk } = await onASmallDisk(t);
  await fill(join(disk.folder, "filler"));
  const database = await readFile(join(disk.folder, "frontdesk.db"));

  const page = await desk.startThrough(disk.through);
  await page.sees("The disk is full");
  await page.sees("Free some space, then try again.");
  assert.deepEqual(await readFile(join(disk.folder, "frontdesk.db")), database, "the store is as it was");
  await rm(join(disk.folder, "filler"));
  await page.click("button", "Try again");
  await page.sees("No conversations yet");
});

/** A store with a past on a disk of three megabytes. */
async function onASmallDisk(t) {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const disk = await smallDisk(t, desk.profile, "3m");
  await cp(desk.profile, disk.folder, { recursive: true });
  return { desk, disk };
}

/** Writes until nothing more fits. */
async function fill(file) {
  const block = Buffer.alloc(4096, 1);
  for (let size = block.length; size > 0; size = Math.floor(size / 2)) {
    for (;;) {
      try {
        await writeFile(file, block.subarray(0, size), { flag: "a" });
      } catch (error) {
        if (error.code !== "ENOSPC") throw error;
        break;
      }
    }
  }
}
