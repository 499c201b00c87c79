// The running app as the desktop sees it: a process with a window.

import { readFileSync } from "node:fs";
import { readFile, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";

import { until } from "./wait.mjs";

export class Program {
  #record;

  constructor(record) {
    this.#record = record;
  }

  /** The process; waits until it exists. */
  async pid() {
    return until("the app's process", () => numberIn(`${this.#record}.pid`));
  }

  /** Waits until it has ended and answers with which code; 128 + n after signal n. */
  async ended() {
    return until("the app to end", () => numberIn(`${this.#record}.code`));
  }

  /** Whether the process is still there. */
  get isRunning() {
    const pid = numberIn(`${this.#record}.pid`);
    return pid !== null && numberIn(`${this.#record}.code`) === null && isAlive(pid);
  }

  async signal(name) {
    process.kill(await this.pid(), name);
  }

  /** Ends it as the system does at logout. */
  async quit() {
    await this.signal("SIGTERM");
    return this.ended();
  }

  /** Waits until the app has said this on its standard error. */
  said(words) {
    return until(`the app to say "${words}"`, async () => (await this.words()).includes(words));
  }

  /** Waits until the process has this file open. */
  async holds(file) {
    const folder = `/proc/${await this.pid()}/fd`;
    await until(`the app to open ${file}`, async () => {
      const open = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => null)));
      return open.includes(file);
    });
  }

  words() {
    return readFile(`${this.#record}.log`, "utf8").catch(() => "");
  }

  /** Ends it without a goodbye; no error when it is gone already. */
  async kill() {
    const pid = numberIn(`${this.#record}.pid`);
    if (pid === null || !isAlive(pid)) return;
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
    await until("the app to be gone", () => !isAlive(pid));
  }
}

function numberIn(file) {
  try {
    const text = readFileSync(file, "utf8").trim();
    return text === "" ? null : Number(text);
  } catch {
    return null;
  }
}

/** Ended processes may stay in the table for a while. */
function isAlive(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !["Z", "X"].includes(stat.slice(stat.lastIndexOf(")") + 2)[0]);
  } catch {
    return false;
  }
}
