import { useI18n } from "../../i18n/i18n";
import styles from "./StrengthMeter.module.css";
import { leastLength, strengthOf } from "./strength";

export function StrengthMeter({ passphrase }: { passphrase: string }) {
  const { t } = useI18n();
  const strength = passphrase === "" ? "none" : strengthOf(passphrase);
  const words =
    strength === "none" ? "" : t(`stage.strength.${strength}`, strength === "tooShort" ? { count: leastLength } : {});
  return (
    <div className={styles.meter} data-strength={strength}>
      <span className={styles.bars} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <p role="status">{words}</p>
    </div>
  );
}
