import styles from "./Spoken.module.css";

/** Words for the ear where the eye has a drawing. */
export function Spoken({ children, id }: { children: string; id?: string }) {
  return (
    <span id={id} className={styles.spoken}>
      {children}
    </span>
  );
}
