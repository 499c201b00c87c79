import { expect, test } from "vitest";
import { ariaKeys, formatKeys, type KeyPress, matches, spokenKeys } from "./keys";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test("mod is Ctrl here and Command on a Mac", () => {
  expect(matches("mod+k", press("k", { ctrlKey: true }), "other")).toBe(true);
  expect(matches("mod+k", press("k", { metaKey: true }), "mac")).toBe(true);
  expect(matches("mod+k", press("k", { ctrlKey: true }), "mac")).toBe(false);
  expect(matches("mod+k", press("k", { metaKey: true }), "other")).toBe(false);
});

test("more or fewer modifiers are another shortcut", () => {
  expect(matches("mod+f", press("F", { ctrlKey: true, shiftKey: true }), "other")).toBe(false);
  expect(matches("mod+shift+f", press("F", { ctrlKey: true, shiftKey: true }), "other")).toBe(true);
  expect(matches("e", press("e", { altKey: true }), "other")).toBe(false);
});

test("a sign matches however the layout makes it", () => {
  expect(matches("?", press("?", { shiftKey: true }), "other")).toBe(true);
  expect(matches("?", press("?"), "other")).toBe(true);
  expect(matches("mod++", press("+", { ctrlKey: true }), "other")).toBe(true);
});

test("letters work while an Arabic layout is on", () => {
  expect(matches("mod+k", press("ن", { ctrlKey: true, code: "KeyK" }), "other")).toBe(true);
  expect(
    matches("mod+k", press("j", { ctrlKey: true, code: "KeyK" }), "other"),
    "a Latin layout says what it means",
  ).toBe(false);
});

test("each platform writes shortcuts its own way", () => {
  expect(formatKeys("mod+shift+k", "mac")).toEqual(["⌘", "⇧", "K"]);
  expect(formatKeys("mod+shift+k", "other")).toEqual(["Ctrl", "Shift", "K"]);
  expect(formatKeys("alt+arrowup", "other")).toEqual(["Alt", "↑"]);
  expect(spokenKeys("mod+k", "mac")).toBe("Command K");
  expect(ariaKeys("mod+k", "other")).toBe("Control+k");
});
