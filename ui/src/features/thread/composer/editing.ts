/** Changes of a text with a selection: marks around words, signs at the caret, a name being typed. Pure. */

export interface Field {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts marks around the selection, or takes them away when they are there already. */
export function wrap({ text, start, end }: Field, mark: string): Field {
  const before = text.slice(0, start);
  const chosen = text.slice(start, end);
  const after = text.slice(end);
  const length = mark.length;
  if (before.endsWith(mark) && after.startsWith(mark)) {
    const inner = before.slice(0, -length) + chosen + after.slice(length);
    return { text: inner, start: start - length, end: end - length };
  }
  return { text: `${before}${mark}${chosen}${mark}${after}`, start: start + length, end: end + length };
}

/** Puts signs in the place of the selection; the caret stands behind them. */
export function insert({ text, start, end }: Field, signs: string): Field {
  const caret = start + signs.length;
  return { text: text.slice(0, start) + signs + text.slice(end), start: caret, end: caret };
}

/** The name that is being typed after an @, up to the caret; `null` when none is. */
export function mentionAt({ text, start, end }: Field): { from: number; query: string } | null {
  if (start !== end) return null;
  const found = /(?:^|\s)@([^\s@]{0,24})$/u.exec(text.slice(0, start));
  const query = found?.[1];
  return query === undefined ? null : { from: start - query.length - 1, query };
}
