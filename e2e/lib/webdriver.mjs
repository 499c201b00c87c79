// A small WebDriver client: just what the stories need, no dependency.

import { until } from "./wait.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export class WebDriver {
  #base;

  constructor(port) {
    this.#base = `http://127.0.0.1:${port}`;
  }

  async send(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await response.json();
    if (!response.ok) {
      throw new WebDriverError(value.error, value.message);
    }
    return value;
  }

  /** Waits until the driver answers. */
  ready(process) {
    return until("the WebDriver", async () => {
      if (process.exitCode !== null) throw new Error("The WebDriver did not start");
      return this.send("GET", "/status").then(() => true, () => false);
    });
  }

  async open(binary, args) {
    const { sessionId } = await this.send("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } },
    });
    return new Session(this, sessionId);
  }
}

export class WebDriverError extends Error {
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** One window under the driver's hand. */
export class Session {
  #driver;
  #path;

  constructor(driver, id) {
    this.#driver = driver;
    this.#path = `/session/${id}`;
  }

  #send(method, path, body) {
    return this.#driver.send(method, this.#path + path, body);
  }

  /** Runs the body of a function in the page and answers what it returns. */
  run(script, ...args) {
    return this.#send("POST", "/execute/sync", { script, args });
  }

  /** The same for a body that awaits. */
  runAsync(script, ...args) {
    const wrapped = `const done = arguments[arguments.length - 1];
      (async (...args) => { ${script} })(...Array.from(arguments).slice(0, -1))
        .then(value => done({ value }), error => done({ error: String(error) }));`;
    return this.#send("POST", "/execute/async", { script: wrapped, args }).then((answer) => {
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    });
  }

  async find(css) {
    const found = await this.#send("POST", "/element", { using: "css selector", value: css });
    return found[ELEMENT];
  }

  async click(css) {
    const id = await this.find(css);
    await this.#send("POST", `/element/${id}/click`, {});
  }

  async type(css, text) {
    const id = await this.find(css);
    await this.#send("POST", `/element/${id}/value`, { text });
  }

  /** Presses keys on whatever has the focus; modifiers stay down to the end. */
  async press(...keys) {
    const actions = [
      ...keys.map((value) => ({ type: "keyDown", value })),
      ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
    ];
    await this.#send("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async resize(width, height) {
    await this.#send("POST", "/window/rect", { x: 0, y: 0, width, height });
  }

  async close() {
    await this.#send("DELETE", "");
  }
}

/** Keys that have no character, as WebDriver writes them. */
export const KEY = {
  enter: "\uE007",
  escape: "\uE00C",
  tab: "\uE004",
  shift: "\uE008",
  control: "\uE009",
  up: "\uE013",
  down: "\uE015",
  home: "\uE011",
  end: "\uE010",
  arrowLeft: "\uE012",
  arrowRight: "\uE014",
  pageUp: "\uE00E",
  pageDown: "\uE00F",
};
