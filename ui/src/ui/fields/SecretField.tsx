import { useState } from "react";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { TextField as AriaTextField } from "react-aria-components/TextField";
import { useI18n } from "../../i18n/i18n";
import { IconButton } from "../actions/IconButton";
import { EyeIcon, EyeOffIcon } from "../icons/icons";
import { controlClass, FieldLabel, FieldNotes, type FieldWords, fieldClass, inputClass } from "./FieldFrame";
import styles from "./SecretField.module.css";

export interface SecretFieldProps extends FieldWords {
  value: string;
  onChange: (value: string) => void;
  onSubmit?: () => void;
  isRequired?: boolean;
}

/** A passphrase or token: hidden until the eye is pressed, hidden again when the field is left. */
export function SecretField({ label, labelDisplay, help, error, onSubmit, ...field }: SecretFieldProps) {
  const { t } = useI18n();
  const [isShown, setShown] = useState(false);
  return (
    <AriaTextField
      {...field}
      className={fieldClass}
      type={isShown ? "text" : "password"}
      isInvalid={error !== undefined}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) onSubmit?.();
        else event.continuePropagation();
      }}
    >
      <FieldLabel label={label} labelDisplay={labelDisplay} />
      <Group
        className={controlClass}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setShown(false);
        }}
      >
        <Input
          className={inputClass}
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
        />
        <span className={styles.eye}>
          <IconButton
            label={isShown ? t("ui.secret.hide") : t("ui.secret.show")}
            icon={isShown ? EyeOffIcon : EyeIcon}
            size="small"
            isDisabled={field.isDisabled}
            onPress={() => setShown(!isShown)}
          />
        </span>
      </Group>
      <FieldNotes help={help} error={error} />
    </AriaTextField>
  );
}
