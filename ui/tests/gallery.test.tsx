import { readFileSync } from "node:fs";
import { join } from "node:path";
import { act, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { computeAccessibleName } from "dom-accessibility-api";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Gallery } from "../src/gallery/Gallery";
import { setLanguage } from "../src/i18n/i18n";
import { LanguageFrame } from "../src/ui";

const chapters = ["actions", "fields", "display", "feedback", "layout", "overlays", "messages"];
const controls =
  "button,input,textarea,select,a[href],[tabindex],[role=option],[role=tab],[role=separator],[role=menuitem]";

beforeEach(() => {
  // The gallery shows a part that breaks; React tells the console about it.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  // axe asks for a canvas to look for drawn letters; jsdom would complain each time.
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
});

async function show(chapter: string | null, language: string) {
  await setLanguage(language);
  return render(
    <LanguageFrame>
      <Gallery only={chapter} />
    </LanguageFrame>,
  );
}

describe.each(["en", "ar"])("in the language %s", (language) => {
  test.each(chapters)("the chapter %s has no accessibility fault", async (chapter) => {
    const { container } = await show(chapter, language);
    expect(container.querySelectorAll("figure").length, "an empty chapter has no faults").toBeGreaterThan(1);
    expect(await faults(container)).toEqual([]);
  });
});

test.each(["Open medium dialog", "Ask", "More", "Open placed menu", "Open popover", "Open palette", "Open shortcuts"])(
  "what %s opens has no accessibility fault",
  async (name) => {
    const view = await show("overlays", "en");
    const overlays = () => document.body.querySelectorAll("[role=dialog],[role=alertdialog],[role=menu]");
    const before = overlays().length;
    await userEvent.setup().click(view.getByRole("button", { name }));
    await vi.waitFor(() => expect(overlays().length, "something must have opened").toBeGreaterThan(before));
    for (const overlay of overlays()) expect(await faults(overlay)).toEqual([]);
  },
);

test("every control of the whole gallery has a name", async () => {
  const { container } = await show(null, "en");
  const all = [...container.querySelectorAll<HTMLElement>(controls)].filter((control) => !control.closest("[hidden]"));
  expect(all.length).toBeGreaterThan(80);
  const nameless = all.filter((control) => isReached(control) && computeAccessibleName(control).trim() === "");
  expect(nameless.map((control) => control.outerHTML.slice(0, 160))).toEqual([]);
});

test("no part adds a style element, which the content security policy would refuse", async () => {
  const page = readFileSync(join(import.meta.dirname, "../index.html"), "utf8");
  const marker = /<meta id="([\w-]+)"/.exec(page)?.[1] ?? "";
  const meta = document.createElement("meta");
  meta.id = marker;
  document.head.append(meta);
  const before = document.querySelectorAll("style").length;
  const view = await show(null, "en");
  await act(async () => view.getByRole("button", { name: "Open palette" }).click());
  expect(document.querySelectorAll("style").length - before).toBe(0);
  meta.remove();
});

/** Names belong to what the keyboard or a reader can reach: not to containers of focus and not to hidden parts. */
function isReached(control: HTMLElement): boolean {
  if (control.closest("[aria-hidden=true]")) return false;
  return control.matches("button,input,textarea,select,a,[role]") || control.tabIndex >= 0;
}

async function faults(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, {
    rules: {
      // Colours are computed from the tokens in contrast.test.ts; jsdom has none.
      "color-contrast": { enabled: false },
      // The parts stand alone here, without the landmarks of the window.
      region: { enabled: false },
      "page-has-heading-one": { enabled: false },
    },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}
