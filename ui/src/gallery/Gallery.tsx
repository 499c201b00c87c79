import { useI18n } from "../i18n/i18n";
import { ToastRegion } from "../ui";
import { ActionParts } from "./ActionParts";
import { DisplayParts } from "./DisplayParts";
import { FeedbackParts } from "./FeedbackParts";
import { FieldParts } from "./FieldParts";
import styles from "./Gallery.module.css";
import { LayoutParts } from "./LayoutParts";
import { MessageParts } from "./MessageParts";
import { OverlayParts } from "./OverlayParts";
import { type Samples, samples } from "./samples";

export interface PartsProps {
  words: Samples;
}

const chapters = {
  actions: ActionParts,
  fields: FieldParts,
  display: DisplayParts,
  feedback: FeedbackParts,
  layout: LayoutParts,
  overlays: OverlayParts,
  messages: MessageParts,
};

/** `only` names one chapter; all of them otherwise. */
export function Gallery({ only = null }: { only?: string | null }) {
  const { lang } = useI18n();
  const words = samples(lang);
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>Frontdesk</h1>
      {Object.entries(chapters)
        .filter(([name]) => only === null || only === name)
        .map(([name, Parts]) => (
          <section key={name} className={styles.chapter} aria-label={name}>
            <h2 className={styles.heading}>{name}</h2>
            <Parts words={words} />
          </section>
        ))}
      <ToastRegion />
    </main>
  );
}
