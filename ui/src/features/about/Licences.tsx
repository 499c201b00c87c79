import { useMemo, useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { fold } from "../../model/filters";
import { Button, SearchField, toasts, VirtualList } from "../../ui";
import { DocumentIcon } from "../../ui/icons/icons";
import styles from "./Licences.module.css";

interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** The work of others inside Frontdesk. The list is long, so it is fetched only when somebody wants to read it. */
export function Licences() {
  const { t } = useI18n();
  const [licences, setLicences] = useState<readonly Licence[] | null>(null);
  const load = async () => {
    try {
      setLicences((await import("./licences.json")).default);
    } catch {
      toasts.show({ tone: "warning", text: t("about.licences.failed") });
    }
  };
  if (!licences) {
    return (
      <div>
        <Button size="small" icon={DocumentIcon} onPress={() => void load()}>
          {t("about.licences.show")}
        </Button>
      </div>
    );
  }
  return <LicenceList licences={licences} />;
}

function LicenceList({ licences }: { licences: readonly Licence[] }) {
  const { t } = useI18n();
  const [query, setQuery] = useState("");
  const found = useMemo(() => {
    const word = fold(query);
    return licences.filter((one) => fold(`${one.name} ${one.licence}`).includes(word));
  }, [licences, query]);
  return (
    <div className={styles.box}>
      <SearchField
        label={t("about.licences.search")}
        placeholder={t("about.licences.search")}
        value={query}
        onChange={setQuery}
      />
      <p className={styles.count} role="status">
        {t("about.licences.count", { count: found.length })}
      </p>
      <div className={styles.list}>
        <VirtualList
          role="list"
          label={t("about.licences")}
          items={found}
          getKey={keyOf}
          estimateSize={36}
          renderItem={(one) => (
            <p className={styles.row} dir="ltr">
              <span className={styles.name}>
                {one.name} {one.version}
              </span>
              <span>{one.licence}</span>
            </p>
          )}
        />
      </div>
    </div>
  );
}

function keyOf(one: Licence): string {
  return `${one.name} ${one.version}`;
}
