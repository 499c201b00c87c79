// A home in which somebody has used the app before. It is lived in once per
// file of stories and copied for each of them.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

import { begin } from "./steps.mjs";
import { tell } from "./story.mjs";

const past = new Map();
const folders = [];

after(forgetPasts);

/** Removes what was lived in. After the last story of a file this happens by itself. */
export async function forgetPasts() {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
  past.clear();
}

/** What the user called the first slot. */
export const LABEL = "Quince Canary";

/** Answers a home with a store in it, and the recovery code that opens it. */
export async function homeWithAPast(story, { protection = "keychain" } = {}) {
  if (!past.has(protection)) past.set(protection, live(protection));
  const { folder, code } = await past.get(protection);
  const home = await story.home();
  await copyPast(folder, home);
  return { home, code };
}

export const PASSPHRASE = "verge copper lantern sixteen";

async function live(protection) {
  const folder = await mkdtemp(join(tmpdir(), "frontdesk-e2e-past-"));
  folders.push(folder);
  let code;
  await tell(async (story) => {
    const desk = await story.desk({ keychain: protection === "keychain" ? "unlocked" : "none" });
    const page = await desk.start();
    if (protection === "passphrase") await choosePassphrase(page, PASSPHRASE);
    code = await begin(page);
    await page.click("button", "Numbers");
    await page.type("Name of this slot", LABEL);
    await page.press("enter");
    await page.sees(LABEL);
    await page.quit();
    await desk.close();
    await copyPast(desk.home, folder);
  });
  return { folder, code };
}

/** Only what the app and the keychain keep: the WebDriver makes the window leave caches as well. */
async function copyPast(from, to) {
  for (const folder of [".local/share/keyrings", ".local/share/net.frontdesk.desktop/profile"]) {
    await cp(join(from, folder), join(to, folder), { recursive: true });
  }
}

/** Types a new passphrase twice and takes it. */
export async function choosePassphrase(page, passphrase) {
  await page.type("New passphrase", passphrase);
  await page.type("The same again", passphrase);
  await page.click("button", "Use this passphrase");
}
