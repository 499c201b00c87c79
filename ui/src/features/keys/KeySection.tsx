import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { Banner, Button, Dialog } from "../../ui";
import { KeyIcon, LockIcon } from "../../ui/icons/icons";
import { useMirror } from "../shared/desk";
import { Section } from "../shared/Page";
import { CodeToKeep } from "./CodeToKeep";
import styles from "./KeySection.module.css";
import { RememberKey } from "./RememberKey";

/** Part of the settings: how the key is kept, and what helps when the keychain is lost. */
export function KeySection() {
  const { t } = useI18n();
  const keyCare = useMirror((mirror) => mirror.keyCare);
  const [isCodeOpen, setCodeOpen] = useState(false);
  if (!keyCare) return null;
  const { protection, keychain } = keyCare;
  return (
    <Section title={t("settings.key")}>
      {protection === "recoveryCodeOnly" ? (
        <Banner tone="warning" title={t("settings.key.recoveryCodeOnly")}>
          {t("settings.key.recoveryCodeOnly.text")}
        </Banner>
      ) : (
        <p className={styles.line}>
          <LockIcon />
          <span>{t(`settings.key.${protection}`, { keychain })}</span>
        </p>
      )}
      {protection !== "keychain" && <RememberKey keychain={keychain} />}
      <div className={styles.part}>
        <p className={styles.note}>{t("settings.key.code.text")}</p>
        <div>
          <Button icon={KeyIcon} onPress={() => setCodeOpen(true)}>
            {t("settings.key.code")}
          </Button>
        </div>
      </div>
      <Dialog
        title={t("settings.key.code.title")}
        isOpen={isCodeOpen}
        onOpenChange={setCodeOpen}
        // The code before does not work any more: who closed this by accident would have none.
        isDismissable={false}
      >
        <p className={styles.note}>{t("settings.key.code.warning")}</p>
        <CodeToKeep
          confirmLabel={t("settings.key.code.done")}
          onConfirmed={() => setCodeOpen(false)}
          onGiveUp={() => setCodeOpen(false)}
        />
      </Dialog>
    </Section>
  );
}
