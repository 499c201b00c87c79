import type { ReactNode } from "react";
import styles from "./CodeDisplay.module.css";

export interface CodeDisplayProps {
  /** The code in groups, e.g. "ABCD-EFGH". */
  code: string;
  /** Letter by letter, as a screen reader should say it, with what it is. */
  spoken: string;
  /** What can be done with it, e.g. a button that copies. */
  children?: ReactNode;
}

/** A code to be typed elsewhere: large, evenly spaced, from left to right in every language. */
export function CodeDisplay({ code, spoken, children }: CodeDisplayProps) {
  const groups = code.split("-").map((letters, place) => ({ letters, place }));
  return (
    <div className={styles.frame}>
      <p className={styles.code} dir="ltr" role="img" aria-label={spoken}>
        {groups.map(({ letters, place }) => (
          <span key={place} className={styles.group}>
            {place > 0 && <span className={styles.dash}>-</span>}
            {letters}
          </span>
        ))}
      </p>
      {children}
    </div>
  );
}
