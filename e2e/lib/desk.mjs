// A desk: one person's desktop session with a home, a message bus, a keychain
// and a notification service of its own, in which the app is started.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { WebDriver } from "./webdriver.mjs";
import { Page } from "./page.mjs";

const BINARY = process.env.FRONTDESK_BINARY;
const KEYRING_PASSWORD = "test";

/** A bus on which nothing is started on demand: a desktop without a keychain. */
const BARE_BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

const KEYCHAIN = {
  unlocked: 'printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
  locked: "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1",
  none: ":",
};

/** A new home folder, removed when the story ends. */
export async function newHome(story) {
  const home = await mkdtemp(join(tmpdir(), "frontdesk-e2e-"));
  for (const folder of ["run", ".local/share/keyrings", ".config", ".cache"]) {
    await mkdir(join(home, folder), { recursive: true, mode: 0o700 });
  }
  story.after(() => rm(home, { recursive: true, force: true }));
  return home;
}

/**
 * Opens a desk in `home`. `keychain` is what the desktop has: "unlocked",
 * "locked" or "none". Everything it starts ends with the story.
 */
export async function openDesk(story, { home, keychain = "unlocked", notifications = false }) {
  if (!BINARY) throw new Error("FRONTDESK_BINARY is not set: run `cargo xtask test --only window`");
  const port = await freePort();
  const environment = {
    ...process.env,
    HOME: home,
    XDG_RUNTIME_DIR: join(home, "run"),
    XDG_DATA_HOME: join(home, ".local/share"),
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_CACHE_HOME: join(home, ".cache"),
    GDK_BACKEND: "x11",
    KEYRING_PASSWORD,
    TAURI_WEBVIEW_AUTOMATION: "true",
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  };
  delete environment.DBUS_SESSION_BUS_ADDRESS;

  const bus = ["--"];
  if (keychain === "none") {
    const config = join(home, "bare-bus.conf");
    await writeFile(config, BARE_BUS);
    bus.unshift(`--config-file=${config}`);
  }
  const script = [
    KEYCHAIN[keychain],
    notifications ? "dunst >/dev/null 2>&1 &" : ":",
    'echo "$DBUS_SESSION_BUS_ADDRESS"',
    `exec WebKitWebDriver --port=${port}`,
  ].join("\n");
  const desktop = spawn("dbus-run-session", [...bus, "bash", "-c", script], {
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(desktop, "exit");
  const end = async () => {
    if (desktop.exitCode === null && desktop.signalCode === null) {
      // The group is ours: the bus, the keychain and the driver.
      process.kill(-desktop.pid, "SIGTERM");
      await ended;
    }
  };
  story.after(end);

  const [address] = await once(createInterface({ input: desktop.stdout }), "line");
  const driver = new WebDriver(port);
  await driver.ready(Date.now() + 10_000);
  return new Desk(driver, { ...environment, DBUS_SESSION_BUS_ADDRESS: address }, story, end);
}

class Desk {
  #driver;
  #environment;
  #story;
  #end;

  constructor(driver, environment, story, end) {
    this.#driver = driver;
    this.#environment = environment;
    this.#story = story;
    this.#end = end;
  }

  /** Starts the app and waits until the window shows a stage. */
  async start(...args) {
    const session = await this.#driver.open(BINARY, args);
    const page = new Page(session);
    this.#story.after(() => page.close().catch(() => {}));
    await page.resize(1180, 760);
    return page;
  }

  /** Starts the app a second time, without a driver, and waits for its end. */
  async startAgain(...args) {
    const child = spawn(BINARY, args, { env: this.#environment, stdio: "ignore" });
    this.#story.after(() => child.kill("SIGKILL"));
    const [code] = await once(child, "exit");
    return code;
  }

  /** Runs a program of the desktop and answers what it printed. */
  async run(program, ...args) {
    const child = spawn(program, args, {
      env: this.#environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (chunk) => (printed += chunk));
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}`);
    return printed;
  }

  /** Logs out: everything on this desk ends. */
  close() {
    return this.#end();
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
