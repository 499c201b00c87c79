import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { errorWords } from "../../ipc/errors";
import { Button, SecretField } from "../../ui";
import { useDesk } from "../shared/desk";
import styles from "./StageFrame.module.css";
import { StepError } from "./StepError";
import { StrengthMeter } from "./StrengthMeter";
import { isLongEnough } from "./strength";
import { useStep } from "./useStep";

/** A passphrase of the user's own, typed twice, where no keychain can keep the key. */
export function ChoosePassphrase() {
  const { t } = useI18n();
  const { backend } = useDesk();
  const step = useStep();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const differs = second !== "" && !first.startsWith(second) && first !== second;
  const isReady = isLongEnough(first) && first === second;
  const isWeak = step.error?.kind === "weakPassphrase";
  const words = step.error && errorWords(step.error);
  const submit = () => {
    if (isReady && !step.isPending) void step.run(() => backend.choosePassphrase(first));
  };
  return (
    <div className={styles.form}>
      <p className={styles.text}>{t("stage.step.choosePassphrase.text")}</p>
      <SecretField
        label={t("stage.passphrase.choose")}
        help={t("stage.passphrase.choose.help")}
        error={isWeak && words ? `${t(words.what)} ${t(words.next)}` : undefined}
        autoFocus
        value={first}
        onChange={(text) => {
          setFirst(text);
          step.forget();
        }}
      />
      <StrengthMeter passphrase={first} />
      <SecretField
        label={t("stage.passphrase.again")}
        error={differs ? t("stage.passphrase.differs") : undefined}
        value={second}
        onChange={setSecond}
        onSubmit={submit}
      />
      {!isWeak && <StepError error={step.error} />}
      <div className={styles.actions}>
        <Button variant="primary" size="large" isDisabled={!isReady} isPending={step.isPending} onPress={submit}>
          {t("stage.passphrase.use")}
        </Button>
      </div>
    </div>
  );
}
