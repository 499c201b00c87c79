import { Button } from "react-aria-components/Button";
import { useI18n } from "../../i18n/i18n";
import { ArrowDownIcon } from "../../ui/icons/icons";
import styles from "./JumpPill.module.css";

interface JumpPillProps {
  /** Messages that came in below. */
  count: number;
  isShown: boolean;
  onPress: () => void;
}

/** Leads back to the newest message, and says how many wait there. */
export function JumpPill({ count, isShown, onPress }: JumpPillProps) {
  const { t } = useI18n();
  if (!isShown) return null;
  return (
    <Button
      className={styles.pill}
      data-new={count > 0 || undefined}
      aria-label={count > 0 ? undefined : t("thread.toEnd")}
      onPress={onPress}
    >
      {count > 0 && <span>{t("thread.newMessages", { count })}</span>}
      <ArrowDownIcon size="small" />
    </Button>
  );
}
