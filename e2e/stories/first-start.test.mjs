import assert from "node:assert/strict";
import { relative } from "node:path";

import { filesBelow, findInFiles } from "../lib/files.mjs";
import { LABEL, homeWithAPast } from "../lib/past.mjs";
import { recoveryCode } from "../lib/steps.mjs";
import { story } from "../lib/story.mjs";

story("a first start shows a recovery code and leads to an inbox that says what to do next", async (t) => {
  const desk = await t.desk();
  const page = await desk.start();
  await page.sees("Welcome to Frontdesk");
  await page.sees("not affiliated with WhatsApp");
  await page.click("button", "Continue");

  const code = await recoveryCode(page);
  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/, "seven groups without letters that can be misread");
  assert.ok(!(await page.canClick("button", "Open my inbox")), "nobody goes on before the code is written down");
  await page.click("checkbox", "I have written it down");
  await page.click("button", "Open my inbox");

  await page.sees("No conversations yet");
  await page.has("button", "Link a number");
  await page.click("button", "Numbers");
  await page.sees("No number is linked to this slot.");
  assert.equal(await page.quit(), 0, "asked to end, the program ends well");

  const item = await desk.run("secret-tool", "search", "--all", "service", "frontdesk");
  assert.match(item, /label = Frontdesk: key of the message store/, "the keychain holds the key under a name a person understands");
  assert.equal(item.match(/^\[/gm).length, 1, "and holds it once");
});

story("the next start opens the inbox at once", async (t) => {
  const { home } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const page = await desk.start();
  await page.sees("No conversations yet");
  assert.ok(!(await page.text()).includes("Welcome"), "nobody is welcomed twice");
  await page.click("button", "Numbers");
  await page.sees(LABEL);
});

story("a code that was never confirmed is made anew at the next start", async (t) => {
  const desk = await t.desk();
  const first = await desk.start();
  await first.click("button", "Continue");
  const unseen = await recoveryCode(first);
  await first.quit();

  const second = await desk.start();
  await second.click("button", "Continue");
  assert.notEqual(await recoveryCode(second), unseen, "a code that may have been read by others is worth nothing");
});

story("as it is shipped the app leaves nothing readable on the disk", async (t) => {
  const { home, code } = await homeWithAPast(t);
  const desk = await t.desk({ home });
  const app = desk.startAlone();
  await app.said("painted");
  const window = await desk.window(app);
  await desk.run("xdotool", "windowfocus", "--sync", window, "key", "ctrl+k");
  await desk.run("xdotool", "type", "Numbers");
  await desk.run("xdotool", "key", "Return");
  assert.equal(await app.quit(), 0, "the program ends well");

  const left = (await filesBelow(home)).map((file) => relative(home, file)).filter((file) => !/^(log|run)\//.test(file));
  assert.deepEqual(
    left,
    [
      ".config/net.frontdesk.desktop/.window-state.json",
      ".config/net.frontdesk.desktop/look",
      ".local/share/keyrings/login.keyring",
      ".local/share/keyrings/user.keystore",
      ".local/share/net.frontdesk.desktop/WebKitCache/Version 17/salt",
      ".local/share/net.frontdesk.desktop/hsts-storage.sqlite",
      ".local/share/net.frontdesk.desktop/mediakeys/v1/salt",
      ".local/share/net.frontdesk.desktop/profile/frontdesk.db",
      ".local/share/net.frontdesk.desktop/profile/frontdesk.db.lock",
      ".local/share/net.frontdesk.desktop/profile/vault.json",
      ".local/share/net.frontdesk.desktop/storage/salt",
    ],
    "the store, its key file, the window's place and colours, WebKit's salts and empty table: no cache, no log, no history",
  );
  const secrets = [LABEL, code, code.replaceAll("-", ""), code.slice(0, 9)];
  assert.deepEqual(await findInFiles(home, secrets), [], "neither what the user typed nor the code can be read");
});
