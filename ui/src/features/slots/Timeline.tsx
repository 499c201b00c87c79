import { useI18n } from "../../i18n/i18n";
import { errorWords } from "../../ipc/errors";
import type { LinkEventView, SlotView } from "../../ipc/types";
import { fullTime, span } from "../../lib/time";
import { Banner, Dialog, Skeleton } from "../../ui";
import { causeWords } from "../shared/causes";
import { slotName } from "../shared/SlotMark";
import styles from "./Timeline.module.css";
import { useTimeline } from "./useTimeline";

/** The story of a link, newest first: what happened, why, and how long the state before it lasted. */
export function Timeline({ slot, onClose }: { slot: SlotView; onClose: () => void }) {
  const { t } = useI18n();
  const name = slotName(slot, t("slots.unnamed"));
  return (
    <Dialog title={t("slots.timeline.title", { slot: slot.number, name })} isOpen onOpenChange={onClose}>
      <Story slot={slot} />
    </Dialog>
  );
}

function Story({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const { lines, error, retry } = useTimeline(slot.number);
  if (error) {
    const words = errorWords(error);
    return (
      <Banner tone="danger" title={t(words.what)} action={{ label: t("pairing.tryAgain"), onPress: retry }}>
        {t(words.next)}
      </Banner>
    );
  }
  if (!lines) {
    return (
      <div className={styles.loading} role="status" aria-label={t("slots.timeline.loading")}>
        <Skeleton inlineSize="70%" />
        <Skeleton inlineSize="55%" />
        <Skeleton inlineSize="80%" />
      </div>
    );
  }
  if (lines.length === 0) return <p className={styles.nothing}>{t("slots.timeline.empty")}</p>;
  return (
    <ol className={styles.lines}>
      {lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </ol>
  );
}

function Line({ line }: { line: LinkEventView }) {
  const { t, locale } = useI18n();
  const lasted =
    line.lasted === null ? null : t(`slots.timeline.lasted.${turnOf(line)}`, { time: span(line.lasted, locale) });
  const code = line.code === null ? null : t("slots.timeline.code", { code: String(line.code) });
  const details = [line.cause && t(causeWords[line.cause].why), lasted, code].filter(Boolean);
  return (
    <li className={styles.line} data-tone={tones[line.event]}>
      <span className={styles.mark} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.what}>{t(`slots.timeline.${line.event}`)}</p>
        {details.length > 0 && <p>{details.join(" ")}</p>}
        <p className={styles.when}>
          <time dateTime={new Date(line.at).toISOString()}>{fullTime(line.at, locale)}</time>
        </p>
      </div>
    </li>
  );
}

/** Whether the state that ended with this line was a connection or its absence. */
function turnOf({ event }: LinkEventView): "up" | "down" {
  return event === "reconnected" || event === "online" || event === "linked" ? "down" : "up";
}

const tones: Readonly<Record<LinkEventView["event"], "good" | "attention" | "bad" | "off">> = {
  linked: "good",
  online: "good",
  reconnected: "good",
  lost: "attention",
  stopped: "bad",
  syncIncomplete: "attention",
  pairingEnded: "off",
  unlinked: "off",
  unlinkedHereOnly: "attention",
};
