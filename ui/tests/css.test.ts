import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { source, tokensCss } from "./tokens";

const files = filesEnding(".css").filter((file) => !file.endsWith("tokens.css"));
const modules = files.filter((file) => file.endsWith(".module.css"));
const tokens = new Set([...tokensCss.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));

/** Properties that components hand down to the parts inside them, from a sheet or a style; and React Aria's one. */
const local = new Set([
  "--trigger-width",
  ...[...files, ...filesEnding(".tsx")].flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(--[\w-]+)["']?\]?:/g)].map(([, name = ""]) => name),
  ),
]);

const rawColour =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(|:[^;]*\b(?:white|black|red|green|blue|grey|gray|orange|yellow)\b/i;
const physical =
  /(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius|overflow-anchor-x)\s*:/;
const physicalValue = /(?:text-align|float|clear|caption-side):\s*(?:left|right)\b/;
const spacing =
  /(?:^|[\s;{])((?:margin|padding|gap|row-gap|column-gap|inset|border-radius|font-size|scroll-padding|outline-offset)(?:-[\w-]+)?):\s*([^;]+);/g;
const rawLength = /(?<![\w-])-?\d*\.?\d+(?:px|rem|em|pt|vh|vw)\b/;

test("there are style sheets to check", () => {
  expect(modules.length, "an empty list would make every rule below pass").toBeGreaterThan(20);
});

describe.each(files.map((file) => [relative(source, file), file] as const))("%s", (_, file) => {
  const css = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

  test("takes every colour from the tokens", () => {
    expect(linesWith(css, rawColour), "name a colour in theme/tokens.css and use it by name").toEqual([]);
  });

  test("mirrors for right-to-left languages", () => {
    expect(
      [...linesWith(css, physical), ...linesWith(css, physicalValue)],
      "use inline and block properties instead of left, right, top, bottom, width, height",
    ).toEqual([]);
  });

  test("takes every space, radius and type size from the tokens", () => {
    const raw = [...css.matchAll(spacing)].filter(([, property, value = ""]) => {
      const withoutTokens = value.replace(/var\([^)]*\)/g, "").replace(/calc\(([^)]*)\)/g, "$1");
      // The palette hangs from the top of the window: a share of the window, not a space between things.
      return rawLength.test(withoutTokens) && !(property === "padding-block" && value.startsWith("12vh"));
    });
    expect(
      raw.map(([line]) => line.trim()),
      "use --space-*, --radius-* or --type-*",
    ).toEqual([]);
  });

  test("uses only tokens that exist", () => {
    const unknown = [...css.matchAll(/var\((--[\w-]+)/g)]
      .map(([, name]) => name)
      .filter((name) => !tokens.has(name) && !local.has(name ?? ""));
    expect(unknown, "a misspelt token draws nothing and says nothing").toEqual([]);
  });
});

describe.each(modules.map((file) => [relative(source, file), file] as const))("%s and its components", (_, file) => {
  const css = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

  test("name the same classes", () => {
    const defined = new Set([...css.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = ""]) => name));
    const used = new Set(usersOf(file).flatMap(([name, code]) => membersOf(name, code)));
    expect(
      [...used].filter((name) => !defined.has(name)),
      "used but not styled",
    ).toEqual([]);
    expect(
      [...defined].filter((name) => !used.has(name)),
      "styled but not used",
    ).toEqual([]);
  });
});

/** Every component that imports the sheet: the name it gives it, and its code. */
function usersOf(sheet: string): [name: string, code: string][] {
  return filesEnding(".tsx").flatMap((file): [string, string][] => {
    const code = readFileSync(file, "utf8");
    const imports = code.matchAll(/import (\w+) from "([^"]+\.module\.css)"/g);
    return [...imports]
      .filter(([, , path = ""]) => join(dirname(file), path) === sheet)
      .map(([, name = ""]) => [name, code]);
  });
}

function membersOf(name: string, code: string): string[] {
  return [...code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(([, member = ""]) => member);
}

function linesWith(css: string, pattern: RegExp): string[] {
  return css
    .split("\n")
    .filter((line) => pattern.test(line))
    .map((line) => line.trim());
}

function filesEnding(ending: string): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(source, file));
}
