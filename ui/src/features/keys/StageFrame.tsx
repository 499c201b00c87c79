import type { ReactNode } from "react";
import type { Icon } from "../../ui";
import styles from "./StageFrame.module.css";

interface StageFrameProps {
  icon: Icon;
  tone?: "calm" | "trouble";
  title: string;
  children: ReactNode;
}

/** A screen that takes the whole window while there is no inbox to show. */
export function StageFrame({ icon: Drawing, tone = "calm", title, children }: StageFrameProps) {
  return (
    <main className={styles.stage}>
      <article className={styles.sheet}>
        <span className={styles.mark} data-tone={tone}>
          <Drawing size="large" />
        </span>
        <h1 className={styles.title}>{title}</h1>
        {children}
      </article>
    </main>
  );
}
