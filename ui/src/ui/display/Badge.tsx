import { useFormat } from "../../i18n/i18n";
import styles from "./Badge.module.css";

export interface BadgeProps {
  count: number;
  /** Counts above show as "99+". */
  max?: number;
  tone?: "accent" | "muted" | "danger";
  /** What it counts, e.g. "3 unread chats"; leave it out where the control around it already says so. */
  label?: string;
}

export function Badge({ count, max = 99, tone = "accent", label }: BadgeProps) {
  const numbers = useFormat((locale) => new Intl.NumberFormat(locale));
  const shown = count > max ? `${numbers.format(max)}+` : numbers.format(count);
  return (
    <span className={styles.badge} data-tone={tone} {...(label ? { role: "img", "aria-label": label } : {})}>
      {shown}
    </span>
  );
}
