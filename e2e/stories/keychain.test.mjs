import assert from "node:assert/strict";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";

import { fingerprint } from "../lib/files.mjs";
import { LABEL, PASSPHRASE, choosePassphrase, homeWithAPast } from "../lib/past.mjs";
import { begin } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

/** The store is open and it is the old one. */
async function opened(page) {
  await page.sees("No conversations yet");
  await page.click("button", "Numbers");
  await page.sees(LABEL);
}

story("a locked keychain is named, and nothing is touched until it is unlocked", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home, keychain: "locked" });
  const before = await fingerprint(desk.profile);
  const page = await desk.start();
  await desk.prompt();
  await page.sees("Opening your messages");
  await desk.answerPrompt(null);
  await page.sees("The key to your messages is in");
  await page.sees("The keychain is locked");
  await page.sees("Nothing was changed or deleted.");
  assert.equal(await fingerprint(desk.profile), before, "a locked keychain is no reason to write anything");

  await page.click("button", "Unlock the keychain");
  await desk.prompt();
  await desk.answerPrompt("test");
  await opened(page);
});

story("without a keychain a passphrase is chosen, and only that passphrase opens the store", async (t) => {
  const desk = await t.desk({ keychain: "none" });
  const first = await desk.start();
  await first.sees("This computer has no keychain");
  await first.click("button", "Choose a passphrase");
  await first.type("New passphrase", "too short");
  await first.type("The same again", "too short");
  await first.sees("At least 10 signs");
  assert.ok(!(await first.canClick("button", "Use this passphrase")), "what is refused cannot be pressed");
  await first.type("New passphrase", PASSPHRASE);
  await first.type("The same again", "something else");
  await first.sees("The two are not the same.");
  await choosePassphrase(first, PASSPHRASE);
  await begin(first);
  await first.quit();

  const second = await desk.start();
  await second.sees("These messages are protected by a passphrase.");
  await second.type("Passphrase", "not the right words");
  await second.click("button", "Open");
  await second.sees("This does not open these messages.");
  await second.type("Passphrase", PASSPHRASE);
  await second.press("enter");
  await second.sees("No conversations yet");
});

story("a key that is gone from the keychain is brought back by the recovery code", async (t) => {
  const { home, code } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  await desk.run("secret-tool", "clear", "service", "frontdesk");
  const before = await fingerprint(desk.profile);
  const page = await desk.start();
  await page.sees("The key is not in the keychain");

  await page.click("button", "Enter the recovery code");
  await page.type("Recovery code", withTypo(code));
  await page.click("button", "Open");
  await page.sees("The code has a typing error.");
  assert.equal(await fingerprint(desk.profile), before, "a wrong code changes nothing");

  await page.type("Recovery code", oddlySpaced(code));
  await page.press("enter");
  await opened(page);
  await page.click("button", "Settings");
  await page.sees("The keychain no longer holds the key");
  await page.click("button", "Keep the key in");
  await page.seesNoMore("The keychain no longer holds the key");
  await page.quit();

  await opened(await desk.start());
});

story("a keychain that holds another store's key is never written over unasked", async (t) => {
  const { home, code } = await homeWithAPast(t);
  const elsewhere = await t.desk({ keychain: "unlocked" });
  await begin(await elsewhere.start());
  await elsewhere.close();
  // The keyring of somebody else's desktop, the store of one's own.
  const keyrings = ".local/share/keyrings";
  await rm(join(home, keyrings), { recursive: true });
  await cp(join(elsewhere.home, keyrings), join(home, keyrings), { recursive: true });

  const desk = await t.desk({ home });
  const page = await desk.start();
  await page.sees("The key belongs to other messages");
  await page.click("button", "Enter the recovery code");
  await page.type("Recovery code", code);
  await page.press("enter");
  await opened(page);
  await page.click("button", "Settings");
  await page.click("button", "Keep the key in");
  await page.sees("The keychain already holds a key of another Frontdesk store.");
  await page.click("button", "Replace the other key");
  await page.has("dialog", "Replace the key in");
  await page.click("button", "Cancel");
  await page.sees("The keychain already holds a key of another Frontdesk store.");
});

function withTypo(code) {
  const wrong = code[2] === "7" ? "8" : "7";
  return code.slice(0, 2) + wrong + code.slice(3);
}

function oddlySpaced(code) {
  return `  ${code.toLowerCase().replaceAll("-", " ").replace(" ", " – ")} `;
}
