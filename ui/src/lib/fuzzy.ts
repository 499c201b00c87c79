/** Finds short words in names, forgiving about gaps, accents and case. Pure. */

export interface Found {
  /** Higher is better; comparable within one query. */
  readonly score: number;
  /** Which graphemes of the text matched, ascending. */
  readonly marks: readonly number[];
}

/** All words of the query, each as letters in order, must be in the text. Null when one is not. */
export function fuzzy(query: string, text: string): Found | null {
  const letters = fold(text);
  const marks = new Set<number>();
  let score = 0;
  for (const word of query.split(/\s+/).filter(Boolean)) {
    const found = matchWord(fold(word), letters);
    if (!found) return null;
    score += found.score;
    for (const mark of found.marks) marks.add(mark);
  }
  // Of two equal matches the shorter name is meant.
  return { score: score - letters.length / 100, marks: [...marks].sort((a, b) => a - b) };
}

/** The text in pieces, those that matched marked. */
export function marked(text: string, marks: readonly number[]): { text: string; isMarked: boolean }[] {
  const wanted = new Set(marks);
  const parts: { text: string; isMarked: boolean }[] = [];
  for (const [index, letter] of graphemes(text).entries()) {
    const isMarked = wanted.has(index);
    const last = parts.at(-1);
    if (last?.isMarked === isMarked) last.text += letter;
    else parts.push({ text: letter, isMarked });
  }
  return parts;
}

const atWordStart = 8;
const inARow = 5;
const gap = 0.5;

/** The best way to find the letters in order, by dynamic programming over (letter, place). */
function matchWord(word: readonly string[], letters: readonly string[]): Found | null {
  if (word.length === 0 || word.length > letters.length) return null;
  let best: (Found | null)[] = [];
  for (const [nth, wanted] of word.entries()) {
    const next: (Found | null)[] = [];
    let before: Found | null = null;
    for (const [place, letter] of letters.entries()) {
      const previous: Found | null = best[place - 1] ?? null;
      before = better(before && { ...before, score: before.score - gap }, previous);
      if (letter !== wanted || (nth > 0 && before === null)) {
        next.push(null);
        continue;
      }
      const start = 1 + (isWordStart(letters, place) ? atWordStart : 0);
      const row = previous && { score: previous.score + inARow, marks: previous.marks };
      const from = nth === 0 ? { score: -Math.min(place, 8) * gap, marks: [] } : better(before, row);
      next.push(from && { score: from.score + start, marks: [...from.marks, place] });
    }
    best = next;
  }
  return best.reduce(better, null);
}

function better(a: Found | null, b: Found | null): Found | null {
  if (!a || !b) return a ?? b;
  return b.score > a.score ? b : a;
}

function isWordStart(letters: readonly string[], place: number): boolean {
  return place === 0 || !/[\p{L}\p{N}]/u.test(letters[place - 1] ?? "");
}

function fold(text: string): string[] {
  return graphemes(text).map((letter) => letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase());
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
