import { describe, expect, test } from "vitest";
import { contrast, type LookName, looks, tokensOf } from "./tokens";

const grounds = ["ground", "surface", "surface-raised", "surface-sunken", "surface-hover", "surface-pressed"];
const slots = ["teal", "amber", "violet", "rose", "sky", "lime"].map((colour) => `slot-${colour}`);

/** Words on grounds: everything that is ever put on top of each other. */
const words: [text: string, ground: string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ["text", ground],
    ["text-muted", ground],
  ]),
  ...grounds.filter((ground) => ground !== "surface-pressed").map((ground): [string, string] => ["text-link", ground]),
  ["accent-text", "accent"],
  ["accent-text", "accent-hover"],
  ["accent-text", "accent-pressed"],
  ["accent-soft-text", "accent-soft"],
  ["danger-text", "danger"],
  ["danger-text", "danger-hover"],
  ["danger-text", "danger-pressed"],
  ["danger-soft-text", "surface"],
  ["danger-soft-text", "surface-raised"],
  ...["danger", "warning", "success", "info"].map((tone): [string, string] => [`${tone}-soft-text`, `${tone}-soft`]),
  ...["in", "out"].flatMap((side): [string, string][] => [
    [`bubble-${side}-text`, `bubble-${side}`],
    [`bubble-${side}-meta`, `bubble-${side}`],
  ]),
  ["bubble-out-read", "bubble-out"],
  ["highlight-text", "highlight"],
  ...slots.flatMap((slot): [string, string][] => [
    [`${slot}-text`, slot],
    [`${slot}-soft-text`, `${slot}-soft`],
  ]),
  ...Array.from({ length: 8 }, (_, index): [string, string] => ["avatar-text", `avatar-${index + 1}`]),
  ["qr-ink", "qr-paper"],
];

/** Edges of controls, drawings and rings: what must be seen but is not read. */
const signs: [sign: string, ground: string][] = [
  ...["surface", "surface-raised", "surface-sunken", "ground"].flatMap((ground): [string, string][] => [
    ["line-strong", ground],
    ["focus", ground],
    ["accent", ground],
    ["danger", ground],
  ]),
  ...["warning", "success", "info"].map((tone): [string, string] => [tone, "surface-raised"]),
  ...slots.flatMap((slot): [string, string][] => [
    [slot, "surface"],
    [slot, "ground"],
  ]),
];

describe.each(looks)("in the look %s", (look: LookName) => {
  const tokens = tokensOf(look);
  const colour = (name: string) => {
    const value = tokens.get(`--${name}`);
    if (!value) throw new Error(`tokens.css has no --${name}`);
    return value;
  };
  const least = look.endsWith("more") ? 7 : 4.5;

  test.each(words)("%s can be read on %s", (text, ground) => {
    expect(contrast(colour(text), colour(ground)), `${text} on ${ground} in ${look}`).toBeGreaterThanOrEqual(least);
  });

  test.each(signs)("%s can be seen on %s", (sign, ground) => {
    expect(contrast(colour(sign), colour(ground)), `${sign} on ${ground} in ${look}`).toBeGreaterThanOrEqual(3);
  });

  test("every opaque colour takes part in a pair", () => {
    const used = new Set([...words, ...signs].flat());
    // Lines that only divide are decoration and bound to no contrast.
    const decoration = new Set(["line"]);
    const forgotten = [...tokens].filter(([name, value]) => value.startsWith("#") && !used.has(name.slice(2)));
    expect(
      forgotten.map(([name]) => name.slice(2)).filter((name) => !decoration.has(name)),
      "a colour that no pair names is a colour that nobody checks",
    ).toEqual([]);
  });
});
