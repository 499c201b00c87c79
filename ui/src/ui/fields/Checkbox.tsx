import { useId } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";
import { CheckIcon } from "../icons/icons";
import styles from "./Checkbox.module.css";

export interface CheckboxProps {
  label: string;
  help?: string;
  isSelected: boolean;
  /** Some of what it stands for, not all. */
  isIndeterminate?: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  isRequired?: boolean;
}

export function Checkbox({ label, help, ...box }: CheckboxProps) {
  const helpId = useId();
  return (
    <div className={styles.row}>
      <AriaCheckbox {...box} className={styles.checkbox} aria-describedby={help ? helpId : undefined}>
        {({ isIndeterminate }) => (
          <>
            <span className={styles.box} aria-hidden="true">
              {isIndeterminate ? <span className={styles.dash} /> : <CheckIcon size="small" />}
            </span>
            <span>{label}</span>
          </>
        )}
      </AriaCheckbox>
      {help && (
        <p id={helpId} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  );
}
