import { useMemo } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox } from "react-aria-components/ComboBox";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { useI18n } from "../../i18n/i18n";
import { type Country, countries, countryOf } from "../../lib/countries";
import { ChevronDownIcon } from "../icons/icons";
import styles from "./CountryPicker.module.css";
import { controlClass, FieldLabel, FieldNotes, type FieldWords, fieldClass, inputClass } from "./FieldFrame";

export interface CountryPickerProps extends FieldWords {
  /** `null` while none is chosen. */
  value: Country | null;
  onChange: (country: Country) => void;
}

/** All countries by name and dialling code; typing a part of either finds them. */
export function CountryPicker({ label, labelDisplay, help, error, value, onChange, ...field }: CountryPickerProps) {
  const { t } = useI18n();
  const named = useNamed();
  const found = (text: string, typed: string) => {
    const wanted = plain(typed);
    return plain(text).includes(wanted) || plain(text).replace("+", "").includes(wanted);
  };
  return (
    <ComboBox
      {...field}
      className={fieldClass}
      isInvalid={error !== undefined}
      defaultItems={named}
      defaultFilter={found}
      value={value?.id ?? null}
      allowsEmptyCollection
      menuTrigger="input"
      onChange={(id) => {
        const chosen = countryOf(String(id));
        if (chosen) onChange(chosen);
      }}
    >
      <FieldLabel label={label} labelDisplay={labelDisplay} />
      <Group className={controlClass}>
        <Input className={inputClass} placeholder={t("ui.country.placeholder")} autoComplete="off" spellCheck={false} />
        <Button className={styles.button} aria-label={t("ui.country.all")}>
          <ChevronDownIcon size="small" />
        </Button>
      </Group>
      <FieldNotes help={help} error={error} />
      <Popover className={styles.panel} offset={4}>
        <ListBox<Named>
          className={styles.list}
          renderEmptyState={() => <p className={styles.none}>{t("ui.country.none")}</p>}
        >
          {(country) => (
            <ListBoxItem id={country.id} textValue={country.text} className={styles.option}>
              <span className={styles.name}>{country.name}</span>
              <bdi dir="ltr" className={styles.code}>
                +{country.code}
              </bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

interface Named extends Country {
  readonly name: string;
  /** What the field shows once it is chosen. */
  readonly text: string;
}

function useNamed(): readonly Named[] {
  const { lang } = useI18n();
  return useMemo(() => {
    // A made-up language has no names of its own.
    const names = new Intl.DisplayNames([lang, "en"], { type: "region" });
    const order = new Intl.Collator(lang);
    return countries
      .map((country) => {
        const name = names.of(country.id) ?? country.id;
        return { ...country, name, text: `${name} \u2066+${country.code}\u2069` };
      })
      .sort((a, b) => order.compare(a.name, b.name));
  }, [lang]);
}

/** Without accents, case and marks of direction. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\p{Mn}\u2066\u2069]/gu, "")
    .toLowerCase()
    .trim();
}
