import type { LinkTone } from "../shared/links";
import styles from "./StateMark.module.css";

/** How a link is doing, on the corner of a button: each tone has a colour and a shape. The words stand in the name. */
export function StateMark({ tone }: { tone: LinkTone }) {
  return <span className={styles.mark} data-tone={tone} aria-hidden="true" />;
}
