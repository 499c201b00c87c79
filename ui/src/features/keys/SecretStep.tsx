import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import type { Answer } from "../../ipc/backend";
import { errorWords } from "../../ipc/errors";
import { Button, SecretField, TextField } from "../../ui";
import styles from "./StageFrame.module.css";
import { StepError } from "./StepError";
import { useStep } from "./useStep";

interface SecretStepProps {
  kind: "code" | "passphrase";
  run: (secret: string) => Answer<null>;
}

/** A step that needs something only the user has. */
export function SecretStep({ kind, run }: SecretStepProps) {
  const { t } = useI18n();
  const step = useStep();
  const [typed, setTyped] = useState("");
  const isAboutTheSecret = step.error?.kind === "mistypedCode" || step.error?.kind === "wrongSecret";
  const words = step.error && errorWords(step.error);
  const isCode = kind === "code";
  const submit = () => {
    if (typed.trim() !== "" && !step.isPending) void step.run(() => run(typed));
  };
  const field = {
    label: t(isCode ? "stage.code.enter" : "stage.passphrase.enter"),
    value: typed,
    autoFocus: true,
    error: isAboutTheSecret && words ? `${t(words.what)} ${t(words.next)}` : undefined,
    onSubmit: submit,
    onChange: (text: string) => {
      setTyped(text);
      step.forget();
    },
  };
  return (
    <div className={styles.form}>
      {isCode ? (
        <TextField {...field} direction="ltr" placeholder="ABCD-EFGH-…" help={t("stage.code.enter.help")} />
      ) : (
        <SecretField {...field} help={t("stage.passphrase.enter.help")} />
      )}
      {!isAboutTheSecret && <StepError error={step.error} />}
      <div className={styles.actions}>
        <Button
          variant="primary"
          size="large"
          isDisabled={typed.trim() === ""}
          isPending={step.isPending}
          onPress={submit}
        >
          {t("stage.open")}
        </Button>
      </div>
    </div>
  );
}
