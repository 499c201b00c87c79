import { useI18n } from "../../../i18n/i18n";
import type { MessageKind } from "../../../ipc/types";
import { EyeIcon } from "../../../ui/icons/icons";
import { kindLooks } from "../../shared/kinds";
import styles from "./Quiet.module.css";

/** Something that may be looked at once, and only on the phone. */
export function ViewOnce({ kind }: { kind: MessageKind }) {
  const { t } = useI18n();
  const look = kindLooks[kind];
  return (
    <div className={styles.card}>
      <p className={styles.quiet}>
        <EyeIcon size="small" />
        {t("thread.viewOnce", { what: look ? t(look.word) : t("thread.kind.text") })}
      </p>
      <p className={styles.why}>{t("thread.viewOnce.text")}</p>
    </div>
  );
}
