import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";
import { useI18n } from "../../i18n/i18n";
import { cx } from "../cx";
import { CheckIcon, ChevronDownIcon, type Icon } from "../icons/icons";
import { controlClass, FieldLabel, FieldNotes, type FieldWords, fieldClass } from "./FieldFrame";
import styles from "./Select.module.css";

export interface SelectOption<Id extends string> {
  id: Id;
  label: string;
  detail?: string;
  icon?: Icon;
  isDisabled?: boolean;
}

export interface SelectProps<Id extends string> extends FieldWords {
  value: Id | null;
  options: readonly SelectOption<Id>[];
  onChange: (value: Id) => void;
  placeholder?: string;
  isRequired?: boolean;
}

export function Select<Id extends string>({
  label,
  labelDisplay,
  help,
  error,
  value,
  options,
  onChange,
  placeholder,
  ...field
}: SelectProps<Id>) {
  const { t } = useI18n();
  return (
    <AriaSelect
      {...field}
      className={fieldClass}
      isInvalid={error !== undefined}
      placeholder={placeholder ?? t("ui.select.placeholder")}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
    >
      <FieldLabel label={label} labelDisplay={labelDisplay} />
      <Button className={cx(controlClass, styles.button)}>
        <SelectValue className={styles.value}>
          {({ selectedText, isPlaceholder, defaultChildren }) => (isPlaceholder ? defaultChildren : selectedText)}
        </SelectValue>
        <ChevronDownIcon size="small" />
      </Button>
      <FieldNotes help={help} error={error} />
      <Popover className={styles.panel} offset={4}>
        <ListBox className={styles.list} items={options}>
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              isDisabled={option.isDisabled}
              className={styles.option}
            >
              {option.icon && <option.icon size="small" />}
              <span className={styles.words}>
                <Text slot="label">{option.label}</Text>
                {option.detail && (
                  <Text slot="description" className={styles.detail}>
                    {option.detail}
                  </Text>
                )}
              </span>
              <span className={styles.tick} aria-hidden="true">
                <CheckIcon size="small" />
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
