import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { Button, IconButton, toasts } from "../../ui";
import { CloseIcon, CopyIcon, ForwardIcon, TrashIcon } from "../../ui/icons/icons";
import { canForward, copy } from "./actions";
import styles from "./ChoiceBar.module.css";
import { useTalk } from "./talk";

/** Stands in the place of the composer while messages are being chosen. */
export function ChoiceBar() {
  const { t } = useI18n();
  const talk = useTalk();
  const count = useStore(talk.state, ({ chosen }) => chosen?.size ?? 0);
  const withRows = (act: (rows: ReturnType<typeof talk.chosenRows>) => void) => () => {
    const rows = talk.chosenRows();
    talk.endChoice();
    if (rows.length > 0) act(rows);
  };
  return (
    <section className={styles.bar} aria-label={t("thread.choose")}>
      <IconButton label={t("thread.choose.end")} icon={CloseIcon} keys="escape" onPress={() => talk.endChoice()} />
      <p className={styles.count} role="status">
        {t("thread.chosen", { count })}
      </p>
      <Button size="small" icon={CopyIcon} isDisabled={count === 0} onPress={withRows((rows) => void copy(rows))}>
        {t("thread.choose.copy")}
      </Button>
      <Button
        size="small"
        icon={ForwardIcon}
        isDisabled={count === 0}
        onPress={withRows((rows) => {
          const passable = rows.filter(canForward);
          if (passable.length < rows.length) toasts.show({ tone: "info", text: t("thread.forward.onlyText") });
          if (passable.length > 0) talk.show({ kind: "forward", rows: passable });
        })}
      >
        {t("thread.menu.forward")}
      </Button>
      <Button
        size="small"
        variant="danger"
        icon={TrashIcon}
        isDisabled={count === 0}
        onPress={withRows((rows) => talk.show({ kind: "delete", rows }))}
      >
        {t("thread.menu.delete")}
      </Button>
    </section>
  );
}
