import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const page = new DOMParser().parseFromString(readFileSync(join(root, "index.html"), "utf8"), "text/html");

test("the page brings no script, style or handler of its own, so that the strictest policy holds", () => {
  for (const script of page.querySelectorAll("script")) {
    expect(script.getAttribute("src"), "a script is a file").toBeTruthy();
    expect(script.textContent).toBe("");
  }
  expect(page.querySelectorAll("style, [style]")).toHaveLength(0);
  const handlers = [...page.querySelectorAll("*")].flatMap((element) =>
    element.getAttributeNames().filter((name) => name.startsWith("on")),
  );
  expect(handlers).toEqual([]);
});

test("everything the page names lies beside it", () => {
  const named = [...page.querySelectorAll("[src], link[href]")].map(
    (element) => element.getAttribute("src") ?? element.getAttribute("href") ?? "",
  );
  expect(named.length).toBeGreaterThan(2);
  for (const address of named) expect(address, "no request leaves the window").toMatch(/^\/[^/]/);
});

test("before any script ran there is a quiet picture of the frame that a reader does not hear", () => {
  const still = page.querySelector("#root > .boot");
  expect(still?.getAttribute("aria-hidden")).toBe("true");
  const drawn = readFileSync(join(root, "src/theme/boot.css"), "utf8");
  for (const part of page.querySelectorAll("#root [class]")) {
    expect(drawn, `${part.className} is drawn by boot.css`).toContain(`.${part.className}`);
  }
  expect(page.documentElement.lang).toBe("en");
  expect(page.title).toBe("Frontdesk");
});
