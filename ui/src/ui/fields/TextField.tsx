import type { Ref } from "react";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { TextField as AriaTextField } from "react-aria-components/TextField";
import type { Icon } from "../icons/icons";
import { controlClass, FieldLabel, FieldNotes, type FieldWords, fieldClass, inputClass } from "./FieldFrame";

export interface TextFieldProps extends FieldWords {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  /** Enter was pressed. */
  onSubmit?: () => void;
  /** An example of a value, never the name of the field. */
  placeholder?: string;
  icon?: Icon;
  type?: "text" | "tel" | "email" | "url" | "number";
  inputMode?: "text" | "numeric" | "tel" | "decimal";
  maxLength?: number;
  isRequired?: boolean;
  isReadOnly?: boolean;
  spellCheck?: boolean;
  /** Phone numbers and codes read from left to right in every language. */
  direction?: "auto" | "ltr";
  ref?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  labelDisplay,
  help,
  error,
  icon: Drawing,
  placeholder,
  direction = "auto",
  onSubmit,
  spellCheck = false,
  ref,
  ...field
}: TextFieldProps) {
  return (
    <AriaTextField
      {...field}
      className={fieldClass}
      isInvalid={error !== undefined}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) onSubmit?.();
        else event.continuePropagation();
      }}
    >
      <FieldLabel label={label} labelDisplay={labelDisplay} />
      <Group className={controlClass}>
        {Drawing && <Drawing size="small" />}
        <Input
          ref={ref}
          className={inputClass}
          placeholder={placeholder}
          dir={direction}
          spellCheck={spellCheck}
          autoComplete="off"
        />
      </Group>
      <FieldNotes help={help} error={error} />
    </AriaTextField>
  );
}
