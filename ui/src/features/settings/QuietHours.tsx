import { useFormat, useI18n } from "../../i18n/i18n";
import { utcOffset } from "../../lib/time";
import { Select, Switch } from "../../ui";
import { useDesk, useMirror } from "../shared/desk";
import styles from "./Settings.module.css";

const step = 30;
const evening = 22 * 60;
const morning = 7 * 60;
const times = Array.from({ length: (24 * 60) / step }, (_, index) => index * step);

/** The part of the day in which nothing makes itself heard. */
export function QuietHours({ isDisabled }: { isDisabled: boolean }) {
  const { t } = useI18n();
  const desk = useDesk();
  const quiet = useMirror((mirror) => mirror.settings.quietHours);
  const clock = useFormat((locale) => new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" }));
  const set = (change: { from?: number; until?: number }) => {
    const from = change.from ?? quiet?.from ?? evening;
    const until = change.until ?? quiet?.until ?? morning;
    void desk.choose({ quietHours: { from, until, utcOffset: utcOffset(Date.now()) } });
  };
  const options = times.map((minutes) => ({ id: String(minutes), label: clock.format(minutes * 60_000) }));
  return (
    <>
      <Switch
        label={t("settings.notifications.quiet")}
        help={t("settings.notifications.quiet.help")}
        isOn={quiet !== null}
        isDisabled={isDisabled}
        onChange={(isOn) => (isOn ? set({}) : void desk.choose({ quietHours: null }))}
      />
      {quiet && (
        <div className={styles.line}>
          <Select
            label={t("settings.notifications.quiet.from")}
            value={String(quiet.from)}
            options={options}
            onChange={(from) => set({ from: Number(from) })}
          />
          <Select
            label={t("settings.notifications.quiet.until")}
            value={String(quiet.until)}
            options={options}
            onChange={(until) => set({ until: Number(until) })}
          />
        </div>
      )}
    </>
  );
}
