import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { Button } from "../../ui";
import { PhoneIcon } from "../../ui/icons/icons";
import styles from "./PastEdge.module.css";
import { useTalk } from "./talk";

/** What stands above the oldest message stored here: what the phone may have, is asked for, or has not. */
export function PastEdge() {
  const { t } = useI18n();
  const { thread } = useTalk();
  const past = useStore(thread.state, (state) => state.past);
  const canAsk = past === "open" || past === "noAnswer" || past === "offline";
  return (
    <div className={styles.edge} data-past={past}>
      <p className={styles.words} role="status">
        <PhoneIcon size="small" />
        {t(`thread.past.${past}`)}
      </p>
      {canAsk && (
        <Button size="small" variant="quiet" onPress={() => void thread.askPast()}>
          {t(past === "open" ? "thread.past.ask" : "thread.past.again")}
        </Button>
      )}
    </div>
  );
}
