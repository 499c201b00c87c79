import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { type MessageKey, useI18n } from "../../i18n/i18n";
import styles from "./PhoneSteps.module.css";

export type PhoneKind = "android" | "iphone";

interface PhoneStepsProps {
  /** By scanning, or by typing a code. */
  way: "qr" | "code";
  phone: PhoneKind;
  onPhone: (phone: PhoneKind) => void;
}

const kinds: readonly PhoneKind[] = ["android", "iphone"];

/** What to do on the phone, step by step, as WhatsApp names it there. */
export function PhoneSteps({ way, phone, onPhone }: PhoneStepsProps) {
  const { t } = useI18n();
  const steps: readonly MessageKey[] = [
    "pairing.steps.open",
    `pairing.steps.${phone}`,
    "pairing.steps.link",
    way === "qr" ? "pairing.steps.scan" : "pairing.steps.type",
  ];
  return (
    <section className={styles.steps} aria-label={t("pairing.steps")}>
      <RadioGroup
        className={styles.choice}
        orientation="horizontal"
        value={phone}
        onChange={(chosen) => {
          const kind = kinds.find((one) => one === chosen);
          if (kind) onPhone(kind);
        }}
      >
        <Label className={styles.label}>{t("pairing.steps")}</Label>
        <div className={styles.kinds}>
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} className={styles.kind}>
              {t(`pairing.steps.kind.${kind}`)}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <ol className={styles.list}>
        {steps.map((step, index) => (
          <li key={step} className={styles.item}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <span>{t(step)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
