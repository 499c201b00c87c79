/** Letters and colour for people without a picture. Pure and the same for ever: nobody changes colour overnight. */

const colours = 8;

/**
 * Up to two graphemes: the first of the first and of the last word. An emoji, a letter with marks and a flag each
 * count as one. A phone number or an empty name gives nothing; the caller then draws a person.
 */
export function initials(name: string, locale?: string): string {
  const words = name
    .split(/[\s._-]+/u)
    .filter((word) => /\p{L}|\p{N}|\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(word));
  if (words.length === 0 || /^[+\d\s().-]+$/.test(name)) return "";
  const chosen = words.length === 1 ? [words[0]] : [words[0], words[words.length - 1]];
  const segmenter = new Intl.Segmenter(locale, { granularity: "grapheme" });
  return chosen
    .map((word) => firstLetter(word ?? "", segmenter))
    .join("")
    .toLocaleUpperCase(locale);
}

/** A colour from 1 to 8, by FNV-1a over the seed. */
export function avatarColour(seed: string): number {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(seed)) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0;
  return (hash % colours) + 1;
}

function firstLetter(word: string, segmenter: Intl.Segmenter): string {
  for (const { segment } of segmenter.segment(word)) {
    if (/\p{L}|\p{N}|\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment)) return segment;
  }
  return "";
}
