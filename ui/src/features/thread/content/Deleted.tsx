import { useI18n } from "../../../i18n/i18n";
import { TrashIcon } from "../../../ui/icons/icons";
import styles from "./Media.module.css";

/** The place of a message that was deleted for everyone. */
export function Deleted({ isOurs }: { isOurs: boolean }) {
  const { t } = useI18n();
  return (
    <p className={styles.quiet}>
      <TrashIcon size="small" />
      {isOurs ? t("thread.deleted.byYou") : t("thread.deleted")}
    </p>
  );
}
