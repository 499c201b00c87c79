import type { ReactNode } from "react";
import type { Icon } from "../icons/icons";
import styles from "./EmptyState.module.css";

export interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** Why it is empty, and what to do next. */
  children: ReactNode;
  /** The next step: one Button. */
  action?: ReactNode;
  size?: "small" | "large";
}

export function EmptyState({ icon: Drawing, title, children, action, size = "large" }: EmptyStateProps) {
  return (
    <div className={styles.empty} data-size={size}>
      <span className={styles.drawing}>
        <Drawing size={size === "large" ? "large" : "medium"} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{children}</p>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
