import { languages, useI18n } from "../../i18n/i18n";
import { RadioGroup, Select, Switch } from "../../ui";
import { MonitorIcon, MoonIcon, SunIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import { Section } from "../shared/Page";

export function Appearance() {
  const { t } = useI18n();
  const desk = useDesk();
  const settings = useMirror((mirror) => mirror.settings);
  return (
    <Section title={t("settings.appearance")}>
      <RadioGroup
        label={t("settings.theme")}
        display="cards"
        value={settings.theme}
        options={[
          { id: "system", label: t("settings.theme.system"), icon: MonitorIcon },
          { id: "light", label: t("settings.theme.light"), icon: SunIcon },
          { id: "dark", label: t("settings.theme.dark"), icon: MoonIcon },
        ]}
        onChange={(theme) => void desk.choose({ theme })}
      />
      <Switch
        label={t("settings.contrast")}
        help={t("settings.contrast.help")}
        isOn={settings.highContrast}
        onChange={(highContrast) => void desk.choose({ highContrast })}
      />
      <Select
        label={t("settings.language")}
        value={settings.language ?? "system"}
        options={[
          { id: "system", label: t("settings.language.system") },
          ...languages.map(({ tag, name }) => ({ id: tag, label: name })),
        ]}
        onChange={(chosen) => void desk.choose({ language: chosen === "system" ? null : chosen })}
      />
    </Section>
  );
}
