import { useEffect, useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import { errorWords } from "../../../ipc/errors";
import type { CommandError, MessageRow, Version } from "../../../ipc/types";
import { fullTime } from "../../../lib/time";
import { Dialog, Skeleton } from "../../../ui";
import { useDesk } from "../../shared/desk";
import { Text } from "../content/Text";
import styles from "./Dialogs.module.css";

/** Every wording that a message had, oldest first. */
export function VersionsDialog({ row, onClose }: { row: MessageRow; onClose: () => void }) {
  const { t, locale } = useI18n();
  const { backend } = useDesk();
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  const [error, setError] = useState<CommandError | null>(null);
  const { id } = row;
  useEffect(() => {
    let isWanted = true;
    void backend.messageVersions(id).then((answer) => {
      if (!isWanted) return;
      if (answer.status === "ok") setVersions(answer.data);
      else setError(answer.error);
    });
    return () => {
      isWanted = false;
    };
  }, [backend, id]);
  return (
    <Dialog title={t("thread.versions")} isOpen onOpenChange={onClose} size="small">
      {error && <p role="alert">{t(errorWords(error).what)}</p>}
      {!error && !versions && <Skeleton shape="block" blockSize="4rem" />}
      {versions && (
        <ol className={styles.people} aria-label={t("thread.versions")}>
          {versions.map((version) => (
            <li key={version.at} className={styles.version}>
              <p className={styles.quiet}>{fullTime(version.at, locale)}</p>
              <Text text={version.text} mentions={row.mentions} />
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}
