import { useI18n } from "../../../i18n/i18n";
import type { ChatRow } from "../../../ipc/types";
import { Button } from "../../../ui";
import { useDesk } from "../../shared/desk";
import styles from "./ComposerBar.module.css";

/** Stands in the place of the composer while the person is blocked: nothing that is sent would reach them. */
export function Blocked({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const desk = useDesk();
  return (
    <footer className={styles.bar}>
      <div className={styles.line}>
        <p className={styles.note}>{t("composer.blocked", { name: row.title })}</p>
        <Button size="small" onPress={() => void desk.attempt(desk.backend.blockContact(row.id, false))}>
          {t("panel.unblock")}
        </Button>
      </div>
    </footer>
  );
}
