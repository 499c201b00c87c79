import { useI18n } from "../../i18n/i18n";
import { Switch } from "../../ui";
import { useDesk, useMirror } from "../shared/desk";
import { Section } from "../shared/Page";

/** What others learn about the reading here. */
export function Messages() {
  const { t } = useI18n();
  const desk = useDesk();
  const isOn = useMirror((mirror) => mirror.settings.readReceipts);
  return (
    <Section title={t("settings.messages")}>
      <Switch
        label={t("settings.receipts")}
        help={t("settings.receipts.help")}
        isOn={isOn}
        onChange={(readReceipts) => void desk.choose({ readReceipts })}
      />
    </Section>
  );
}
