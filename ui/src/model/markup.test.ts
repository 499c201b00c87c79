import { describe, expect, it } from "vitest";
import { blocks, type Piece, parse, plain } from "./markup";

function shown(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      return `<${piece.kind}>${"pieces" in piece ? shown(piece.pieces) : piece.text}</${piece.kind}>`;
    })
    .join("");
}

describe("formatting marks", () => {
  it.each([
    ["*bold*", "<bold>bold</bold>"],
    ["say _this_ and ~that~", "say <italic>this</italic> and <strike>that</strike>"],
    ["*bold _and italic_*", "<bold>bold <italic>and italic</italic></bold>"],
    ["```let *x* = 1```", "<mono>let *x* = 1</mono>"],
    ["2*3*4", "2*3*4"],
    ["snake_case_name", "snake_case_name"],
    ["* a list", "* a list"],
    ["*not\nacross lines*", "*not\nacross lines*"],
    ["**", "**"],
    ["``````", "``````"],
    ["(*bold*)", "(<bold>bold</bold>)"],
    ["see https://example.com/a_b_c.", "see <link>https://example.com/a_b_c</link>."],
    ["*https://example.com*", "<bold><link>https://example.com</link></bold>"],
    ["javascript:alert(1)", "javascript:alert(1)"],
    ["file:///etc/passwd", "file:///etc/passwd"],
  ])("%j", (text, wanted) => {
    expect(shown(parse(text))).toBe(wanted);
  });

  it("loses no letter of a text", () => {
    for (const text of ["*a* b _c", "~~~", "```x", "a*b_c~d`e", "*_~x~_*"]) {
      const marks = /[*_~`]/g;
      expect(plain(text).replace(marks, "")).toBe(text.replace(marks, ""));
    }
  });

  it("reads the longest allowed text of nothing but marks at once", () => {
    for (const unit of ["*", "_a ", "~*_", "*a ", "```", "https://x.", "http://....,", "*a* "]) {
      const text = unit.repeat(65_536 / unit.length);
      const start = performance.now();
      parse(text);
      expect(performance.now() - start, `a text of ${JSON.stringify(unit)} must not freeze the window`).toBeLessThan(
        500,
      );
    }
  });
});

describe("blocks", () => {
  const drawn = (text: string) =>
    blocks(text).map((block) =>
      block.kind === "list"
        ? `${block.start ?? "•"} ${block.items.map((item) => item.map((piece) => ("text" in piece ? piece.text : "*")).join("")).join(" | ")}`
        : `${block.kind}: ${block.pieces.map((piece) => ("text" in piece ? piece.text : "*")).join("")}`,
    );

  it("are quotes, lists and the lines between them", () => {
    const text = "Hello\n> what you wrote\n> twice\nMy answer:\n- one\n* two\n3. third\n4. fourth\nBye";
    expect(drawn(text)).toEqual([
      "lines: Hello",
      "quote: what you wrote\ntwice",
      "lines: My answer:",
      "• one | two",
      "3 third | fourth",
      "lines: Bye",
    ]);
  });

  it("keep what only looks like one", () => {
    expect(drawn("-5 degrees\n>no space\n1.5 kg\n* \n*bold*")).toEqual(["lines: -5 degrees\n>no space\n1.5 kg\n* \n*"]);
  });

  it("leave a fence alone", () => {
    expect(drawn("```\n- code\n> more\n```\n- item")).toEqual(["lines: \n- code\n> more\n", "• item"]);
  });

  it("name people in the place of their numbers", () => {
    const named = [
      { token: "@1555", name: "Iris", me: false },
      { token: "@15550002222", name: "You", me: true },
    ];
    expect(blocks("ask @15550002222 or *@1555*, not @15551", named)).toEqual([
      {
        kind: "lines",
        pieces: [
          { kind: "text", text: "ask " },
          { kind: "mention", text: "@You", isMe: true },
          { kind: "text", text: " or " },
          { kind: "bold", pieces: [{ kind: "mention", text: "@Iris", isMe: false }] },
          { kind: "text", text: ", not @15551" },
        ],
      },
    ]);
  });
});
