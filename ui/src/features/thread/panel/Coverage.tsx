import { useI18n } from "../../../i18n/i18n";
import type { ContactPanel } from "../../../ipc/types";
import { fullTime } from "../../../lib/time";
import styles from "./Coverage.module.css";

/** How much of the conversation is stored here, and what is known to be missing. */
export function Coverage({ panel: { coverage } }: { panel: ContactPanel }) {
  const { t, locale } = useI18n();
  const { messages, oldest, newest, unreadable, missing, past, wanted } = coverage;
  return (
    <section className={styles.coverage} aria-label={t("panel.coverage")}>
      <h4 className={styles.heading}>{t("panel.coverage")}</h4>
      <p>{t("panel.coverage.messages", { count: messages })}</p>
      {oldest !== null && (
        <p className={styles.quiet}>{t("panel.coverage.oldest", { time: fullTime(oldest, locale) })}</p>
      )}
      {newest !== null && (
        <p className={styles.quiet}>{t("panel.coverage.newest", { time: fullTime(newest, locale) })}</p>
      )}
      {unreadable > 0 && <p>{t("panel.coverage.unreadable", { count: unreadable })}</p>}
      {missing > 0 && <p>{t("panel.coverage.missing", { count: missing })}</p>}
      {wanted && <p>{t("panel.coverage.wanted")}</p>}
      <p className={styles.quiet}>{t(`thread.past.${past}`)}</p>
      {unreadable === 0 && missing === 0 && !wanted && <p className={styles.quiet}>{t("panel.coverage.whole")}</p>}
    </section>
  );
}
