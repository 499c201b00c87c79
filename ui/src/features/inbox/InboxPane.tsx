import { type KeyboardEvent, memo, type Ref, useCallback, useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import type { ChatRow as Chat } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { filterName, visibleRows } from "../../model/filters";
import { Banner, SearchField, VirtualList, type VirtualListHandle } from "../../ui";
import { useDesk, useMirror, usePlace } from "../shared/desk";
import { ChatRow } from "./ChatRow";
import { FilterChips } from "./FilterChips";
import styles from "./InboxPane.module.css";
import { NewChat } from "./NewChat";
import { NothingHere } from "./NothingHere";
import { PastImport } from "./PastImport";
import { rowKey } from "./rowKeys";

const rowHeight = 76;

/** The list of all chats by recency, with its filters and the search for titles. */
export function InboxPane({ handle }: { handle?: Ref<VirtualListHandle> }) {
  const { t } = useI18n();
  const desk = useDesk();
  const inbox = useMirror((mirror) => mirror.inbox);
  const filter = usePlace((place) => place.filter);
  const query = usePlace((place) => place.query);
  const chat = usePlace((place) => place.chat);
  const incomplete = useStore(desk.feed.health, (health) => health.incomplete);
  const now = useNow();
  const list = useRef<VirtualListHandle>(null);
  const rows = useMemo(() => visibleRows(inbox, filter, query, chat), [inbox, filter, query, chat]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent, row: Chat) => rowKey(event, row, rows, desk, list.current),
    [rows, desk],
  );
  const shown = useRef(rows);
  useEffect(() => {
    shown.current = rows;
  }, [rows]);
  const focusFirst = useCallback(() => {
    const first = shown.current.at(0);
    if (first) list.current?.focus(keyOf(first));
  }, []);

  return (
    <section className={styles.pane} aria-label={t("inbox.label")}>
      <Header query={query} onLeave={focusFirst} />
      {incomplete && (
        <div className={styles.notice}>
          <Banner
            tone="warning"
            title={t("inbox.incomplete")}
            action={{ label: t("inbox.incomplete.retry"), onPress: () => desk.feed.resumeInbox() }}
          />
        </div>
      )}
      <PastImport />
      <div className={styles.list}>
        {rows.length === 0 ? (
          <NothingHere filter={filter} query={query} isLoading={inbox.next !== null && incomplete === null} />
        ) : (
          <VirtualList
            // Another filter is another list: it starts at its top.
            key={filterName(filter)}
            ref={(node) => {
              list.current = node;
              if (typeof handle === "function") handle(node);
              else if (handle) handle.current = node;
            }}
            label={t("inbox.list")}
            items={rows}
            getKey={keyOf}
            estimateSize={rowHeight}
            selectedKey={chat === null ? null : `chat ${chat}`}
            onSelect={(_, row) => desk.navigation.openChat(row.id)}
            onItemKeyDown={onKeyDown}
            isBusy={inbox.next !== null}
            renderItem={(row, { isSelected }) => <ChatRow row={row} isOpen={isSelected} now={now} />}
          />
        )}
      </div>
    </section>
  );
}

function keyOf(row: Chat): string {
  return `chat ${row.id}`;
}

/** What stands above the list. It is not drawn again with each message; `onLeave` gives the keyboard to the list. */
const Header = memo(function Header({ query, onLeave }: { query: string; onLeave: () => void }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const search = useSearchFocus();
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <h1 className={styles.title}>{t("inbox.title")}</h1>
        <NewChat />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field inside is the control; this hears one more key of it */}
      <div
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          onLeave();
        }}
      >
        <SearchField
          ref={search}
          label={t("inbox.search")}
          placeholder={t("inbox.search.placeholder")}
          keys="mod+f"
          value={query}
          onChange={(value) => navigation.setQuery(value)}
          onSubmit={onLeave}
        />
      </div>
      <FilterChips />
    </header>
  );
});

/** Gives the keyboard to the search field each time somebody asks for it. */
function useSearchFocus() {
  const field = useRef<HTMLInputElement>(null);
  const asked = usePlace((place) => place.searchAsked);
  const answered = useRef(asked);
  useEffect(() => {
    if (asked === answered.current) return;
    answered.current = asked;
    field.current?.focus();
    field.current?.select();
  }, [asked]);
  return field;
}
