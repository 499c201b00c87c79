import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { applyLook } from "./theme";

/** A system whose wishes can change. */
function system(wishes: { dark: boolean; more: boolean }) {
  const listeners: (() => void)[] = [];
  const view = {
    matchMedia: (query: string) => ({
      get matches() {
        return query.includes("dark") ? wishes.dark : wishes.more;
      },
      addEventListener: (_: string, listener: () => void) => listeners.push(listener),
      removeEventListener: (_: string, listener: () => void) => listeners.splice(listeners.indexOf(listener), 1),
    }),
  } as unknown as Window;
  const change = (next: Partial<typeof wishes>) => {
    Object.assign(wishes, next);
    for (const listener of listeners) listener();
  };
  return { view, change, listeners };
}

test("system follows the system, also when it changes its mind", () => {
  const { view, change } = system({ dark: false, more: false });
  const root = document.createElement("html");
  applyLook({ theme: "system", contrast: "system" }, root, view);
  expect(root.dataset).toMatchObject({ theme: "light", contrast: "normal" });
  change({ dark: true, more: true });
  expect(root.dataset).toMatchObject({ theme: "dark", contrast: "more" });
});

test("a choice stands against the system", () => {
  const { view, change } = system({ dark: true, more: true });
  const root = document.createElement("html");
  applyLook({ theme: "light", contrast: "normal" }, root, view);
  change({ dark: true });
  expect(root.dataset).toMatchObject({ theme: "light", contrast: "normal" });
});

test("a look that was replaced listens no longer", () => {
  const { view, listeners } = system({ dark: true, more: false });
  const stop = applyLook({ theme: "system", contrast: "system" }, document.createElement("html"), view);
  expect(listeners, "one for the theme, one for the contrast").toHaveLength(2);
  stop();
  expect(listeners, "a left listener would fight with the next look").toEqual([]);
});

test("the boot script repeats the last look and language before anything is drawn", () => {
  const boot = readFileSync(join(import.meta.dirname, "../../public/boot.js"), "utf8");
  const root = document.documentElement;
  const start = () => {
    for (const name of ["data-theme", "data-contrast", "lang", "dir"]) root.removeAttribute(name);
    runInThisContext(boot);
    return [root.dataset.theme, root.dataset.contrast, root.lang, root.dir];
  };
  localStorage.clear();
  expect(start(), "the first start of all follows the system").toEqual([undefined, undefined, "", ""]);

  applyLook({ theme: "dark", contrast: "more" }, root, system({ dark: false, more: false }).view);
  localStorage.setItem("frontdesk.language", "ar rtl");
  expect(start()).toEqual(["dark", "more", "ar", "rtl"]);

  applyLook({ theme: "system", contrast: "system" }, root, system({ dark: true, more: false }).view);
  expect(start().slice(0, 2), "a wish for the system must not freeze what the system said").toEqual([
    undefined,
    undefined,
  ]);
});
