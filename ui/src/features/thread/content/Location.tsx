import { useI18n } from "../../../i18n/i18n";
import type { Content } from "../../../ipc/types";
import { Bidi, Button, toasts } from "../../../ui";
import { CopyIcon, GlobeIcon } from "../../../ui/icons/icons";
import { copyText } from "../../shared/clipboard";
import styles from "./Location.module.css";
import { Text } from "./Text";

type Place = Extract<Content, { kind: "location" }>;

/** A place. No map is drawn: asking somebody for its pictures would tell them where the conversation is about. */
export function Location({ place, text }: { place: Place; text: string }) {
  const { t } = useI18n();
  const { latitude, longitude, name, address, live } = place;
  const where = latitude !== null && longitude !== null ? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : null;
  const copy = async (words: string) => {
    const done = await copyText(words);
    toasts.show(
      done ? { tone: "success", text: t("thread.location.copied") } : { tone: "warning", text: t("thread.copyFailed") },
    );
  };
  return (
    <div className={styles.place}>
      <span className={styles.drawing}>
        <GlobeIcon />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          {name !== "" ? <Bidi>{name}</Bidi> : t(live ? "thread.location.live" : "thread.kind.location")}
        </p>
        {address !== "" && (
          <p>
            <Bidi>{address}</Bidi>
          </p>
        )}
        {where !== null && (
          <p className={styles.degrees}>
            <bdi dir="ltr">{where}</bdi>
          </p>
        )}
        {live && name !== "" && <p className={styles.degrees}>{t("thread.location.live")}</p>}
        {where !== null && (
          <Button size="small" variant="quiet" icon={CopyIcon} onPress={() => void copy(where)}>
            {t("thread.location.copy")}
          </Button>
        )}
        {text !== "" && text !== name && text !== address && <Text text={text} />}
      </div>
    </div>
  );
}
