import { useI18n } from "../../i18n/i18n";
import type { LinkState } from "../../ipc/types";
import { useSeconds } from "../../lib/now";
import { duration, fullTime } from "../../lib/time";
import { ProgressBar } from "../../ui";
import { type LinkMoment, linkWords } from "../shared/links";
import styles from "./LinkStatus.module.css";

/** The state of a link in words: what is the case, why, and what follows. Only a change of state is announced. */
export function LinkStatus({ link }: { link: LinkState }) {
  const { t } = useI18n();
  const words = linkWords(link);
  return (
    <div className={styles.status} data-tone={words.tone}>
      <div role="status">
        <p className={styles.title}>
          <span className={styles.dot} aria-hidden="true" />
          {t(words.short, words.numbers)}
        </p>
        <p>{words.says.map((key) => t(key, words.numbers)).join(" ")}</p>
      </div>
      {words.moment && <Moment moment={words.moment} />}
      {link.kind === "syncing" && <ProgressBar label={t("slots.syncing")} done={link.done} total={link.total} />}
      {words.next.length > 0 && <p className={styles.next}>{words.next.map((key) => t(key)).join(" ")}</p>}
    </div>
  );
}

function Moment({ moment }: { moment: LinkMoment }) {
  return moment.shown === "countdown" ? <Countdown moment={moment} /> : <Dated moment={moment} />;
}

function Countdown({ moment }: { moment: LinkMoment }) {
  const { t, locale } = useI18n();
  const now = useSeconds();
  return <p role="timer">{t(moment.words, { time: duration(moment.at - now, locale) })}</p>;
}

function Dated({ moment }: { moment: LinkMoment }) {
  const { rich, locale } = useI18n();
  const time = <time dateTime={new Date(moment.at).toISOString()}>{fullTime(moment.at, locale)}</time>;
  return <p>{rich(moment.words, { time })}</p>;
}
