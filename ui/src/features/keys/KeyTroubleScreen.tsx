import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import type { KeyStep, KeyTrouble } from "../../ipc/types";
import { Button } from "../../ui";
import { KeyIcon } from "../../ui/icons/icons";
import { StageFrame } from "./StageFrame";
import styles from "./StageFrame.module.css";
import { StepForm } from "./StepForm";

interface KeyTroubleScreenProps {
  trouble: KeyTrouble;
  /** Most promising first. */
  steps: readonly KeyStep[];
  keychain: string;
  keptIn: string | null;
}

/** Why the key cannot be had, that nothing was changed, and one next step; the others stand behind it. */
export function KeyTroubleScreen({ trouble, steps, keychain, keptIn }: KeyTroubleScreenProps) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<KeyStep | null>(null);
  const step = chosen !== null && steps.includes(chosen) ? chosen : steps.at(0);
  const others = steps.filter((other) => other !== step);
  return (
    <StageFrame icon={KeyIcon} tone="trouble" title={t(`stage.key.${trouble}`)}>
      <p>{t(`stage.key.${trouble}.text`, { keychain })}</p>
      {keptIn !== null && keptIn !== keychain && <p>{t("stage.key.keptIn", { keptIn })}</p>}
      {isAboutStoredData(trouble) && <p className={styles.text}>{t("stage.safe")}</p>}
      {step ? (
        <StepForm key={step} step={step} keychain={keychain} trouble={trouble} />
      ) : (
        <p className={styles.strong}>{t("stage.noStep")}</p>
      )}
      {others.length > 0 && (
        <div className={styles.others}>
          <p className={styles.othersTitle}>{t("stage.others")}</p>
          <div className={styles.actions}>
            {others.map((other) => (
              <Button key={other} size="small" variant="quiet" onPress={() => setChosen(other)}>
                {t(`stage.step.${other}`)}
              </Button>
            ))}
          </div>
        </div>
      )}
    </StageFrame>
  );
}

/** "Your messages are untouched" would be a strange thing to say where there are none yet. */
function isAboutStoredData(trouble: KeyTrouble): boolean {
  return trouble !== "staleKey" && trouble !== "databaseMissing" && trouble !== "notKept" && trouble !== "noKeychain";
}
