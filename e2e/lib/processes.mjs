// The processes of a desk, found by the home they were started with: whatever
// the bus or the window started on its own account is among them.

import { readFileSync, readdirSync } from "node:fs";

import { until } from "./wait.mjs";

/** Waits until nothing lives on this home, and ends what does not go by itself. */
export async function clearAway(home) {
  const gone = () => processesAt(home).length === 0;
  // Most are on their way out: what they were talking to has ended.
  await until("the desk to empty itself", gone, 1_000).catch(() => {
    for (const pid of processesAt(home)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        if (error.code !== "ESRCH") throw error;
      }
    }
  });
  await until("the desk to be empty", gone);
}

function processesAt(home) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => livesAt(pid, home));
}

/** What has ended but still stands in the table has no environment any more. */
function livesAt(pid, home) {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(`HOME=${home}\0`);
  } catch {
    return false;
  }
}
