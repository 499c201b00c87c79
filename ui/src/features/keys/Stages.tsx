import { useI18n } from "../../i18n/i18n";
import { ProgressBar } from "../../ui";
import { DatabaseIcon, FrontdeskMark } from "../../ui/icons/icons";
import { StageFrame } from "./StageFrame";
import styles from "./StageFrame.module.css";

/** The key is being fetched. Mostly too short to read; long when the system asks for a password. */
export function OpeningScreen() {
  const { t } = useI18n();
  return (
    <StageFrame icon={FrontdeskMark} title={t("stage.opening")}>
      <p className={styles.text}>{t("stage.opening.text")}</p>
      <ProgressBar label={t("stage.opening.bar")} />
    </StageFrame>
  );
}

export function MigratingScreen({ done, total }: { done: number; total: number }) {
  const { t } = useI18n();
  return (
    <StageFrame icon={DatabaseIcon} title={t("stage.migrating")}>
      <p className={styles.text}>{t("stage.migrating.text")}</p>
      <ProgressBar label={t("stage.migrating.bar")} done={done} total={total} />
    </StageFrame>
  );
}
