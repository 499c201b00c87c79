import { formatKeys, spokenKeys } from "../../lib/keys";
import styles from "./KeyHint.module.css";

export interface KeyHintProps {
  /** One shortcut, e.g. "mod+shift+k". */
  keys: string;
}

/** A keyboard shortcut, as this platform writes it. */
export function KeyHint({ keys }: KeyHintProps) {
  return (
    <kbd className={styles.hint}>
      <span className={styles.spoken}>{spokenKeys(keys)}</span>
      {formatKeys(keys).map((cap) => (
        <span key={cap} className={styles.cap} aria-hidden="true">
          {cap}
        </span>
      ))}
    </kbd>
  );
}
