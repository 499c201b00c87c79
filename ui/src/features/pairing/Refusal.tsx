import { useI18n } from "../../i18n/i18n";
import { type ErrorWords, errorWords, refusalWords, waitOf } from "../../ipc/errors";
import type { CommandError, RefusalView, Timestamp } from "../../ipc/types";
import { useSeconds } from "../../lib/now";
import { Banner, Countdown } from "../../ui";
import styles from "./Refusal.module.css";

/** Why an ask was not followed, what to do, and how long to wait where waiting helps. */
export function Refusal({ error }: { error: CommandError }) {
  return <Words words={errorWords(error)} until={waitOf(error)} />;
}

/** The same for what the server answered. */
export function ServerRefusal({ refusal, until }: { refusal: RefusalView; until: Timestamp | null }) {
  return <Words words={refusalWords(refusal)} until={until} />;
}

function Words({ words, until }: { words: ErrorWords; until: Timestamp | null }) {
  const { t } = useI18n();
  return (
    <div className={styles.refusal}>
      <Banner tone="warning" title={t(words.what)}>
        {t(words.next)}
      </Banner>
      {until !== null && <Wait until={until} />}
    </div>
  );
}

/** How long nothing can be asked; gone when the time is up. */
export function Wait({ until }: { until: Timestamp }) {
  const { t } = useI18n();
  const now = useSeconds();
  if (until <= now) return null;
  return (
    <p className={styles.wait}>
      <span aria-hidden="true">{t("pairing.wait")}</span>
      <Countdown label={t("pairing.wait")} until={until} now={now} />
    </p>
  );
}

/** Whether a moment is still to come. */
export function useIsAhead(until: Timestamp | null): boolean {
  const now = useSeconds();
  return until !== null && until > now;
}
