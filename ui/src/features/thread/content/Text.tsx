import { useMemo, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useI18n } from "../../../i18n/i18n";
import { type Block, blocks, type Named, type Piece } from "../../../model/markup";
import { LinkText } from "./LinkText";
import styles from "./Text.module.css";

interface TextProps {
  text: string;
  mentions?: readonly Named[];
}

/** More than this is folded away until somebody asks: one message must not fill the window with thousands of parts. */
const mostLetters = 1500;
const mostLines = 24;
const nobody: readonly Named[] = [];

/** Text with WhatsApp's marks. Whatever a message says, it becomes text nodes and nothing else. */
export function Text({ text, mentions = nobody }: TextProps) {
  const { t } = useI18n();
  const [isUnfolded, setUnfolded] = useState(false);
  const start = useMemo(() => startOf(text), [text]);
  const shown = isUnfolded ? text : start;
  const read = useMemo(() => blocks(shown, mentions), [shown, mentions]);
  return (
    <div className={styles.text} dir="auto">
      {read.map(drawBlock)}
      {shown !== text && (
        <Button className={styles.more} onPress={() => setUnfolded(true)}>
          {t("thread.text.more")}
        </Button>
      )}
    </div>
  );
}

function startOf(text: string): string {
  const lines = text.split("\n");
  if (text.length <= mostLetters && lines.length <= mostLines) return text;
  const cut = lines.slice(0, mostLines).join("\n").slice(0, mostLetters);
  // No half of a pair of signs at the end.
  return `${cut.replace(/[\uD800-\uDBFF]$/u, "").trimEnd()}…`;
}

function drawBlock(block: Block, index: number) {
  switch (block.kind) {
    case "lines":
      return <div key={index}>{block.pieces.map(draw)}</div>;
    case "quote":
      return <blockquote key={index}>{block.pieces.map(draw)}</blockquote>;
    case "list": {
      const items = block.items.map((item, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text stand still
        <li key={place}>{item.map(draw)}</li>
      ));
      return block.start === null ? (
        <ul key={index}>{items}</ul>
      ) : (
        <ol key={index} start={block.start}>
          {items}
        </ol>
      );
    }
  }
}

function draw(piece: Piece, index: number) {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "mono":
      return <code key={index}>{piece.text}</code>;
    case "link":
      return <LinkText key={index} address={piece.text} />;
    case "mention":
      return (
        <bdi key={index} className={styles.mention} data-me={piece.isMe || undefined}>
          {piece.text}
        </bdi>
      );
    case "bold":
      return <strong key={index}>{piece.pieces.map(draw)}</strong>;
    case "italic":
      return <em key={index}>{piece.pieces.map(draw)}</em>;
    case "strike":
      return <s key={index}>{piece.pieces.map(draw)}</s>;
  }
}
