import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { Banner, Button, ConfirmDialog } from "../../ui";
import { LockIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import styles from "./KeySection.module.css";
import { StepError } from "./StepError";
import { useStep } from "./useStep";

/** Puts the key back into the keychain. What another store left there is replaced only after a second question. */
export function RememberKey({ keychain }: { keychain: string }) {
  const { t } = useI18n();
  const { backend } = useDesk();
  const step = useStep();
  const [isAsking, setAsking] = useState(false);
  const isTaken = step.error?.kind === "otherKeyInKeychain";
  return (
    <div className={styles.part}>
      <p className={styles.note}>{t("settings.key.remember.text", { keychain })}</p>
      {isTaken ? (
        <Banner
          tone="warning"
          title={t("settings.key.replace.warning")}
          action={{ label: t("settings.key.replace"), onPress: () => setAsking(true) }}
        />
      ) : (
        <StepError error={step.error} />
      )}
      {!isTaken && (
        <div>
          <Button
            icon={LockIcon}
            isPending={step.isPending}
            onPress={() => void step.run(() => backend.rememberKey(false))}
          >
            {t("settings.key.remember", { keychain })}
          </Button>
        </div>
      )}
      <ConfirmDialog
        title={t("settings.key.replace.title", { keychain })}
        confirmLabel={t("settings.key.replace")}
        tone="danger"
        isOpen={isAsking}
        onOpenChange={setAsking}
        onConfirm={async () => {
          await step.run(() => backend.rememberKey(true));
        }}
      >
        {t("settings.key.replace.text")}
      </ConfirmDialog>
    </div>
  );
}
