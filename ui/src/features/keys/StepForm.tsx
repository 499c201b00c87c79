import { useI18n } from "../../i18n/i18n";
import type { KeyStep, KeyTrouble } from "../../ipc/types";
import { useDesk } from "../shared/desk";
import { ChoosePassphrase } from "./ChoosePassphrase";
import { PressStep } from "./PressStep";
import { SecretStep } from "./SecretStep";

interface StepFormProps {
  step: KeyStep;
  keychain: string;
  trouble: KeyTrouble;
}

/** What one step asks of the user. */
export function StepForm({ step, keychain, trouble }: StepFormProps) {
  const { t } = useI18n();
  const { backend } = useDesk();
  switch (step) {
    case "unlock":
      return (
        <PressStep
          label={t("stage.step.unlock")}
          text={t("stage.step.unlock.text", { keychain })}
          run={() => backend.retryStart()}
        />
      );
    case "retry":
      return (
        <PressStep
          label={t(trouble === "keyMissing" ? "stage.step.lookAgain" : "stage.step.retry")}
          run={() => backend.retryStart()}
        />
      );
    case "openWithKeychain":
      return (
        <PressStep
          label={t("stage.step.openWithKeychain")}
          text={t("stage.step.openWithKeychain.text", { keychain })}
          run={() => backend.openWithKeychain()}
        />
      );
    case "startFresh":
      return (
        <PressStep
          label={t("stage.step.startFresh")}
          text={t("stage.step.startFresh.text")}
          confirm={{ title: t("stage.fresh.title"), text: t("stage.fresh.text") }}
          run={() => backend.startFresh()}
        />
      );
    case "recoveryCode":
      return <SecretStep kind="code" run={(code) => backend.enterRecoveryCode(code)} />;
    case "passphrase":
      return <SecretStep kind="passphrase" run={(passphrase) => backend.enterPassphrase(passphrase)} />;
    case "choosePassphrase":
      return <ChoosePassphrase />;
  }
}
