import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useI18n } from "../../i18n/i18n";
import { type CommandTable, commands, isAvailable, useCommandList } from "../../lib/commands";
import { fuzzy, marked } from "../../lib/fuzzy";
import { groupBy } from "../../lib/group";
import { Bidi } from "../display/Bidi";
import { KeyHint } from "../display/KeyHint";
import { CommandIcon, type Icon, SearchIcon } from "../icons/icons";
import styles from "./CommandPalette.module.css";

/** Something to go to or to do that is not a command, e.g. a chat. */
export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** Heading, already in the user's language. */
  readonly group: string;
  readonly icon?: Icon;
  readonly keys?: string;
  /** More words to find it by, e.g. a phone number. */
  readonly keywords?: string;
  readonly run: () => void;
}

export interface CommandPaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Offered beside the commands, best first. */
  items?: readonly PaletteItem[];
  table?: CommandTable;
}

/** Types to anything: commands and items in one list, by keyboard alone. */
export function CommandPalette({ isOpen, onOpenChange, items, table }: CommandPaletteProps) {
  const { t } = useI18n();
  return (
    <ModalOverlay className={styles.overlay} isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={t("palette.label")}>
          <Finder items={items} table={table} onClose={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const most = 60;
const mostItemsUnasked = 6;
const page = 8;
const none: readonly PaletteItem[] = [];

interface Hit {
  readonly item: PaletteItem;
  readonly marks: readonly number[];
}

function Finder({
  items = none,
  table = commands,
  onClose,
}: Pick<CommandPaletteProps, "items" | "table"> & { onClose: () => void }) {
  const { t } = useI18n();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const asked = useDeferredValue(query.trim());
  const [chosen, setChosen] = useState(0);
  const all = useOffers(items, table);
  const hits = useMemo(() => search(asked, all), [asked, all]);
  const active = Math.min(chosen, hits.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: also when the hits change under the choice
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active, hits]);

  const run = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    // After the palette let go of the focus, so that a command can put it somewhere.
    requestAnimationFrame(() => hit.item.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = hits.length - 1;
    const moves: Readonly<Record<string, number | undefined>> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(last, active + page),
      PageUp: Math.max(0, active - page),
    };
    const to = moves[event.key];
    if (to !== undefined) setChosen(to);
    else if (event.key === "Enter") run(hits[active]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.head}>
        <SearchIcon />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it
          autoFocus
          className={styles.input}
          type="text"
          role="combobox"
          aria-label={t("palette.hint")}
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={hits.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          placeholder={t("palette.hint")}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p className={styles.spoken} role="status">
        {asked === "" ? "" : t("palette.results", { count: hits.length })}
      </p>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("palette.label")} className={styles.list}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the field above
          // biome-ignore lint/a11y/useFocusableInteractive: the field names the active row
          <div
            key={hit.item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.row}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(hit)}
          >
            <Row hit={hit} isFirstOfGroup={asked === "" && hits[index - 1]?.item.group !== hit.item.group} />
          </div>
        ))}
      </div>
      {hits.length === 0 && <p className={styles.empty}>{t("palette.empty")}</p>}
    </>
  );
}

function Row({ hit, isFirstOfGroup }: { hit: Hit; isFirstOfGroup: boolean }) {
  const { item, marks } = hit;
  const Drawing = item.icon ?? CommandIcon;
  return (
    <>
      <Drawing size="small" />
      <span className={styles.words}>
        <span dir="auto" className={styles.label}>
          {marked(item.label, marks).map((part, index) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one label never move
            return part.isMarked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>;
          })}
        </span>
        {item.detail && (
          <Bidi display="line" className={styles.detail}>
            {item.detail}
          </Bidi>
        )}
      </span>
      <span className={styles.group} data-first={isFirstOfGroup || undefined}>
        {item.group}
      </span>
      {item.keys && <KeyHint keys={item.keys} />}
    </>
  );
}

function useOffers(items: readonly PaletteItem[], table: CommandTable): readonly PaletteItem[] {
  const { t } = useI18n();
  const known = useCommandList(table);
  return useMemo(() => {
    const offered = known.filter((command) => command.inPalette !== false && isAvailable(command));
    const asItems = offered.map((command) => ({
      id: `command ${command.id}`,
      label: t(command.label),
      group: t(command.group),
      icon: command.icon,
      keys: command.keys?.[0],
      run: command.run,
    }));
    return [...items, ...asItems];
  }, [items, known, t]);
}

function search(query: string, all: readonly PaletteItem[]): readonly Hit[] {
  if (query === "") return unasked(all);
  const ranked = all.flatMap((item) => {
    const byLabel = fuzzy(query, item.label);
    const found = byLabel ?? fuzzy(query, `${item.label} ${item.detail ?? ""} ${item.keywords ?? ""} ${item.group}`);
    return found ? [{ item, score: found.score + (byLabel ? 10 : 0), marks: byLabel?.marks ?? [] }] : [];
  });
  return ranked.sort((a, b) => b.score - a.score).slice(0, most);
}

/** Before anything is typed: the first few of each group that is not a command's, then all commands by group. */
function unasked(all: readonly PaletteItem[]): readonly Hit[] {
  return groupBy(all, (item) => item.group).flatMap(([, group]) => {
    const isCommands = group.some((item) => item.id.startsWith("command "));
    return group.slice(0, isCommands ? undefined : mostItemsUnasked).map((item) => ({ item, marks: [] }));
  });
}
