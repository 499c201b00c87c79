import { RadioGroup as AriaRadioGroup, Radio } from "react-aria-components/RadioGroup";
import type { Icon } from "../icons/icons";
import { FieldLabel, FieldNotes, type FieldWords, fieldClass } from "./FieldFrame";
import styles from "./RadioGroup.module.css";

export interface RadioOption<Id extends string> {
  id: Id;
  label: string;
  detail?: string;
  icon?: Icon;
  isDisabled?: boolean;
}

export interface RadioGroupProps<Id extends string> extends FieldWords {
  value: Id | null;
  options: readonly RadioOption<Id>[];
  onChange: (value: Id) => void;
  /** "cards" for few options with drawings or details. */
  display?: "list" | "cards";
}

export function RadioGroup<Id extends string>({
  label,
  labelDisplay,
  help,
  error,
  options,
  onChange,
  display = "list",
  autoFocus,
  ...group
}: RadioGroupProps<Id>) {
  return (
    <AriaRadioGroup
      {...group}
      className={fieldClass}
      isInvalid={error !== undefined}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen) onChange(chosen.id);
      }}
    >
      <FieldLabel label={label} labelDisplay={labelDisplay} />
      <div className={styles.options} data-display={display}>
        {options.map((option, index) => (
          <Radio
            key={option.id}
            value={option.id}
            isDisabled={option.isDisabled}
            autoFocus={autoFocus && index === 0}
            className={styles.option}
          >
            <span className={styles.dot} aria-hidden="true" />
            {option.icon && <option.icon />}
            <span className={styles.words}>
              <span>{option.label}</span>
              {option.detail && <span className={styles.detail}>{option.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldNotes help={help} error={error} />
    </AriaRadioGroup>
  );
}
