import { useMemo, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { useI18n } from "../../../i18n/i18n";
import type { ChatId, ChatRow, MessageRow } from "../../../ipc/types";
import { newToken } from "../../../model/composer";
import { visibleRows } from "../../../model/filters";
import { Avatar, Bidi, Button, Dialog, SearchField, toasts } from "../../../ui";
import { CheckIcon } from "../../../ui/icons/icons";
import { useDesk, useMirror } from "../../shared/desk";
import { SlotMark } from "../../shared/SlotMark";
import styles from "./Dialogs.module.css";

/** Shown at once; a search finds all others. */
const most = 60;

/** Passes messages on to other chats, several at a time. */
export function ForwardDialog({ rows, onClose }: { rows: readonly MessageRow[]; onClose: () => void }) {
  const { t } = useI18n();
  const desk = useDesk();
  const inbox = useMirror((mirror) => mirror.inbox);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<ChatId>>(new Set());
  const [isPending, setPending] = useState(false);
  // The same press tried again makes the same messages.
  const [token] = useState(newToken);
  const found = useMemo(() => {
    const fitting = visibleRows(inbox, { kind: "all" }, query, null).filter((row) => row.slot !== null);
    return fitting.slice(0, most);
  }, [inbox, query]);
  const forward = async () => {
    setPending(true);
    const ids = rows.map((row) => row.id);
    const done = await desk.attempt(desk.backend.forwardMessages(ids, [...chosen], token));
    setPending(false);
    if (!done) return;
    toasts.show({ tone: "success", text: t("thread.forward.done", { count: chosen.size }) });
    onClose();
  };
  return (
    <Dialog
      title={t("thread.forward", { count: rows.length })}
      isOpen
      onOpenChange={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button variant="primary" isDisabled={chosen.size === 0} isPending={isPending} onPress={() => void forward()}>
            {t("thread.forward.send", { count: chosen.size })}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <SearchField
          label={t("inbox.search")}
          placeholder={t("inbox.search.placeholder")}
          value={query}
          onChange={setQuery}
          autoFocus
        />
        <ListBox
          className={styles.chats}
          aria-label={t("thread.forward.to")}
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={(keys) => {
            // Those chosen before and hidden by the search stay chosen.
            const shown = new Set<ChatId>(found.map((row) => row.id));
            const picked = keys === "all" ? [...shown] : [...keys].map(Number);
            setChosen(new Set([...[...chosen].filter((chat) => !shown.has(chat)), ...picked]));
          }}
          renderEmptyState={() => <p className={styles.quiet}>{t("thread.forward.none")}</p>}
        >
          {found.map((row) => (
            <ListBoxItem key={row.id} id={row.id} textValue={row.title} className={styles.chat}>
              <Chat row={row} />
            </ListBoxItem>
          ))}
        </ListBox>
      </div>
    </Dialog>
  );
}

function Chat({ row }: { row: ChatRow }) {
  return (
    <>
      <span className={styles.box}>
        <CheckIcon size="small" />
      </span>
      <Avatar
        name={row.title}
        seed={`${row.account} ${row.id}`}
        kind={row.kind === "group" ? "group" : "person"}
        size="small"
      />
      <span className={styles.title}>
        <Bidi display="line">{row.title}</Bidi>
      </span>
      <SlotMark slot={row.slot} />
    </>
  );
}
