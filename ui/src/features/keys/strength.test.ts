import { expect, it } from "vitest";
import { isLongEnough, strengthOf } from "./strength";

it.each([
  ["", "tooShort"],
  ["Kx9!fQ2", "tooShort"],
  ["aaaaaaaaaaaaaaaaaaaa", "weak"],
  ["abcdefghijklmnopqrst", "weak"],
  ["1234567890", "weak"],
  ["password12", "weak"],
  ["ginger window", "fair"],
  ["ginger window trombone lake", "strong"],
  ["Vn4$kq!Lz0w&", "strong"],
])("%j is %s", (passphrase, strength) => {
  expect(strengthOf(passphrase)).toBe(strength);
});

it("counts signs as people do", () => {
  expect(isLongEnough("👍👍👍👍👍"), "five signs, whatever they weigh").toBe(false);
});
