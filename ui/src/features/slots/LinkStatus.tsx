import { useI18n } from "../../i18n/i18n";
import type { LinkState } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { ProgressBar, RelativeTime } from "../../ui";
import { linkWords } from "../shared/links";
import styles from "./LinkStatus.module.css";

/** The state of a link in words: what is the case, why, and what to do about it. */
export function LinkStatus({ link }: { link: LinkState }) {
  const { t } = useI18n();
  const now = useNow();
  const words = linkWords(link);
  return (
    <div className={styles.status} data-tone={words.tone} role="status">
      <p className={styles.title}>
        <span className={styles.dot} aria-hidden="true" />
        {t(words.short, words.numbers)}
      </p>
      <p>{t(words.long, words.numbers)}</p>
      {words.moment && (
        <p>
          {t(words.moment.words)} <RelativeTime at={words.moment.at} now={now} />
        </p>
      )}
      {link.kind === "syncing" && <ProgressBar label={t("slots.syncing")} done={link.done} total={link.total} />}
      {words.next && <p className={styles.next}>{t(words.next)}</p>}
    </div>
  );
}
