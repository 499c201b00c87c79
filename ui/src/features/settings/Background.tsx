import { useI18n } from "../../i18n/i18n";
import { Switch } from "../../ui";
import { useDesk, useMirror } from "../shared/desk";
import { Section } from "../shared/Page";

export function Background() {
  const { t } = useI18n();
  const desk = useDesk();
  const settings = useMirror((mirror) => mirror.settings);
  return (
    <Section title={t("settings.background")}>
      <Switch
        label={t("settings.closeToTray")}
        help={t("settings.closeToTray.help")}
        isOn={settings.closeToTray}
        onChange={(closeToTray) => void desk.choose({ closeToTray })}
      />
      <Switch
        label={t("settings.autostart")}
        help={t("settings.autostart.help")}
        isOn={settings.autostart}
        onChange={(autostart) => void desk.choose({ autostart })}
      />
    </Section>
  );
}
