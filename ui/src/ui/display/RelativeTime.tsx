import { useI18n } from "../../i18n/i18n";
import { fullTime, type TimeStyle, writeTime } from "../../lib/time";

export interface RelativeTimeProps {
  /** Milliseconds since 1970. */
  at: number;
  /** The moment it is read; `useNow()` gives one that moves. */
  now: number;
  style?: TimeStyle;
  className?: string;
}

/** A moment in words: the machine's form in `dateTime`, the full date on hover. */
export function RelativeTime({ at, now, style = "relative", className }: RelativeTimeProps) {
  const { locale, t } = useI18n();
  const words = writeTime(at, now, style, locale);
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={fullTime(at, locale)}>
      {words === "now" ? t("ui.time.now") : words}
    </time>
  );
}
