// What a person sees and does in the window, in words rather than selectors.

import { PATIENCE } from "./wait.mjs";
import { KEY } from "./webdriver.mjs";

/** What the driver says of an element that the page replaced between two of its steps. */
const REPLACED = ["stale element reference", "no such element"];
/** An element that is replaced this often will never hold still. */
const REPLACEMENTS = 10;
/** Whatever is further away with the tabulator is out of reach. */
const STEPS = 60;

/**
 * Everything that follows runs inside the page. It finds controls the way a
 * screen reader names them, so a story breaks when a name is lost.
 */
const IN_PAGE = `
  const visible = (el) => el.getClientRects().length > 0 && !el.closest("[aria-hidden=true],[inert]");
  const nameOf = (el) => (
    el.getAttribute("aria-label")
    ?? (el.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
        .map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim()
  ) || el.labels?.[0]?.textContent || el.textContent || "";
  const ROLES = {
    button: "button,[role=button]",
    textbox: "input:not([type=checkbox]):not([type=radio]),textarea,[role=textbox],[role=searchbox]",
    link: "a[href],[role=link]",
    checkbox: "input[type=checkbox],[role=checkbox]",
    switch: "input[role=switch],[role=switch]",
    radio: "input[type=radio],[role=radio]",
    chip: "[role=radiogroup] [role=radio], [role=toolbar] button, button[aria-pressed]",
    option: "[role=option],[role=row]",
    menuitem: "[role=menuitem],[role=menuitemradio],[role=menuitemcheckbox]",
    tab: "[role=tab]",
    dialog: "[role=dialog],[role=alertdialog]",
    img: "[role=img]",
  };
  const find = (role, name) => {
    const seen = [...document.querySelectorAll(ROLES[role])]
      .filter((el) => visible(el.closest("label") ?? el));
    const said = (el) => nameOf(el).replace(/\\s+/g, " ").trim();
    // "2:30" is in "12:30" too.
    return (role === "option" && seen.find((el) => said(el) === name)) || seen.find((el) => said(el).includes(name));
  };
`;

export class Page {
  #session;
  #desk;

  /** The process behind the window. */
  program;

  constructor(session, program, desk) {
    this.#session = session;
    this.#desk = desk;
    this.program = program;
  }

  /**
   * Waits until the condition, a script in the page, answers something true. A condition that cannot be evaluated,
   * because what it looks at is not there yet, does not hold yet; if it never can be, that is what the error says.
   */
  async until(what, script, ...args) {
    const body = `${IN_PAGE}
      const patience = args.shift();
      const condition = () => { ${script} };
      let obstacle = null;
      const test = () => {
        try {
          return condition();
        } catch (error) {
          obstacle = String(error);
          return null;
        }
      };
      return test() || await new Promise((resolve) => {
        const finish = (value) => {
          observer.disconnect();
          clearInterval(clock);
          clearTimeout(end);
          resolve(value);
        };
        const look = () => {
          const value = test();
          if (value) finish(value);
        };
        const observer = new MutationObserver(look);
        observer.observe(document, {
          subtree: true, childList: true, attributes: true, characterData: true,
        });
        // Values typed into fields change without a mutation.
        const clock = setInterval(look, 100);
        const end = setTimeout(() => finish({ obstacle }), patience);
      });`;
    const value = await this.#session.runAsync(body, PATIENCE, ...args);
    if (value !== null && typeof value === "object" && "obstacle" in value) {
      const obstacle = value.obstacle ? ` It could not be looked at: ${value.obstacle}.` : "";
      throw new Error(`Waited in vain for ${what}.${obstacle} The window says:\n${await this.text()}`);
    }
    return value;
  }

  /** Waits until this text can be read in the window. */
  sees(text) {
    return this.until(`the text "${text}"`, "return document.body.innerText.includes(args[0]);", text);
  }

  /** Waits until this text can no longer be read. */
  seesNoMore(text) {
    return this.until(`"${text}" to go`, "return !document.body.innerText.includes(args[0]);", text);
  }

  /** Waits for a control of this role and name. */
  has(role, name) {
    return this.until(`a ${role} named "${name}"`, "return !!find(args[0], args[1]);", role, name);
  }

