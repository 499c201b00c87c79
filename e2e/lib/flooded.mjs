// The window with more than anybody has: 3,000 chats, an open thread of 100,000
// messages, and fifty more a second.

import { openDemo } from "./steps.mjs";

export const CHATS = 3_000;
const LONG = "Amina Abara";

/** Opens it and waits until the whole list is there, the numbers are online and the long thread is open. */
export async function openFlooded(t) {
  const { desk, page } = await openDemo(t, { which: "--demo=flood" });
  await page.until("the whole list", `return document.querySelector("[role=option]")?.getAttribute("aria-setsize") === "${CHATS}";`);
  // Its row moves with every message, faster than a pointer comes down on it.
  await page.until(
    "its row",
    `const row = [...document.querySelectorAll("[role=option]")].find((one) => one.innerText.split("\\n").includes(args[0]));
     row?.click();
     return !!row;`,
    LONG,
  );
  await page.until("the long thread", "return !!document.querySelector('[role=list] [data-message]');");
  await page.has("textbox", `Message to ${LONG}`);
  await gains(page, 10);
  return { desk, page };
}

/** Waits until so many more messages came in. */
async function gains(page, count) {
  const unread = () => page.run("return Number(/\\((\\d+)\\)/.exec(document.title)?.[1] ?? 0);");
  const before = await unread();
  await page.until("messages to come in", `return Number(/\\((\\d+)\\)/.exec(document.title)?.[1] ?? 0) >= args[0];`, before + count);
}
