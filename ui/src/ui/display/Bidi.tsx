import { cx } from "../cx";
import styles from "./Bidi.module.css";

export interface BidiProps {
  /** Text that a person wrote: a name, a message, a label. */
  children: string;
  /** "line" cuts with an ellipsis, "block" keeps line breaks and finds the direction of each paragraph. */
  display?: "inline" | "line" | "block";
  className?: string;
}

/** Text from outside, fenced: its direction is its own and never reorders the words around it. */
export function Bidi({ children, display = "inline", className }: BidiProps) {
  if (display === "inline") return <bdi className={className}>{children}</bdi>;
  return (
    <span dir="auto" className={cx(display === "line" ? styles.line : styles.block, className)}>
      {children}
    </span>
  );
}
