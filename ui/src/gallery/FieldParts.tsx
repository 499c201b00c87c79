import type { ReactNode } from "react";
import type { Country } from "../lib/countries";
import {
  Checkbox,
  CountryPicker,
  RadioGroup,
  SearchField,
  SecretField,
  Select,
  Switch,
  TextArea,
  TextField,
} from "../ui";
import { MonitorIcon, MoonIcon, PhoneIcon, SunIcon } from "../ui/icons/icons";
import styles from "./FieldParts.module.css";
import type { PartsProps } from "./Gallery";
import { Held, Specimen } from "./Specimen";

export function FieldParts({ words }: PartsProps) {
  const options = words.option.map((label, index) => ({
    id: String(index),
    label,
    detail: index === 0 ? words.detail : undefined,
    isDisabled: index === 2,
  }));
  const themes = [
    { id: "light", label: words.slots[0] ?? "", icon: SunIcon },
    { id: "dark", label: words.slots[1] ?? "", icon: MoonIcon },
    { id: "system", label: words.slots[2] ?? "", icon: MonitorIcon },
  ];
  return (
    <>
      <Specimen name="TextField">
        <Column>
          <Held initial="">
            {(value, set) => (
              <TextField
                label={words.label}
                help={words.help}
                placeholder={words.slots[0]}
                value={value}
                onChange={set}
              />
            )}
          </Held>
          <Held initial="A">
            {(value, set) => (
              <TextField
                label={`${words.label} 2`}
                help={words.help}
                error={value.length < 2 ? words.error : undefined}
                value={value}
                onChange={set}
              />
            )}
          </Held>
        </Column>
      </Specimen>
      <Specimen name="TextField: number, disabled">
        <Column>
          <Held initial="+1 555 000 1111">
            {(value, set) => (
              <TextField label="Phone" type="tel" direction="ltr" icon={PhoneIcon} value={value} onChange={set} />
            )}
          </Held>
          <TextField label={`${words.label} 3`} value={words.name} onChange={() => undefined} isDisabled />
        </Column>
      </Specimen>
      <Specimen name="SecretField, SearchField">
        <Column>
          <Held initial="correct horse">
            {(value, set) => <SecretField label="Passphrase" value={value} onChange={set} />}
          </Held>
          <Held initial="">
            {(value, set) => (
              <SearchField label="Search" placeholder={words.option[0]} keys="mod+f" value={value} onChange={set} />
            )}
          </Held>
          <Held initial={words.name}>
            {(value, set) => <SearchField label="Search again" value={value} onChange={set} />}
          </Held>
        </Column>
      </Specimen>
      <Specimen name="TextArea">
        <Column>
          <Held initial={words.long}>
            {(value, set) => (
              <TextArea label={words.sentence} help={words.help} value={value} onChange={set} minRows={2} maxRows={5} />
            )}
          </Held>
        </Column>
      </Specimen>
      <Specimen name="Select">
        <Column>
          <Held initial={"0" as string}>
            {(value, set) => <Select label={words.detail} options={options} value={value} onChange={set} />}
          </Held>
          <Held<string | null> initial={null}>
            {(value, set) => (
              <Select
                label={`${words.detail} 2`}
                error={value === null ? words.error : undefined}
                options={options}
                value={value}
                onChange={set}
              />
            )}
          </Held>
        </Column>
      </Specimen>
      <Specimen name="CountryPicker">
        <Column>
          <Held<Country | null> initial={null}>
            {(value, set) => <CountryPicker label="Country" help={words.help} value={value} onChange={set} />}
          </Held>
          <CountryPicker label="Country 2" value={{ id: "CH", code: "41" }} onChange={() => undefined} isDisabled />
        </Column>
      </Specimen>
      <Specimen name="Switch, Checkbox">
        <Column>
          <Held initial={true}>
            {(isOn, set) => <Switch label={words.option[0] ?? ""} help={words.detail} isOn={isOn} onChange={set} />}
          </Held>
          <Held initial={false}>
            {(isOn, set) => <Switch label={words.option[1] ?? ""} isOn={isOn} onChange={set} />}
          </Held>
          <Switch label={words.option[2] ?? ""} isOn isDisabled onChange={() => undefined} />
          <Held initial={true}>
            {(isOn, set) => (
              <Checkbox label={words.slots[0] ?? ""} help={words.help} isSelected={isOn} onChange={set} />
            )}
          </Held>
          <Checkbox label={words.slots[1] ?? ""} isSelected={false} isIndeterminate onChange={() => undefined} />
          <Checkbox label={words.slots[2] ?? ""} isSelected={false} isDisabled onChange={() => undefined} />
        </Column>
      </Specimen>
      <Specimen name="RadioGroup">
        <Column>
          <Held initial={"1" as string}>
            {(value, set) => <RadioGroup label={words.detail} options={options} value={value} onChange={set} />}
          </Held>
        </Column>
      </Specimen>
      <Specimen name="RadioGroup as cards">
        <Column>
          <Held initial={"dark" as string}>
            {(value, set) => (
              <RadioGroup label={words.label} display="cards" options={themes} value={value} onChange={set} />
            )}
          </Held>
        </Column>
      </Specimen>
    </>
  );
}

function Column({ children }: { children: ReactNode }) {
  return <div className={styles.column}>{children}</div>;
}
