import type { ReactNode } from "react";
import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { Avatar, Bidi, Button } from "../../ui";
import { BellIcon, BotIcon, CheckIcon, type Icon, SendIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import styles from "./Connected.module.css";

const commands = ["start", "link", "status", "unlink"] as const;

/** The number is linked: whose it is, and three things to do first. */
export function Connected({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const { account } = slot;
  const openChats = () => {
    desk.console.close();
    desk.navigation.setFilter({ kind: "slot", slot: slot.number });
  };
  return (
    <div className={styles.connected}>
      <div className={styles.header}>
        <span className={styles.tick} aria-hidden="true">
          <CheckIcon size="large" />
        </span>
        <h3 className={styles.title}>{t("pairing.connected")}</h3>
      </div>
      {account && (
        <div className={styles.account}>
          <Avatar name={account.name} seed={`account ${account.id}`} size="large" />
          <div>
            <p className={styles.name}>
              <Bidi display="line">{account.name}</Bidi>
            </p>
            {account.phone !== null && (
              <p className={styles.note}>
                <bdi dir="ltr">{account.phone}</bdi>
              </p>
            )}
          </div>
        </div>
      )}
      <section className={styles.guide} aria-label={t("pairing.guide")}>
        <h4 className={styles.heading}>{t("pairing.guide")}</h4>
        <ol className={styles.items}>
          <Item icon={SendIcon} title={t("pairing.guide.test")}>
            <p>{t("pairing.guide.test.text")}</p>
          </Item>
          <Item icon={BellIcon} title={t("pairing.guide.notifications")}>
            <NotificationStep />
          </Item>
          <Item icon={BotIcon} title={t("pairing.guide.bot")}>
            <p>{t("pairing.guide.bot.text")}</p>
            <ul className={styles.commands}>
              {commands.map((command) => (
                <li key={command}>
                  <code>{command}</code> <span className={styles.note}>{t(`pairing.guide.bot.${command}`)}</span>
                </li>
              ))}
            </ul>
          </Item>
        </ol>
      </section>
      <div className={styles.buttons}>
        <Button variant="primary" onPress={openChats}>
          {t("pairing.connected.open")}
        </Button>
        <Button onPress={() => desk.console.close()}>{t("pairing.connected.done")}</Button>
      </div>
    </div>
  );
}

function Item({ icon: Drawing, title, children }: { icon: Icon; title: string; children: ReactNode }) {
  return (
    <li className={styles.item}>
      <Drawing />
      <div className={styles.words}>
        <p className={styles.name}>{title}</p>
        {children}
      </div>
    </li>
  );
}

function NotificationStep() {
  const { t } = useI18n();
  const desk = useDesk();
  const isOn = useMirror((mirror) => mirror.settings.notifications);
  const [wasSent, setSent] = useState(false);
  const test = async () => setSent(await desk.attempt(desk.backend.testNotification(null)));
  return (
    <>
      <p>{isOn ? t("pairing.guide.notifications.on") : t("pairing.guide.notifications.off")}</p>
      <div className={styles.buttons}>
        {isOn ? (
          <Button size="small" onPress={() => void test()}>
            {t("settings.notifications.test")}
          </Button>
        ) : (
          <Button size="small" onPress={() => void desk.choose({ notifications: true })}>
            {t("pairing.guide.notifications.turnOn")}
          </Button>
        )}
      </div>
      <p className={styles.note} role="status">
        {wasSent ? t("settings.notifications.sent") : ""}
      </p>
    </>
  );
}
