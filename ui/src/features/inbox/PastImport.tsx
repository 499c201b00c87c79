import { useI18n } from "../../i18n/i18n";
import { useNow } from "../../lib/now";
import { ProgressBar } from "../../ui";
import { useMirror } from "../shared/desk";
import styles from "./InboxPane.module.css";

/** How far the past is that a phone sent; the inbox can be used meanwhile. */
export function PastImport() {
  const { t } = useI18n();
  const now = useNow();
  const task = useMirror((mirror) => mirror.tasks.find((one) => one.kind === "importHistory" && one.outcome === null));
  if (!task) return null;
  return (
    <div className={styles.notice}>
      <ProgressBar
        label={t("tasks.importHistory")}
        done={task.done}
        total={task.total}
        since={task.since}
        now={Math.max(now, task.since)}
      />
    </div>
  );
}
