import { expect, it } from "vitest";
import { emojiGroups, quickReactions } from "./set";

const all = emojiGroups.flatMap((group) => group.emoji);

it("every sign has a name in every language, and a name of its own", () => {
  for (const { sign, names } of all) {
    expect(names.en, sign).toMatch(/^[\w\s,'-]+$/);
    expect(names.ar, sign).toMatch(/^[\p{Script=Arabic}\s،]+$/u);
  }
  expect(new Set(all.map(({ sign }) => sign)).size, "no sign stands twice").toBe(all.length);
  for (const language of ["en", "ar"] as const) {
    expect(new Set(all.map(({ names }) => names[language])).size, `no name twice in ${language}`).toBe(all.length);
  }
});

it("the six quick ones are among them", () => {
  const signs = new Set(all.map(({ sign }) => sign));
  expect(quickReactions.filter((sign) => !signs.has(sign))).toEqual([]);
});
