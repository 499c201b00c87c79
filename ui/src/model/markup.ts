/**
 * Reads WhatsApp's formatting marks (*bold*, _italic_, ~strike~, ```mono```, > quotes, lists) and finds addresses. The
 * result is plain data for text nodes: nothing in a message can become anything else. Pure.
 */

export type Style = "bold" | "italic" | "strike";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "mono"; readonly text: string }
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: "mention"; readonly text: string; readonly isMe: boolean }
  | { readonly kind: Style; readonly pieces: readonly Piece[] };

/** Lines that belong together. */
export type Block =
  | { readonly kind: "lines"; readonly pieces: readonly Piece[] }
  | { readonly kind: "quote"; readonly pieces: readonly Piece[] }
  | { readonly kind: "list"; readonly start: number | null; readonly items: readonly (readonly Piece[])[] };

/** Somebody named in a text by the word that stands there. */
export interface Named {
  readonly token: string;
  readonly name: string;
  readonly me: boolean;
}

const marks: Readonly<Record<string, Style>> = { "*": "bold", _: "italic", "~": "strike" };
const fence = "```";
/** Only what a reader would call a web address; other schemes stay plain text. */
const address = /\bhttps?:\/\/[^\s<>"'`]+/giu;

/** The text as blocks, with the names of people in the place of their numbers. */
export function blocks(text: string, named: readonly Named[] = []): Block[] {
  const found: Block[] = [];
  let lines: string[] = [];
  // A longer number first: a shorter one may be its beginning.
  const people = named.toSorted((a, b) => b.token.length - a.token.length);
  let kind: Line["kind"] = "lines";
  let start: number | null = null;
  const flush = () => {
    if (lines.length === 0) return;
    const read = (words: string) => withNames(parse(words), people);
    if (kind === "list") found.push({ kind, start, items: lines.map(read) });
    else found.push({ kind, pieces: read(lines.join("\n")) });
    lines = [];
  };
  let isFenced = false;
  for (const line of text.split("\n")) {
    const next = isFenced ? ({ kind: "lines", text: line, number: null } as const) : lineOf(line);
    if (line.split(fence).length % 2 === 0) isFenced = !isFenced;
    const startsAnew = next.kind !== kind || (next.kind === "list" && (next.number === null) !== (start === null));
    if (startsAnew) {
      flush();
      ({ kind } = next);
      start = next.number;
    }
    lines.push(next.text);
  }
  flush();
  return found;
}

interface Line {
  readonly kind: Block["kind"];
  readonly text: string;
  readonly number: number | null;
}

function lineOf(line: string): Line {
  const quote = /^> (.*)$/u.exec(line);
  if (quote) return { kind: "quote", text: quote[1] ?? "", number: null };
  const bullet = /^[-*] (\S.*)$/u.exec(line);
  if (bullet) return { kind: "list", text: bullet[1] ?? "", number: null };
  const counted = /^(\d{1,3})\. (\S.*)$/u.exec(line);
  if (counted) return { kind: "list", text: counted[2] ?? "", number: Number(counted[1]) };
  return { kind: "lines", text: line, number: null };
}

function withNames(pieces: readonly Piece[], named: readonly Named[]): Piece[] {
  if (named.length === 0) return [...pieces];
  return pieces.flatMap((piece): Piece[] => {
    if ("pieces" in piece) return [{ ...piece, pieces: withNames(piece.pieces, named) }];
    return piece.kind === "text" ? named.reduce(nameIn, [piece as Piece]) : [piece];
  });
}

function nameIn(pieces: readonly Piece[], { token, name, me }: Named): Piece[] {
  if (token === "") return [...pieces];
  return pieces.flatMap((piece): Piece[] => {
    if (piece.kind !== "text") return [piece];
    return around(token, piece.text).flatMap((text, index): Piece[] => {
      const words: Piece[] = text === "" ? [] : [{ kind: "text", text }];
      return index === 0 ? words : [{ kind: "mention", text: `@${name}`, isMe: me }, ...words];
    });
  });
}

/** What stands around a number; where it goes on it is another one. */
function around(token: string, text: string): string[] {
  const [first = "", ...others] = text.split(token);
  const parts = [first];
  for (const part of others) {
    if (/^\d/u.test(part)) parts.push(`${parts.pop() ?? ""}${token}${part}`);
    else parts.push(part);
  }
  return parts;
}

export function parse(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
  for (;;) {
    const start = rest.indexOf(fence);
    const end = start < 0 ? -1 : rest.indexOf(fence, start + fence.length);
    const inner = end < 0 ? "" : rest.slice(start + fence.length, end);
    if (inner.trim() === "") return [...pieces, ...styled(rest, [])];
    pieces.push(...styled(rest.slice(0, start), []), { kind: "mono", text: inner });
    rest = rest.slice(end + fence.length);
  }
}

/** The text without its marks, for one-line previews and for names of controls. */
export function plain(text: string): string {
  return words(parse(text));
}

function words(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ("pieces" in piece ? words(piece.pieces) : piece.text)).join("");
}

/** Finds pairs of marks outside of those already open; a mark counts only at the edge of a word. */
function styled(text: string, open: readonly Style[]): Piece[] {
  const pieces: Piece[] = [];
  // Up to where each mark is known to have no end, so that a text of nothing but marks is read once, not once per mark.
  const endless: Record<string, number> = {};
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charAt(at);
    const style = marks[mark];
    if (!style || open.includes(style) || at < (endless[mark] ?? 0) || !opens(text, at)) continue;
    const end = closing(text, mark, at + 1);
    if (end < 0) {
      const line = text.indexOf("\n", at);
      endless[mark] = line < 0 ? text.length : line;
      continue;
    }
    pieces.push(...links(text.slice(from, at)), {
      kind: style,
      pieces: styled(text.slice(at + 1, end), [...open, style]),
    });
    at = end;
    from = end + 1;
  }
  return [...pieces, ...links(text.slice(from))];
}

function opens(text: string, at: number): boolean {
  return !isWord(text.charAt(at - 1)) && !isBlank(text.charAt(at + 1));
}

function closing(text: string, mark: string, from: number): number {
  for (let at = from; at < text.length && text.charAt(at) !== "\n"; at += 1) {
    const isEnd =
      text.charAt(at) === mark && at > from && !isBlank(text.charAt(at - 1)) && !isWord(text.charAt(at + 1));
    if (isEnd) return at;
  }
  return -1;
}

function isBlank(character: string): boolean {
  return character === "" || /\s/u.test(character);
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}/:]/u.test(character);
}

function links(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const link = withoutEnd(match[0]);
    if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
    pieces.push({ kind: "link", text: link });
    from = match.index + link.length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

/** Signs that end a sentence or close a bracket are not part of an address. */
function withoutEnd(link: string): string {
  let end = link.length;
  while (end > 0 && ".,;:!?)]}*_~".includes(link.charAt(end - 1))) end -= 1;
  return link.slice(0, end);
}
