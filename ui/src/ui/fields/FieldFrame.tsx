import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { cx } from "../cx";
import styles from "./FieldFrame.module.css";

/** What all fields have in common. */
export interface FieldWords {
  /** The name of the field. */
  label: string;
  /** "hidden" only where the surroundings say what the field is; it is still read aloud. */
  labelDisplay?: "above" | "hidden";
  /** A sentence of help under the field. */
  help?: string;
  /** What is wrong and what to do; shown instead of the help. */
  error?: string;
  isDisabled?: boolean;
  autoFocus?: boolean;
}

export const fieldClass = styles.field;
export const controlClass = styles.control;
export const inputClass = styles.input;

export function FieldLabel({ label, labelDisplay = "above" }: Pick<FieldWords, "label" | "labelDisplay">) {
  return <Label className={cx(styles.label, labelDisplay === "hidden" && styles.hidden)}>{label}</Label>;
}

/** Help or error under a field; the field is told which by React Aria's slots. */
export function FieldNotes({ help, error }: Pick<FieldWords, "help" | "error">) {
  return (
    <>
      {help && !error && (
        <Text slot="description" className={styles.help}>
          {help}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </>
  );
}
