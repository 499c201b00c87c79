import { useEffect, useState } from "react";
import { Button as PlainButton } from "react-aria-components/Button";
import { useI18n } from "../../../i18n/i18n";
import { errorWords } from "../../../ipc/errors";
import type { ChatRow, CommandError, ContactPanel as Panel } from "../../../ipc/types";
import { useNow } from "../../../lib/now";
import { writeNumber } from "../../../lib/phone";
import { Avatar, Bidi, Button, IconButton, RelativeTime, Skeleton, toasts } from "../../../ui";
import { CloseIcon, CopyIcon } from "../../../ui/icons/icons";
import { copyText } from "../../shared/clipboard";
import { useDesk } from "../../shared/desk";
import { SlotMark } from "../../shared/SlotMark";
import { Block } from "./Block";
import { ChatRule } from "./ChatRule";
import styles from "./ContactPanel.module.css";
import { Coverage } from "./Coverage";
import { Mute } from "./Mute";
import { Notes } from "./Notes";

/** Who the conversation is with, beside it. */
export function ContactPanel({ row, onClose }: { row: ChatRow; onClose: () => void }) {
  const { t } = useI18n();
  const [panel, error] = usePanel(row);
  return (
    <aside
      className={styles.panel}
      aria-label={t("panel.label", { name: row.title })}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.header}>
        <h3 className={styles.heading}>{t(row.kind === "group" ? "panel.group" : "panel.person")}</h3>
        <IconButton label={t("panel.close")} icon={CloseIcon} size="small" onPress={onClose} />
      </header>
      <div className={styles.body}>
        {error && <p role="alert">{t(errorWords(error).what)}</p>}
        {!error && !panel && <Skeleton shape="block" blockSize="12rem" />}
        {panel && <Known panel={panel} row={row} />}
      </div>
    </aside>
  );
}

function Known({ panel, row }: { panel: Panel; row: ChatRow }) {
  const { t } = useI18n();
  return (
    <>
      <div className={styles.who}>
        <Avatar
          name={panel.title}
          seed={`${row.account} ${row.id}`}
          kind={row.kind === "group" ? "group" : "person"}
          size="huge"
        />
        <p className={styles.title}>
          <Bidi>{panel.title}</Bidi>
        </p>
        {panel.ownName !== null && panel.ownName !== panel.title && (
          <p className={styles.quiet}>{t("panel.ownName", { name: panel.ownName })}</p>
        )}
        {panel.phone !== null && <Phone phone={panel.phone} />}
        <Mute row={row} />
        <ChatRule row={row} />
        {row.kind === "direct" && <Block row={row} />}
      </div>
      {panel.contact !== null && <Notes key={panel.contact} contact={panel.contact} notes={panel.notes} />}
      {panel.chats.length > 0 && <Chats panel={panel} open={row.id} />}
      {panel.members.length > 0 && <Members panel={panel} />}
      <Coverage panel={panel} />
    </>
  );
}

function Phone({ phone }: { phone: string }) {
  const { t } = useI18n();
  const copy = async () => {
    const done = await copyText(phone);
    toasts.show(
      done ? { tone: "success", text: t("thread.cards.copied") } : { tone: "warning", text: t("thread.copyFailed") },
    );
  };
  return (
    <p className={styles.phone}>
      <bdi dir="ltr">{writeNumber(phone)}</bdi>
      <IconButton label={t("thread.cards.copy", { phone })} icon={CopyIcon} size="small" onPress={() => void copy()} />
    </p>
  );
}

function Chats({ panel, open }: { panel: Panel; open: number }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const now = useNow();
  return (
    <section className={styles.section} aria-label={t("panel.chats")}>
      <h4 className={styles.heading}>{t("panel.chats")}</h4>
      <ul>
        {panel.chats.map(({ chat, slot, account, phone, lastAt }) => (
          <li key={chat}>
            <PlainButton
              className={styles.chat}
              isDisabled={chat === open}
              aria-label={t("panel.open", { account: account || (phone ?? "") })}
              onPress={() => navigation.openChat(chat)}
            >
              <SlotMark slot={slot} />
              <span className={styles.words}>
                <Bidi>{account || (phone ?? t("thread.unlinked"))}</Bidi>
                {phone !== null && account !== "" && (
                  <bdi className={styles.quiet} dir="ltr">
                    {writeNumber(phone)}
                  </bdi>
                )}
              </span>
              {lastAt !== null && <RelativeTime className={styles.quiet} at={lastAt} now={now} style="list" />}
            </PlainButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

const firstMembers = 20;

function Members({ panel: { members } }: { panel: Panel }) {
  const { t } = useI18n();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? members : members.slice(0, firstMembers);
  return (
    <section className={styles.section} aria-label={t("panel.members", { count: members.length })}>
      <h4 className={styles.heading}>{t("panel.members", { count: members.length })}</h4>
      <ul className={styles.members}>
        {shown.map(({ contact, name, phone }) => (
          <li key={contact} className={styles.member}>
            <Avatar name={name} seed={`${contact}`} size="small" />
            <span className={styles.words}>
              <Bidi>{name}</Bidi>
              {phone !== null && phone !== name && (
                <bdi className={styles.quiet} dir="ltr">
                  {writeNumber(phone)}
                </bdi>
              )}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < members.length && (
        <Button size="small" variant="quiet" onPress={() => setShowsAll(true)}>
          {t("panel.members.all")}
        </Button>
      )}
    </section>
  );
}

/** Read again when another message came or the name changed: both may bring something new. */
function usePanel(row: ChatRow): [Panel | null, CommandError | null] {
  const { backend } = useDesk();
  const [panel, setPanel] = useState<Panel | null>(null);
  const [error, setError] = useState<CommandError | null>(null);
  const { id, title, blocked } = row;
  const last = row.last?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new name or message may change what is known
  useEffect(() => {
    let isWanted = true;
    void backend.contactPanel(id).then((answer) => {
      if (!isWanted) return;
      if (answer.status === "ok") setPanel(answer.data);
      else setError(answer.error);
    });
    return () => {
      isWanted = false;
    };
  }, [backend, id, title, last, blocked]);
  return [panel, error];
}
