import { expect, it } from "vitest";
import { listWords, writeSize } from "./amounts";

it.each([
  [0, "0 byte"],
  [999, "999 byte"],
  [1500, "1.5 kB"],
  [48_234_496, "48 MB"],
  [2_500_000_000, "2.5 GB"],
])("%d bytes are written as %s", (bytes, words) => {
  expect(writeSize(bytes, "en")).toBe(words);
});

it("names are listed as the language lists them", () => {
  expect(listWords(["You", "Iris", "Jonas"], "en")).toBe("You, Iris, and Jonas");
  expect(listWords([], "en")).toBe("");
});
