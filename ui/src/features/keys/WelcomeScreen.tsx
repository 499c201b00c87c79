import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { Button } from "../../ui";
import { FrontdeskMark, InboxIcon, KeyIcon, LockIcon, WarningIcon } from "../../ui/icons/icons";
import { CodeToKeep } from "./CodeToKeep";
import { StageFrame } from "./StageFrame";
import styles from "./StageFrame.module.css";

/** First start: what this is, then the recovery code. */
export function WelcomeScreen() {
  const { t } = useI18n();
  const [step, setStep] = useState<"what" | "code">("what");
  if (step === "code") {
    return (
      <StageFrame icon={KeyIcon} title={t("stage.code.title")}>
        <p className={styles.text}>{t("stage.code.text")}</p>
        <CodeToKeep confirmLabel={t("stage.code.confirm")} />
      </StageFrame>
    );
  }
  return (
    <StageFrame icon={FrontdeskMark} title={t("stage.welcome.title")}>
      <ul className={styles.points}>
        <li className={styles.point}>
          <InboxIcon />
          <p>{t("stage.welcome.what")}</p>
        </li>
        <li className={styles.point}>
          <LockIcon />
          <p>{t("stage.welcome.where")}</p>
        </li>
        <li className={styles.point}>
          <WarningIcon />
          <p>{t("stage.welcome.notice")}</p>
        </li>
      </ul>
      <div className={styles.actions}>
        <Button variant="primary" size="large" autoFocus onPress={() => setStep("code")}>
          {t("stage.welcome.next")}
        </Button>
      </div>
    </StageFrame>
  );
}
