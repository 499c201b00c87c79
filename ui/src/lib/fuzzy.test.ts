import { expect, test } from "vitest";
import { fuzzy, marked } from "./fuzzy";

const order = (query: string, texts: string[]) =>
  texts
    .flatMap((text) => {
      const found = fuzzy(query, text);
      return found ? [{ text, score: found.score }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

const show = (query: string, text: string) =>
  marked(text, fuzzy(query, text)?.marks ?? [])
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join("");

test("beginnings of words win over letters in between", () => {
  expect(order("ac", ["Back office", "Archive chat", "Account"])).toEqual(["Account", "Archive chat", "Back office"]);
});

test("accents and case do not matter, and marks point at what is written", () => {
  expect(show("zoe", "Café Zoë")).toBe("Café [Zoë]");
  expect(show("ac", "Archive chat")).toBe("[A]rchive [c]hat");
});

test("every word of the query must be there, in any order", () => {
  expect(fuzzy("chat archive", "Archive chat")).not.toBeNull();
  expect(fuzzy("chat delete", "Archive chat")).toBeNull();
});

test("letters out of order are no match", () => {
  expect(fuzzy("tahc", "chat")).toBeNull();
});

test("an emoji counts as one letter and is not cut", () => {
  expect(show("cap", "👩🏽‍🚀 Captain")).toBe("👩🏽‍🚀 [Cap]tain");
});

test("of two equal matches the shorter name comes first", () => {
  expect(order("amira", ["Amira Haddad", "Amira"])).toEqual(["Amira", "Amira Haddad"]);
});
