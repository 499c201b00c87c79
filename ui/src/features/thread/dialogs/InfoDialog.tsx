import { useEffect, useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import { errorWords } from "../../../ipc/errors";
import type { CommandError, MessageRow, ReceiptView } from "../../../ipc/types";
import { fullTime } from "../../../lib/time";
import { Avatar, Bidi, Dialog, Skeleton } from "../../../ui";
import { useDesk } from "../../shared/desk";
import styles from "./Dialogs.module.css";

/** When a message was written, and how far it got with whom. */
export function InfoDialog({ row, onClose }: { row: MessageRow; onClose: () => void }) {
  const { t, locale } = useI18n();
  const isOurs = row.direction === "outgoing";
  return (
    <Dialog title={t("thread.info")} isOpen onOpenChange={onClose} size="small">
      <dl className={styles.facts}>
        <dt>{t("thread.info.written")}</dt>
        <dd>{fullTime(row.at, locale)}</dd>
        {row.sender && (
          <>
            <dt>{t("thread.info.from")}</dt>
            <dd>
              <Bidi>{row.sender.name}</Bidi>
            </dd>
          </>
        )}
        {row.editedAt !== null && (
          <>
            <dt>{t("thread.info.edited")}</dt>
            <dd>{fullTime(row.editedAt, locale)}</dd>
          </>
        )}
        {row.disappearsAt !== null && (
          <>
            <dt>{t("thread.info.disappears")}</dt>
            <dd>{fullTime(row.disappearsAt, locale)}</dd>
          </>
        )}
        {isOurs && row.delivery !== null && (
          <>
            <dt>{t("thread.info.state")}</dt>
            <dd>{t(`thread.delivery.${row.delivery}`)}</dd>
          </>
        )}
      </dl>
      {isOurs && <Receipts row={row} />}
    </Dialog>
  );
}

function Receipts({ row }: { row: MessageRow }) {
  const { t } = useI18n();
  const { backend } = useDesk();
  const [people, setPeople] = useState<readonly ReceiptView[] | null>(null);
  const [error, setError] = useState<CommandError | null>(null);
  const { id, delivery } = row;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step of the message may bring other receipts
  useEffect(() => {
    let isWanted = true;
    void backend.messageReceipts(id).then((answer) => {
      if (!isWanted) return;
      if (answer.status === "ok") setPeople(answer.data);
      else setError(answer.error);
    });
    return () => {
      isWanted = false;
    };
  }, [backend, id, delivery]);
  if (error) return <p role="alert">{t(errorWords(error).what)}</p>;
  if (!people) return <Skeleton shape="block" blockSize="3rem" />;
  return (
    <ul className={styles.people} aria-label={t("thread.info.people")}>
      {people.map((person) => (
        <li key={person.contact} className={styles.person}>
          <Avatar name={person.name} seed={`${person.contact}`} size="small" />
          <div className={styles.words}>
            <Bidi>{person.name}</Bidi>
            <Reached person={person} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Reached({ person: { deliveredAt, readAt, playedAt } }: { person: ReceiptView }) {
  const { t, locale } = useI18n();
  const steps = [
    playedAt === null ? null : t("thread.info.played", { time: fullTime(playedAt, locale) }),
    readAt === null ? null : t("thread.info.read", { time: fullTime(readAt, locale) }),
    deliveredAt === null ? null : t("thread.info.delivered", { time: fullTime(deliveredAt, locale) }),
  ].filter((step) => step !== null);
  if (steps.length === 0) return <p className={styles.quiet}>{t("thread.info.notYet")}</p>;
  return steps.map((step) => (
    <p key={step} className={styles.quiet}>
      {step}
    </p>
  ));
}
