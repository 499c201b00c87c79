// A desk: one person's desktop session with a message bus, a keychain and a
// notification service of its own, in which the app is started.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { Page } from "./page.mjs";
import { clearAway } from "./processes.mjs";
import { Program } from "./program.mjs";
import { until } from "./wait.mjs";
import { WebDriver } from "./webdriver.mjs";

const BINARY = process.env.FRONTDESK_BINARY;
const LAUNCH = fileURLToPath(new URL("launch.sh", import.meta.url));
const KEYRING_PASSWORD = "test";

/** What the bus may start on demand. Portals are left out: they mount folders in the home. */
const SERVICES = ["org.gnome.keyring.SystemPrompter.service", "org.gnome.keyring.PrivatePrompter.service"];

export async function openDesk(story, { home, keychain = "unlocked", notifications = false }) {
  if (!BINARY) throw new Error("FRONTDESK_BINARY is not set: run `cargo xtask test --only window`");
  const desk = new Desk(story, home);
  story.defer(() => desk.close());
  await desk.open({ keychain, notifications });
  return desk;
}

class Desk {
  #story;
  #home;
  #environment;
  #parts = [];
  #programs = [];
  #starts = 0;

  constructor(story, home) {
    this.#story = story;
    this.#home = home;
    this.#environment = {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: join(home, "run"),
      XDG_DATA_HOME: join(home, ".local/share"),
      XDG_CONFIG_HOME: join(home, ".config"),
      XDG_CACHE_HOME: join(home, ".cache"),
      GDK_BACKEND: "x11",
      GSETTINGS_BACKEND: "memory",
      NO_AT_BRIDGE: "1",
      LANG: "C.UTF-8",
      LC_ALL: "C.UTF-8",
      TZ: "UTC",
      WEBKIT_DISABLE_DMABUF_RENDERER: "1",
      FRONTDESK_BINARY: BINARY,
    };
    delete this.#environment.TAURI_WEBVIEW_AUTOMATION;
  }

  /** The folder of the store and the key file. */
  get profile() {
    return join(this.#home, ".local/share/net.frontdesk.desktop/profile");
  }

  get home() {
    return this.#home;
  }

  /** Where the message bus listens. */
  get bus() {
    return this.#environment.DBUS_SESSION_BUS_ADDRESS;
  }

  async open({ keychain, notifications }) {
    await this.#startBus();
    if (keychain !== "none") await this.#startKeychain(keychain === "unlocked");
    if (notifications) {
      this.#part("dunst", []);
      await this.named("org.freedesktop.Notifications");
    }
  }

  async #startBus() {
    const services = join(this.#home, "run/services");
    await mkdir(services, { recursive: true });
    for (const service of SERVICES) {
      await symlink(join("/usr/share/dbus-1/services", service), join(services, service)).catch(ignoreExisting);
    }
    const config = join(this.#home, "run/bus.conf");
    await writeFile(
      config,
      `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${join(this.#home, "run")}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
    );
    const bus = this.#part("dbus-daemon", [`--config-file=${config}`, "--nofork", "--nopidfile", "--print-address=1"], {
      stdout: "pipe",
    });
    const [address] = await once(createInterface({ input: bus.stdout }), "line");
    this.#environment.DBUS_SESSION_BUS_ADDRESS = address;
    // The computer's own services are none of a story's business.
    this.#environment.DBUS_SYSTEM_BUS_ADDRESS = address;
  }

  async #startKeychain(isUnlocked) {
    const how = ["--foreground", "--components=secrets", ...(isUnlocked ? ["--unlock"] : [])];
    const daemon = this.#part("gnome-keyring-daemon", how, { stdin: "pipe" });
    daemon.stdin.end(isUnlocked ? KEYRING_PASSWORD : "");
    await this.named("org.freedesktop.secrets");
  }

  /** Waits until somebody on the bus has that name. */
  named(name) {
    return this.run("gdbus", "wait", "--session", "--timeout", "15", name);
  }

  /** Starts a program of the desktop that ends with the desk. */
  #part(program, args, { stdin = "ignore", stdout = "log", environment = {} } = {}) {
    const log = openSync(join(this.#home, "log", `${program}.log`), "a");
    const child = spawn(program, args, {
      env: { ...this.#environment, ...environment },
      stdio: [stdin, stdout === "log" ? log : stdout, log],
    });
    closeSync(log);
    this.#parts.push(child);
    return child;
  }

  /**
   * Starts the app under the WebDriver. `through` is a command that the app is
   * started through, such as one that takes rights away.
   */
  async start(...args) {
    return this.startThrough([], ...args);
  }

  async startThrough(through, ...args) {
    const { program, environment } = this.#record();
    const port = await freePort();
    const driver = this.#part("WebKitWebDriver", [`--port=${port}`], {
      environment: { ...environment, TAURI_WEBVIEW_AUTOMATION: "true" },
    });
    const remote = new WebDriver(port);
    await remote.ready(driver);
    const [binary, ...before] = [...through, LAUNCH];
    const session = await remote.open(binary, [...before, ...args]);
    const page = new Page(session, program, this);
    await page.resize(1180, 760);
    return page;
  }

  /** Starts the app as it is shipped: nobody looks into its window. */
  startAlone(...args) {
    return this.startAloneThrough([], ...args);
  }

  startAloneThrough(through, ...args) {
    const { program, environment } = this.#record();
    const [binary, ...before] = [...through, LAUNCH];
    const child = spawn(binary, [...before, ...args], {
      env: { ...this.#environment, ...environment, FRONTDESK_TRACE_START: "1" },
      stdio: "ignore",
    });
    this.#parts.push(child);
    return program;
  }

  #record() {
    const record = join(this.#home, "log", `app-${process.pid}-${(this.#starts += 1)}`);
    const program = new Program(record);
    this.#programs.push(program);
    return { program, environment: { RECORD: record } };
  }

  /** Runs a program of the desktop and answers what it printed. */
  async run(program, ...args) {
    const { code, printed, said } = await this.#ask(program, args);
    if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${said}`);
    return printed.toString().trim();
  }

  /** Whether a program of the desktop ends well. */
  async succeeds(program, ...args) {
    return (await this.#ask(program, args)).code === 0;
  }

  async #ask(program, args) {
    const child = spawn(program, args, {
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 20_000,
    });
    const printed = [];
    let said = "";
    child.stdout.on("data", (chunk) => printed.push(chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    const [code] = await once(child, "close");
    return { code, printed: Buffer.concat(printed), said };
  }

  /** The visible windows of a process, as X11 numbers. */
  async windows(pid) {
    const { printed } = await this.#ask("xdotool", ["search", "--onlyvisible", "--all", "--pid", String(pid), "--class", "frontdesk"]);
    return printed.toString().split("\n").filter(Boolean);
  }

  /** The visible window of the app; waits for it. */
  async window(program) {
    const pid = await program.pid();
    return until("the app's window", async () => (await this.windows(pid)).at(-1) ?? null);
  }

  /** The window whose title begins so; waits for it. */
  windowNamed(title) {
    return until(`the window "${title}"`, async () => {
      const { printed } = await this.#ask("xdotool", ["search", "--onlyvisible", "--name", `^${title}`]);
      return printed.toString().split("\n").filter(Boolean).at(-1) ?? null;
    });
  }

  /** Goes from the window in front to the one before it, as somebody does who has no mouse. */
  async switchTo(window) {
    await this.press("alt+Tab");
    await this.isInFront(window);
  }

  /** Presses keys in whatever window is in front. */
  async press(...keys) {
    await this.run("xdotool", "key", "--clearmodifiers", ...keys);
  }

  /** Brings a window to the front and presses keys in it. */
  async pressIn(window, ...keys) {
    await this.run("xdotool", "windowactivate", "--sync", window, "key", "--clearmodifiers", ...keys);
  }

  /** Types into whatever has the keyboard in a window. */
  async typeIn(window, text) {
    await this.run("xdotool", "windowactivate", "--sync", window, "type", "--clearmodifiers", text);
  }

  /** Where a window stands, and how large it is. */
  async placeOf(window) {
    const told = await this.run("xdotool", "getwindowgeometry", "--shell", window);
    const read = Object.fromEntries(told.split("\n").map((line) => line.split("=")));
    return { x: Number(read.X), y: Number(read.Y), width: Number(read.WIDTH), height: Number(read.HEIGHT) };
  }

  /** Closes the window by its button in the frame: a key press can come while the focus is still on its way. */
  async closeWindow(program) {
    await this.run("wmctrl", "-i", "-c", await this.window(program));
  }

  /** Waits until the window is the one in front. */
  async isInFront(window) {
    await until("the window to come to the front", async () => {
      const { printed } = await this.#ask("xdotool", ["getactivewindow"]);
      return printed.toString().trim() === window;
    });
  }

  /** The names of the windows that can be seen. */
  async titles() {
    const { printed } = await this.#ask("xdotool", ["search", "--onlyvisible", "--name", "."]);
    const ids = printed.toString().split("\n").filter(Boolean);
    return Promise.all(ids.map(async (id) => (await this.#ask("xdotool", ["getwindowname", id])).printed.toString().trim()));
  }

  /** Waits for the keychain's own question for its password. */
  prompt() {
    return until("the keychain's question", async () => {
      const { printed } = await this.#ask("xdotool", ["search", "--onlyvisible", "--class", "gcr-prompter"]);
      return printed.toString().trim().split("\n").filter(Boolean).at(-1) ?? null;
    });
  }

  /** Types the password into that question, or cancels it when there is none. */
  async answerPrompt(password) {
    const window = await this.prompt();
    await this.run("xdotool", "windowfocus", "--sync", window);
    if (password !== null) await this.run("xdotool", "type", password);
    await this.run("xdotool", "key", password === null ? "Escape" : "Return");
    await until("the question to go", async () => !(await this.succeeds("xdotool", "search", "--onlyvisible", "--class", "gcr-prompter")));
  }

  /** A picture of a window, or of the whole screen, as PNG bytes. */
  async screen(window = "root") {
    const { code, printed, said } = await this.#ask("import", ["-silent", "-window", window, "png:-"]);
    if (code !== 0) throw new Error(`No picture: ${said}`);
    return printed;
  }

  /** Logs out: everything on this desk ends. */
  async close() {
    for (const program of this.#programs.splice(0)) await program.kill();
    for (const part of this.#parts.splice(0).reverse()) {
      if (part.exitCode !== null || part.signalCode !== null || part.pid === undefined) continue;
      const gone = once(part, "exit");
      part.kill("SIGTERM");
      const late = setTimeout(() => part.kill("SIGKILL"), 2_000);
      await gone;
      clearTimeout(late);
    }
    await clearAway(this.#home);
  }
}

function ignoreExisting(error) {
  if (error.code !== "EEXIST") throw error;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
