import { useId } from "react";
import { Switch as AriaSwitch } from "react-aria-components/Switch";
import styles from "./Switch.module.css";

export interface SwitchProps {
  label: string;
  /** What changes when it is on. */
  help?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
}

/** Takes effect at once. For an answer in a form use Checkbox. */
export function Switch({ label, help, isOn, onChange, isDisabled }: SwitchProps) {
  const helpId = useId();
  return (
    <div className={styles.row}>
      <AriaSwitch
        className={styles.switch}
        isSelected={isOn}
        onChange={onChange}
        isDisabled={isDisabled}
        aria-describedby={help ? helpId : undefined}
      >
        <span className={styles.label}>{label}</span>
        <span className={styles.track} aria-hidden="true">
          <span className={styles.thumb} />
        </span>
      </AriaSwitch>
      {help && (
        <p id={helpId} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  );
}
