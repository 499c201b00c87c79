import type { Ref } from "react";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { SearchField as AriaSearchField } from "react-aria-components/SearchField";
import { useI18n } from "../../i18n/i18n";
import { IconButton } from "../actions/IconButton";
import { cx } from "../cx";
import { KeyHint } from "../display/KeyHint";
import { CloseIcon, SearchIcon } from "../icons/icons";
import { controlClass, FieldLabel, fieldClass, inputClass } from "./FieldFrame";
import styles from "./SearchField.module.css";

export interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (value: string) => void;
  placeholder?: string;
  /** Keys that bring the focus here, shown while it is empty. */
  keys?: string;
  autoFocus?: boolean;
  isDisabled?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** Escape empties it. */
export function SearchField({ label, placeholder, keys, ref, ...field }: SearchFieldProps) {
  const { t } = useI18n();
  return (
    <AriaSearchField {...field} className={fieldClass}>
      <FieldLabel label={label} labelDisplay="hidden" />
      <Group className={cx(controlClass, styles.control)}>
        <SearchIcon size="small" />
        <Input
          ref={ref}
          className={cx(inputClass, styles.input)}
          placeholder={placeholder}
          dir="auto"
          autoComplete="off"
        />
        {field.value !== "" ? (
          <span className={styles.clear}>
            <IconButton label={t("ui.search.clear")} icon={CloseIcon} size="small" onPress={() => field.onChange("")} />
          </span>
        ) : (
          keys && <KeyHint keys={keys} />
        )}
      </Group>
    </AriaSearchField>
  );
}
