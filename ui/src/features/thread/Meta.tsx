import { useI18n } from "../../i18n/i18n";
import type { MessageRow } from "../../ipc/types";
import { fullTime } from "../../lib/time";
import { RelativeTime } from "../../ui";
import { ClockIcon, StarIcon } from "../../ui/icons/icons";
import { Spoken } from "../shared/Spoken";
import { Ticks } from "../shared/Ticks";
import styles from "./Meta.module.css";
import { useTalk } from "./talk";

/** The small line under what was said: its marks, its time, and how far it got. */
export function Meta({ row, isDeleted }: { row: MessageRow; isDeleted: boolean }) {
  const { t, locale } = useI18n();
  const talk = useTalk();
  const isOurs = row.direction === "outgoing";
  return (
    <p className={styles.meta} data-direction={row.direction} data-deleted={isDeleted || undefined}>
      {row.starred && !isDeleted && (
        <span className={styles.mark} title={t("thread.starred")}>
          <StarIcon size="small" />
          <Spoken>{t("thread.starred")}</Spoken>
        </span>
      )}
      {row.disappearsAt !== null && !isDeleted && (
        <span className={styles.mark} title={t("thread.disappears", { time: fullTime(row.disappearsAt, locale) })}>
          <ClockIcon size="small" />
          <Spoken>{t("thread.disappears", { time: fullTime(row.disappearsAt, locale) })}</Spoken>
        </span>
      )}
      {row.editedAt !== null &&
        !isDeleted &&
        (row.earlierVersions > 0 ? (
          <button
            type="button"
            className={styles.button}
            aria-haspopup="dialog"
            onClick={() => talk.show({ kind: "versions", row })}
          >
            {t("thread.edited")}
          </button>
        ) : (
          <span>{t("thread.edited")}</span>
        ))}
      <RelativeTime at={row.at} now={row.at} style="clock" />
      {isOurs && row.delivery !== null && row.stuck === null && !isDeleted && (
        <button
          type="button"
          className={styles.button}
          aria-haspopup="dialog"
          onClick={() => talk.show({ kind: "info", row })}
        >
          <Ticks delivery={row.delivery} />
        </button>
      )}
    </p>
  );
}
