/**
 * Reads WhatsApp's formatting marks (*bold*, _italic_, ~strike~, ```mono```) and finds addresses. The result is plain
 * data for text nodes: nothing in a message can become anything else. Pure.
 */

export type Style = "bold" | "italic" | "strike";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "mono"; readonly text: string }
  | { readonly kind: "link"; readonly text: string }
  | { readonly kind: Style; readonly pieces: readonly Piece[] };

const marks: Readonly<Record<string, Style>> = { "*": "bold", _: "italic", "~": "strike" };
const fence = "```";
/** Only what a reader would call a web address; other schemes stay plain text. */
const address = /\bhttps?:\/\/[^\s<>"'`]+/giu;

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
