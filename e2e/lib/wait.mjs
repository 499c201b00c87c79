// Waiting for a condition outside the window, never for a length of time.

import { setTimeout as pause } from "node:timers/promises";

export const PATIENCE = 20_000;

/** Asks until the answer is true (anything but false, null and undefined) and gives it. */
export async function until(what, ask, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await pause(20);
  }
}
