import { useI18n } from "../../i18n/i18n";
import type { StoreTrouble } from "../../ipc/types";
import { DatabaseIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import { PressStep } from "./PressStep";
import { StageFrame } from "./StageFrame";
import styles from "./StageFrame.module.css";

/** Why the store cannot be opened, what is safe, and what to do before trying again. */
export function StoreTroubleScreen({ trouble }: { trouble: StoreTrouble }) {
  const { t } = useI18n();
  const { backend } = useDesk();
  const numbers: Record<string, number> =
    trouble.kind === "newer" ? { found: trouble.found, known: trouble.known } : {};
  return (
    <StageFrame icon={DatabaseIcon} tone="trouble" title={t(`stage.store.${trouble.kind}`)}>
      <p>{t(`stage.store.${trouble.kind}.text`, numbers)}</p>
      <p className={styles.text}>{t("stage.safe")}</p>
      <p className={styles.strong}>{t(`stage.store.${trouble.kind}.next`)}</p>
      <PressStep label={t("stage.step.retry")} run={() => backend.retryStart()} />
    </StageFrame>
  );
}
