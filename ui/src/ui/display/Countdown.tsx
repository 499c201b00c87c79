import { useI18n } from "../../i18n/i18n";
import { duration } from "../../lib/time";
import styles from "./Countdown.module.css";

export interface CountdownProps {
  /** What ends then, e.g. "This code works for". */
  label: string;
  /** When it ends, and the moment it is read; `useSeconds()` gives one that moves. Milliseconds since 1970. */
  until: number;
  now: number;
  /** How long it runs in all; draws a ring that empties. */
  total?: number;
}

/** The time that is left. A screen reader finds it but does not hear every second. */
export function Countdown({ label, until, now, total }: CountdownProps) {
  const { locale } = useI18n();
  const left = Math.max(0, until - now);
  const share = total ? Math.min(1, left / total) : 0;
  return (
    <span className={styles.countdown} role="timer" aria-label={label}>
      {total !== undefined && (
        <svg className={styles.ring} viewBox="0 0 24 24" aria-hidden="true">
          <circle className={styles.track} cx="12" cy="12" r="9.5" />
          <circle
            className={styles.rest}
            cx="12"
            cy="12"
            r="9.5"
            pathLength={100}
            strokeDasharray="100"
            strokeDashoffset={100 - share * 100}
          />
        </svg>
      )}
      <bdi className={styles.time}>{duration(left, locale)}</bdi>
    </span>
  );
}
