/** A made-up language for the gallery: English with accents and a third more letters, to see what does not fit. */
import type { Message, Plural } from "./format";

const accents: Readonly<Record<string, string>> = {
  a: "á",
  c: "ç",
  e: "é",
  i: "í",
  l: "ľ",
  n: "ñ",
  o: "ö",
  r: "ř",
  s: "š",
  u: "ü",
  y: "ý",
};

export function pseudo(message: Message): Message {
  if (typeof message === "string") return stretch(message);
  return Object.fromEntries(Object.entries(message).map(([rule, form]) => [rule, stretch(form)])) as Plural;
}

function stretch(text: string): string {
  const accented = text.replace(/\{\w+\}|\p{L}/gu, (piece) => accents[piece] ?? piece);
  return `[${accented}${"·".repeat(Math.ceil(text.length / 3))}]`;
}
