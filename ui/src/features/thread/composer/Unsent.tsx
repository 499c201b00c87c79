import { useStore } from "zustand";
import { useI18n } from "../../../i18n/i18n";
import { errorWords } from "../../../ipc/errors";
import { Bidi, Button } from "../../../ui";
import { useTalk } from "../talk";
import styles from "./Unsent.module.css";

/** What was sent and could not even be stored. The words stay until they are, or are taken back. */
export function Unsent() {
  const { t } = useI18n();
  const { composer } = useTalk();
  const unsent = useStore(composer.state, (state) => state.unsent);
  return unsent.map(({ token, text, error }) => (
    <div key={token} className={styles.unsent} role="alert">
      <div className={styles.words}>
        <p className={styles.why}>
          <strong>{t("composer.unsent")}</strong> {t(errorWords(error).what)} {t(errorWords(error).next)}
        </p>
        <Bidi display="line">{text}</Bidi>
      </div>
      <Button size="small" onPress={() => composer.takeBack(token)}>
        {t("composer.unsent.takeBack")}
      </Button>
      <Button size="small" variant="primary" onPress={() => composer.retry(token)}>
        {t("composer.unsent.retry")}
      </Button>
    </div>
  ));
}
