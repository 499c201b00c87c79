import { useI18n } from "../../i18n/i18n";
import type { Cause, LinkState, PairingView, SlotView } from "../../ipc/types";
import { useSeconds } from "../../lib/now";
import { Banner, Countdown, QrCode } from "../../ui";
import { causeWords } from "../shared/causes";
import { useDesk } from "../shared/desk";
import styles from "./QrPane.module.css";

/** The first code of a series lives longer than the others. */
const lives = (number: number) => (number === 1 ? 60_000 : 20_000);

/** The code to scan, or its place while it is on its way, with the cause when that takes long. */
export function QrPane({ slot, pairing }: { slot: SlotView; pairing: PairingView | undefined }) {
  const { t } = useI18n();
  const now = useSeconds();
  const qr = pairing?.qr && pairing.qr.expiresAt > now ? pairing.qr : null;
  const cause = qr ? null : (pairing?.cause ?? causeOf(slot.link));
  return (
    <div className={styles.pane}>
      <QrCode code={qr} label={qr ? t("pairing.qr.label") : t("pairing.qr.waiting")} />
      {qr ? (
        <p className={styles.line}>
          <span>{t("pairing.qr.number", { number: qr.number, of: qr.of })}</span>
          <Countdown label={t("pairing.qr.left")} until={qr.expiresAt} now={now} total={lives(qr.number)} />
        </p>
      ) : (
        <p className={styles.line}>{t("pairing.qr.waiting")}</p>
      )}
      {cause && <Holdup slot={slot} cause={cause} />}
    </div>
  );
}

/** Why no code comes, and the way to not wait for the next try. */
function Holdup({ slot, cause }: { slot: SlotView; cause: Cause }) {
  const { t } = useI18n();
  const desk = useDesk();
  const now = useSeconds();
  const { why, advice } = causeWords[cause];
  const { link } = slot;
  return (
    <Banner
      tone="warning"
      title={t(why)}
      action={{
        label: t("pairing.tryAgain"),
        // A try that is under way needs no second one.
        isPending: link.kind === "connecting",
        onPress: () => desk.console.retry(slot.number),
      }}
    >
      {advice && <p>{t(advice)}</p>}
      {link.kind === "waitingForNetwork" && (
        <p>
          <span aria-hidden="true">{t("pairing.nextTry")} </span>
          <Countdown label={t("pairing.nextTry")} until={link.nextTryAt} now={now} />
        </p>
      )}
    </Banner>
  );
}

function causeOf(link: LinkState): Cause | null {
  return link.kind === "connecting" || link.kind === "waitingForNetwork" ? link.cause : null;
}
