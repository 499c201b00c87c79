import { useEffect, useState } from "react";
import { useFormat, useI18n } from "../../i18n/i18n";
import type { Outcome } from "../../ipc/backend";
import { errorWords } from "../../ipc/errors";
import type { About } from "../../ipc/types";
import { Banner, Button, Skeleton, toasts } from "../../ui";
import { CopyIcon, FrontdeskMark } from "../../ui/icons/icons";
import { copyText } from "../shared/clipboard";
import { useDesk } from "../shared/desk";
import { Page, Section } from "../shared/Page";
import styles from "./AboutView.module.css";
import { Licences } from "./Licences";

/** What this program is, what is inside it, and under which terms. */
export function AboutView() {
  const { t } = useI18n();
  const desk = useDesk();
  const [about, setAbout] = useState<Outcome<About> | null>(null);
  useEffect(() => {
    let isHere = true;
    void desk.backend.about().then((outcome) => {
      if (isHere) setAbout(outcome);
    });
    return () => {
      isHere = false;
    };
  }, [desk]);
  return (
    <Page title={t("about.title")}>
      <div className={styles.hero}>
        <span className={styles.mark}>
          <FrontdeskMark size="large" />
        </span>
        <div>
          <p className={styles.name}>Frontdesk</p>
          <p className={styles.tagline}>{t("about.tagline")}</p>
        </div>
      </div>
      <Banner tone="warning" title={t("about.notice")}>
        {t("about.notice.text")}
      </Banner>
      <Section title={t("about.inside")}>
        {about === null && <Skeleton shape="block" blockSize="9rem" />}
        {about?.status === "ok" && <Facts about={about.data} />}
        {about?.status === "error" && (
          <Banner tone="warning" title={t("about.failed")}>
            {t(errorWords(about.error).next)}
          </Banner>
        )}
      </Section>
      <Section title={t("about.licence")}>
        <p>{t("about.licence.text")}</p>
        <Licences />
      </Section>
    </Page>
  );
}

function Facts({ about }: { about: About }) {
  const { t } = useI18n();
  const sizes = useFormat(
    (locale) => new Intl.NumberFormat(locale, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }),
  );
  const facts = [
    [t("about.version"), about.version],
    ["SQLite", about.sqlite],
    ["SQLCipher", about.sqlcipher],
    [t("about.schema"), String(about.schema)],
    [t("about.size"), sizes.format(about.databaseBytes / 1_000_000)],
  ];
  const copy = async () => {
    const text = [...facts, [t("about.folder"), about.folder]].map(([name, value]) => `${name}: ${value}`).join("\n");
    const done = await copyText(text);
    toasts.show(
      done ? { tone: "success", text: t("about.copied") } : { tone: "warning", text: t("thread.copyFailed") },
    );
  };
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
        <div className={styles.fact}>
          <dt>{t("about.folder")}</dt>
          <dd className={styles.path}>
            <bdi dir="ltr">{about.folder}</bdi>
          </dd>
        </div>
      </dl>
      <div>
        <Button size="small" icon={CopyIcon} onPress={() => void copy()}>
          {t("about.copy")}
        </Button>
      </div>
    </>
  );
}
