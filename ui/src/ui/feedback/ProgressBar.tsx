import { Label } from "react-aria-components/Label";
import { ProgressBar as AriaProgressBar } from "react-aria-components/ProgressBar";
import { useFormat, useI18n } from "../../i18n/i18n";
import { duration } from "../../lib/time";
import { IconButton } from "../actions/IconButton";
import { CloseIcon } from "../icons/icons";
import styles from "./ProgressBar.module.css";

export interface ProgressBarProps {
  /** What runs, e.g. "Importing contacts". */
  label: string;
  done?: number;
  /** Left out or zero: nobody knows how much there is, and the bar says so by moving. */
  total?: number;
  /** When it started and the moment it is read, in milliseconds since 1970. */
  since?: number;
  now?: number;
  /** Shows the button. The work may still take a moment to stop: show that with `isCancelling`. */
  onCancel?: () => void;
  isCancelling?: boolean;
}

export function ProgressBar({ label, done = 0, total = 0, since, now, onCancel, isCancelling }: ProgressBarProps) {
  const { t, locale } = useI18n();
  const percent = useFormat((tag) => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 }));
  const isKnown = total > 0;
  const share = isKnown ? Math.min(1, Math.max(0, done / total)) : 0;
  const counted = isKnown ? t("ui.progress.counted", { done, total, percent: percent.format(share) }) : "";
  const elapsed = since !== undefined && now !== undefined ? duration(now - since, locale) : "";
  const words = isCancelling ? t("ui.progress.cancelling") : [counted, elapsed].filter(Boolean).join(" · ");
  return (
    <div className={styles.row}>
      <AriaProgressBar
        className={styles.progress}
        value={share * 100}
        isIndeterminate={!isKnown}
        valueLabel={counted || undefined}
      >
        <Label className={styles.label}>{label}</Label>
        <span className={styles.value}>{words}</span>
        <div className={styles.track}>
          <div className={styles.fill} style={isKnown ? { inlineSize: `${share * 100}%` } : undefined} />
        </div>
      </AriaProgressBar>
      {onCancel && (
        <IconButton
          label={t("ui.progress.cancel", { label })}
          icon={CloseIcon}
          size="small"
          isDisabled={isCancelling}
          onPress={onCancel}
        />
      )}
    </div>
  );
}
