import { useI18n } from "../../i18n/i18n";
import type { Delivery } from "../../ipc/types";
import { CheckDoubleIcon, CheckIcon, ClockIcon } from "../../ui/icons/icons";
import { Spoken } from "./Spoken";
import styles from "./Ticks.module.css";

/** How far a message of ours got. */
export function Ticks({ delivery }: { delivery: Delivery }) {
  const { t } = useI18n();
  const Drawing = drawings[delivery];
  const word = t(`thread.delivery.${delivery}`);
  return (
    <span className={styles.ticks} data-seen={delivery === "read" || delivery === "played" || undefined} title={word}>
      <Drawing size="small" />
      <Spoken>{word}</Spoken>
    </span>
  );
}

const drawings = {
  queued: ClockIcon,
  inFlight: ClockIcon,
  sent: CheckIcon,
  delivered: CheckDoubleIcon,
  read: CheckDoubleIcon,
  played: CheckDoubleIcon,
} as const;