  /** Whether a control that is there can be used. */
  canClick(role, name) {
    return this.#session.run(
      `${IN_PAGE}
       const el = find(arguments[0], arguments[1]);
       return !!el && !el.disabled && el.getAttribute("aria-disabled") !== "true";`,
      role,
      name,
    );
  }

  /** Clicks a control as a mouse would. */
  async click(role, name) {
    const mark = () => this.#mark(
      `a ${role} named "${name}" to click`,
      `const el = find(args[0], args[1]);
       if (!el || el.disabled || el.getAttribute("aria-disabled") === "true") return null;
       return el.matches("input") ? el.closest("label") ?? el : el;`,
      role,
      name,
    );
    await whileReplaced(mark, () => this.#session.click("[data-e2e]"));
  }

  /**
   * Opens the menu of something, as the menu key does. Not with the second
   * button of the mouse: the driver never lets go of that one.
   */
  async openMenu(role, name) {
    await this.until(
      `a ${role} named "${name}"`,
      `const el = find(args[0], args[1]);
       if (!el) return false;
       el.focus();
       el.scrollIntoView({ block: "nearest" });
       const box = el.getBoundingClientRect();
       const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
       document.elementFromPoint(at.clientX, at.clientY)
         ?.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, ...at }));
       return true;`,
      role,
      name,
    );
    await this.until("its menu", "return !!document.querySelector('[role=menu]');");
  }

  /** Types into a field, over what stands there. */
  async type(name, text) {
    const mark = () => this.#mark(
      `a field named "${name}"`,
      `const el = find("textbox", args[0]);
       if (!el || el.disabled) return null;
       el.focus();
       el.select();
       return el;`,
      name,
    );
    await whileReplaced(mark, () => this.#session.type("[data-e2e]", text));
  }

  /** Gives the keyboard to what the selector names. */
  focus(css) {
    return this.until(`${css} to focus`, "const el = document.querySelector(args[0]); el?.focus(); return document.activeElement === el;", css);
  }

  #mark(what, script, ...args) {
    return this.until(
      what,
      `const target = (() => { ${script} })();
       if (!target) return false;
       document.querySelectorAll("[data-e2e]").forEach((old) => old.removeAttribute("data-e2e"));
       target.setAttribute("data-e2e", "");
       target.scrollIntoView({ block: "nearest" });
       return true;`,
      ...args,
    );
  }

  /** Types into whatever has the keyboard. */
  async typeHere(text) {
    for (const letter of text) await this.#session.press(letter);
  }

  /** Presses keys together. */
  press(...keys) {
    return this.#session.press(...keys.map((key) => KEY[key] ?? key));
  }

  /** Goes with the tabulator to the next control of this name, as somebody does who has no mouse. */
  async tabTo(name) {
    for (let steps = 0; steps < STEPS; steps += 1) {
      await this.press("tab");
      const here = `${IN_PAGE} return nameOf(document.activeElement).includes(arguments[0]);`;
      if (await this.#session.run(here, name)) return;
    }
    throw new Error(`${STEPS} steps do not lead to "${name}". The window says:\n${await this.text()}`);
  }

  /** Everything that can be read in the window. */
  text() {
    return this.#session.run("return document.body.innerText;");
  }

  /** Runs a script in the page. */
  run(script, ...args) {
    return this.#session.run(script, ...args);
  }

  /** Runs an awaiting script in the page. */
  runAsync(script, ...args) {
    return this.#session.runAsync(script, ...args);
  }

  /** A picture of the window as PNG bytes, after everything that is due was painted; what moves for long moves on. */
  async picture() {
    await this.runAsync(`
      await document.fonts.ready;
      await Promise.all(document.getAnimations().map((a) => a.effect?.getComputedTiming().endTime > 1000 ? null : a.finished.catch(() => null)));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`);
    return this.glance();
  }

  /** A picture of the window as PNG bytes, as it is at the moment. */
  async glance() {
    return this.#desk.screen(await this.#desk.window(this.program));
  }

  resize(width, height) {
    return this.#session.resize(width, height);
  }

  /** Ends the app as the system does at logout; answers with which code. */
  async quit() {
    const code = await this.program.quit();
    // The driver learns by itself that its browser is gone, sooner or later.
    await this.#session.close().catch(() => {});
    return code;
  }
}

/** Marks an element and acts on it; one that the page drew anew meanwhile is marked again, before anything was done to it. */
async function whileReplaced(mark, act) {
  for (let replaced = 0; ; replaced += 1) {
    await mark();
    try {
      return await act();
    } catch (error) {
      if (!REPLACED.includes(error.code) || replaced === REPLACEMENTS) throw error;
    }
  }
}
