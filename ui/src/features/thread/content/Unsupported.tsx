import { useI18n } from "../../../i18n/i18n";
import { InfoIcon } from "../../../ui/icons/icons";
import styles from "./Media.module.css";

/** A message of a kind that this version cannot show. Nothing of it is lost. */
export function Unsupported() {
  const { t } = useI18n();
  return (
    <div className={styles.unsupported}>
      <p className={styles.quiet}>
        <InfoIcon size="small" />
        {t("thread.unsupported")}
      </p>
      <p className={styles.why}>{t("thread.unsupported.text")}</p>
    </div>
  );
}
