import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import type { TaskId, TaskOutcome, TaskView } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { Banner, Button, ProgressBar } from "../../ui";
import { ShieldIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import { Section } from "../shared/Page";
import styles from "./Settings.module.css";

/** Reads and verifies the whole store, with its progress and its report. */
export function StoreCheck() {
  const { t } = useI18n();
  const desk = useDesk();
  const task = useMirror((mirror) => mirror.tasks.findLast((one) => one.kind === "checkStore"));
  const [isStarting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    if (task?.outcome) await desk.backend.dismissTask(task.id);
    await desk.attempt(desk.backend.checkStore());
    setStarting(false);
  };
  return (
    <Section title={t("settings.store")} lead={t("settings.store.lead")}>
      {task && !task.outcome ? (
        <Running task={task} />
      ) : (
        <div className={styles.line}>
          <Button icon={ShieldIcon} isPending={isStarting} onPress={() => void start()}>
            {t("settings.store.check")}
          </Button>
        </div>
      )}
      {task?.outcome && <Report id={task.id} outcome={task.outcome} />}
    </Section>
  );
}

function Running({ task }: { task: TaskView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const now = useNow();
  const [isCancelling, setCancelling] = useState(false);
  const cancel = async () => {
    setCancelling(true);
    if (!(await desk.attempt(desk.backend.cancelTask(task.id)))) setCancelling(false);
  };
  return (
    <ProgressBar
      label={t("settings.store.checking")}
      done={task.done}
      total={task.total}
      since={task.since}
      now={Math.max(now, task.since)}
      isCancelling={isCancelling}
      onCancel={task.cancellable ? () => void cancel() : undefined}
    />
  );
}

function Report({ id, outcome }: { id: TaskId; outcome: TaskOutcome }) {
  const { t } = useI18n();
  const desk = useDesk();
  const dismiss = () => void desk.attempt(desk.backend.dismissTask(id));
  switch (outcome.kind) {
    case "done":
      return (
        <Banner tone="success" title={t("settings.store.done")} onDismiss={dismiss}>
          {t("settings.store.done.text")}
        </Banner>
      );
    case "cancelled":
      return <Banner tone="info" title={t("settings.store.cancelled")} onDismiss={dismiss} />;
    case "damaged":
      return (
        <Banner tone="danger" title={t("settings.store.damaged", { count: outcome.places })} onDismiss={dismiss}>
          {t("settings.store.damaged.text")}
        </Banner>
      );
    case "failed":
      return (
        <Banner tone="warning" title={t("settings.store.failed")} onDismiss={dismiss}>
          {t("settings.store.failed.text")}
        </Banner>
      );
  }
}
