import { useI18n } from "../../i18n/i18n";
import { Skeleton } from "../../ui";
import styles from "./ThreadPane.module.css";

/** The shape of a conversation that is on its way. */
export function LoadingThread() {
  const { t } = useI18n();
  return (
    <div className={styles.loading} role="status" aria-label={t("thread.loading")}>
      <Skeleton shape="block" inlineSize="48%" blockSize="3.5rem" />
      <Skeleton shape="block" inlineSize="36%" blockSize="2.5rem" />
      <Skeleton shape="block" inlineSize="55%" blockSize="4.5rem" />
    </div>
  );
}
