import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { RelativeTime } from "../../ui";
import { WarningIcon } from "../../ui/icons/icons";
import styles from "./PhoneSeen.module.css";

const day = 24 * 60 * 60_000;
/** WhatsApp drops the links of a phone that stays silent for so long. */
const drops = 14;
const warns = 7;

/** When the phone was last heard of; from the seventh silent day, how long the link still lasts. */
export function PhoneSeen({ slot }: { slot: SlotView }) {
  const { t, rich } = useI18n();
  const now = useNow();
  const { account } = slot;
  if (!account || account.linkedAt === null || account.phoneSeenAt === null) return null;
  const silent = Math.floor((now - account.phoneSeenAt) / day);
  const left = Math.max(0, drops - silent);
  return (
    <div className={styles.seen}>
      <p>{rich("slots.phone.seen", { time: <RelativeTime at={account.phoneSeenAt} now={now} /> })}</p>
      {silent >= warns && (
        <p className={styles.warning}>
          <WarningIcon size="small" />
          <span>{left > 0 ? t("slots.phone.days", { count: left }) : t("slots.phone.any")}</span>
        </p>
      )}
    </div>
  );
}
