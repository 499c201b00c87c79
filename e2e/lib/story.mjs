// A story: one test with a home of its own, in which everything that was
// started ends with it, whatever happens.

import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { openDesk } from "./desk.mjs";

/** Tells a story. What the desktop's programs said is shown only when it fails. */
export function story(name, options, body) {
  if (typeof options === "function") return story(name, {}, options);
  return test(name, options, () => tell(body));
}

/** Lives through `body` on a throwaway home. */
export async function tell(body) {
  const telling = new Story();
  try {
    await body(telling);
  } catch (error) {
    await telling.explain(error);
    throw error;
  } finally {
    await telling.end();
  }
}

class Story {
  #last = [];
  #homes = [];
  #desks = [];

  /** Runs when the story ends; what was put off last runs first. */
  defer(act) {
    this.#last.push(act);
  }

  /** A new home folder. */
  async home() {
    const home = await mkdtemp(join(tmpdir(), "frontdesk-e2e-"));
    this.#homes.push(home);
    this.defer(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
    for (const folder of ["run", "log", ".local/share/keyrings", ".config", ".cache"]) {
      await mkdir(join(home, folder), { recursive: true, mode: 0o700 });
    }
    return home;
  }

  /**
   * Logs in: opens a desk. `keychain` is what the desktop has: "unlocked",
   * "locked" or "none"; `home` may be one in which somebody lived before.
   */
  async desk({ home, ...how } = {}) {
    const desk = await openDesk(this, { home: home ?? (await this.home()), ...how });
    this.#desks.push(desk);
    return desk;
  }

  /** Adds to the error what was on screen and what the programs said. */
  async explain(error) {
    const lines = [];
    for (const desk of this.#desks) {
      const picture = await desk.screen().catch(() => null);
      if (!picture) continue;
      const file = join(tmpdir(), `frontdesk-e2e-failure-${process.pid}.png`);
      await writeFile(file, picture);
      lines.push(`The screen is in ${file}`);
    }
    for (const home of this.#homes) {
      for (const name of await readdir(join(home, "log"))) {
        const words = (await readFile(join(home, "log", name), "utf8")).trim();
        if (words) lines.push(`--- ${name}`, words.split("\n").slice(-40).join("\n"));
      }
    }
    // The message of some errors can only be put over, not written.
    if (error instanceof Error) Object.defineProperty(error, "message", { value: [error.message, ...lines].join("\n") });
  }

  async end() {
    for (const act of this.#last.reverse()) await act();
  }
}
