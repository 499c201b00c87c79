/** Reads theme/tokens.css the way a browser would for one look. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const source = join(import.meta.dirname, "..", "src");
export const tokensCss = readFileSync(join(source, "theme/tokens.css"), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

export const looks = ["light", "dark", "light more", "dark more"] as const;
export type LookName = (typeof looks)[number];

/** All custom properties of a look, `light-dark()` resolved. */
export function tokensOf(look: LookName): Map<string, string> {
  const isDark = look.startsWith("dark");
  const tokens = new Map(declarations(":root {"));
  if (look.endsWith("more"))
    for (const [name, value] of declarations(':root[data-contrast="more"] {')) tokens.set(name, value);
  for (const [name, value] of tokens) {
    const pair = /^light-dark\((.+), (#\w+|rgb\(.+\))\)$/.exec(value);
    if (pair) tokens.set(name, (isDark ? pair[2] : pair[1]) ?? "");
  }
  return tokens;
}

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function declarations(opening: string): [string, string][] {
  const start = tokensCss.indexOf(opening) + opening.length;
  const block = tokensCss.slice(start, tokensCss.indexOf("}", start));
  return [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value.trim()]);
}

function luminance(hex: string): number {
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`Not an opaque colour: ${hex}`);
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
