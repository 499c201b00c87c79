// A simulated network in a process of its own: phones and people that the app
// in the window links to and talks with.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const BINARY = process.env.FRONTDESK_SIM;

export async function openNetwork(story, { seed = 1, pace = 1 } = {}) {
  if (!BINARY) throw new Error("FRONTDESK_SIM is not set: run `cargo xtask test --only window`");
  const child = spawn(BINARY, ["serve", "--seed", String(seed)], { stdio: ["ignore", "pipe", "inherit"] });
  story.defer(async () => {
    if (child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`The network ended with ${code}`))),
  ]);
  return new Network(JSON.parse(line), pace);
}

class Network {
  #doors;
  #pace;

  constructor(doors, pace) {
    this.#doors = doors;
    this.#pace = pace;
  }

  /** What the app is started with to talk to this network. */
  get argument() {
    const doors = [this.#doors.ws, this.#doors.media_tls, this.#doors.media];
    return `--simulated-network=${[...doors, ...(this.#pace === 1 ? [] : [this.#pace])].join(",")}`;
  }

  /** Carries a command out; the commands are those of the network's README. */
  async do(cmd, args = {}) {
    const { ok, error, ...reply } = await this.#post({ cmd, ...args });
    if (!ok) throw new Error(`The network refused ${cmd}: ${error}`);
    return reply;
  }

  /** A command that is meant to fail; answers with the code of its error. */
  async refused(cmd, args = {}) {
    const { ok, code } = await this.#post({ cmd, ...args });
    if (ok) throw new Error(`The network took ${cmd}`);
    return code;
  }

  /** Waits until something is so on the network. */
  until(condition, timeout = 20_000) {
    return this.do("wait", { ...condition, timeout_ms: timeout });
  }

  /** What the network did not understand, which must be nothing. */
  async unhandled() {
    return (await this.do("unhandled")).unhandled;
  }

  async #post(command) {
    const answer = await fetch(`${this.#doors.control}/ctl`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(command),
    });
    return answer.json();
  }
}
