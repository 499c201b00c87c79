import type { ReactNode } from "react";
import styles from "./Page.module.css";

interface PageProps {
  title: string;
  /** One sentence on what this page is for. */
  lead?: string;
  /** "wide" for cards side by side; text reads best in a narrow column. */
  width?: "reading" | "wide";
  children: ReactNode;
}

/** A view that is read from top to bottom. */
export function Page({ title, lead, width = "reading", children }: PageProps) {
  return (
    <main className={styles.page}>
      <div className={styles.column} data-width={width}>
        <header className={styles.header}>
          <h1 className={styles.title}>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
        </header>
        {children}
      </div>
    </main>
  );
}

interface SectionProps {
  title: string;
  lead?: string;
  children: ReactNode;
}

/** A group of things that belong together, on a page. */
export function Section({ title, lead, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      {lead && <p className={styles.lead}>{lead}</p>}
      <div className={styles.body}>{children}</div>
    </section>
  );
}
