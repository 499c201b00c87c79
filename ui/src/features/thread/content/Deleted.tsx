import { useI18n } from "../../../i18n/i18n";
import { TrashIcon } from "../../../ui/icons/icons";
import styles from "./Quiet.module.css";

/** The place of a message that was deleted for everyone; `by` names an admin who did it. */
export function Deleted({ isOurs, by }: { isOurs: boolean; by: string | null }) {
  const { t } = useI18n();
  const words =
    by !== null ? t("thread.deleted.by", { name: by }) : t(isOurs ? "thread.deleted.byYou" : "thread.deleted");
  return (
    <p className={styles.quiet}>
      <TrashIcon size="small" />
      {words}
    </p>
  );
}
