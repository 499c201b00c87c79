import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { Button, Switch } from "../../ui";
import { BellIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import { Section } from "../shared/Page";
import { QuietHours } from "./QuietHours";
import styles from "./Settings.module.css";

export function Notifications() {
  const { t } = useI18n();
  const desk = useDesk();
  const settings = useMirror((mirror) => mirror.settings);
  const newest = useMirror((mirror) => mirror.inbox.order.at(0)?.id ?? null);
  const [isTesting, setTesting] = useState(false);
  const [wasSent, setSent] = useState(false);
  const test = async () => {
    setTesting(true);
    setSent(await desk.attempt(desk.backend.testNotification(newest)));
    setTesting(false);
  };
  return (
    <Section title={t("settings.notifications")}>
      <Switch
        label={t("settings.notifications.on")}
        help={t("settings.notifications.on.help")}
        isOn={settings.notifications}
        onChange={(notifications) => void desk.choose({ notifications })}
      />
      <Switch
        label={t("settings.notifications.preview")}
        help={t("settings.notifications.preview.help")}
        isOn={settings.notificationPreview}
        isDisabled={!settings.notifications}
        onChange={(notificationPreview) => void desk.choose({ notificationPreview })}
      />
      <QuietHours isDisabled={!settings.notifications} />
      <div className={styles.line}>
        <Button icon={BellIcon} isPending={isTesting} onPress={() => void test()}>
          {t("settings.notifications.test")}
        </Button>
        <p className={styles.note} role="status">
          {wasSent ? t("settings.notifications.sent") : ""}
        </p>
      </div>
    </Section>
  );
}
