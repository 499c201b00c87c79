import styles from "./Spoken.module.css";

/** Words for the ear where the eye has a drawing. */
export function Spoken({ children }: { children: string }) {
  return <span className={styles.spoken}>{children}</span>;
}
