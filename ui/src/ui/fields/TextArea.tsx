import { type Ref, useLayoutEffect, useRef } from "react";
import { TextArea as AriaTextArea } from "react-aria-components/TextArea";
import { TextField as AriaTextField } from "react-aria-components/TextField";
import { cx } from "../cx";
import { controlClass, FieldLabel, FieldNotes, type FieldWords, fieldClass, inputClass } from "./FieldFrame";
import styles from "./TextArea.module.css";

export interface TextAreaProps extends FieldWords {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** Lines shown when empty, and the most it grows to before it scrolls. */
  minRows?: number;
  maxRows?: number;
  maxLength?: number;
  isRequired?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text; grows with what is written. */
export function TextArea({
  label,
  labelDisplay,
  help,
  error,
  placeholder,
  minRows = 3,
  maxRows = 12,
  ref,
  ...field
}: TextAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const { value } = field;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const node = area.current;
    if (!node) return;
    node.style.blockSize = "auto";
    node.style.blockSize = `${node.scrollHeight}px`;
  }, [value]);
  return (
    <AriaTextField {...field} className={fieldClass} isInvalid={error !== undefined}>
      <FieldLabel label={label} labelDisplay={labelDisplay} />
      <div className={cx(controlClass, styles.control)}>
        <AriaTextArea
          ref={(node) => {
            area.current = node;
            if (typeof ref === "function") ref(node);
            else if (ref) ref.current = node;
          }}
          className={cx(inputClass, styles.area)}
          style={{ minBlockSize: `${minRows}lh`, maxBlockSize: `${maxRows}lh` }}
          placeholder={placeholder}
          rows={minRows}
          dir="auto"
        />
      </div>
      <FieldNotes help={help} error={error} />
    </AriaTextField>
  );
}
