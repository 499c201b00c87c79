import { useState } from "react";
import type { Answer } from "../../ipc/backend";
import { Button, ConfirmDialog } from "../../ui";
import styles from "./StageFrame.module.css";
import { StepError } from "./StepError";
import { useStep } from "./useStep";

interface PressStepProps {
  label: string;
  text?: string;
  /** Asked first, where the step cannot be taken back. */
  confirm?: { title: string; text: string };
  run: () => Answer<null>;
}

/** A step that is one press. */
export function PressStep({ label, text, confirm, run }: PressStepProps) {
  const step = useStep();
  const [isAsking, setAsking] = useState(false);
  const go = () => step.run(run);
  return (
    <div className={styles.form}>
      {text && <p className={styles.text}>{text}</p>}
      <StepError error={step.error} />
      <div className={styles.actions}>
        <Button
          variant="primary"
          size="large"
          autoFocus
          isPending={step.isPending}
          onPress={() => (confirm ? setAsking(true) : void go())}
        >
          {label}
        </Button>
      </div>
      {confirm && (
        <ConfirmDialog
          title={confirm.title}
          confirmLabel={label}
          tone="danger"
          isOpen={isAsking}
          onOpenChange={setAsking}
          onConfirm={async () => {
            await go();
          }}
        >
          {confirm.text}
        </ConfirmDialog>
      )}
    </div>
  );
}
