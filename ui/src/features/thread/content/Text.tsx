import { useMemo } from "react";
import { type Piece, parse } from "../../../model/markup";
import { LinkText } from "./LinkText";
import styles from "./Text.module.css";

/** Text with WhatsApp's marks. Whatever a message says, it becomes text nodes and nothing else. */
export function Text({ text }: { text: string }) {
  const pieces = useMemo(() => parse(text), [text]);
  return (
    <div className={styles.text} dir="auto">
      {pieces.map(draw)}
    </div>
  );
}

function draw(piece: Piece, index: number) {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "mono":
      return <code key={index}>{piece.text}</code>;
    case "link":
      return <LinkText key={index} address={piece.text} />;
    case "bold":
      return <strong key={index}>{piece.pieces.map(draw)}</strong>;
    case "italic":
      return <em key={index}>{piece.pieces.map(draw)}</em>;
    case "strike":
      return <s key={index}>{piece.pieces.map(draw)}</s>;
  }
}
