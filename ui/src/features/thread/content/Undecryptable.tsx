import { useI18n } from "../../../i18n/i18n";
import { LockIcon } from "../../../ui/icons/icons";
import styles from "./Quiet.module.css";

/** A message that came and cannot be read yet. */
export function Undecryptable() {
  const { t } = useI18n();
  return (
    <div className={styles.card}>
      <p className={styles.quiet}>
        <LockIcon size="small" />
        {t("thread.undecryptable")}
      </p>
      <p className={styles.why}>{t("thread.undecryptable.text")}</p>
    </div>
  );
}
