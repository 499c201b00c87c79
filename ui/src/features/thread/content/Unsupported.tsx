import { useI18n } from "../../../i18n/i18n";
import { InfoIcon, PhoneIcon } from "../../../ui/icons/icons";
import styles from "./Quiet.module.css";

/** A message of a kind that this version cannot show; `what` is what the network calls it. Nothing of it is lost. */
export function Unsupported({ what }: { what: string }) {
  const { t } = useI18n();
  if (what === "onPhoneOnly") {
    return (
      <div className={styles.card}>
        <p className={styles.quiet}>
          <PhoneIcon size="small" />
          {t("thread.onPhoneOnly")}
        </p>
        <p className={styles.why}>{t("thread.onPhoneOnly.text")}</p>
      </div>
    );
  }
  return (
    <div className={styles.card}>
      <p className={styles.quiet}>
        <InfoIcon size="small" />
        {t("thread.unsupported")}
      </p>
      <p className={styles.why}>{t("thread.unsupported.text")}</p>
      {what !== "" && <p className={styles.why}>{t("thread.unsupported.what", { what })}</p>}
    </div>
  );
}
