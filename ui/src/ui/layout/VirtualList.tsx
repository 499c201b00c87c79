import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import styles from "./VirtualList.module.css";

export interface VirtualListHandle {
  scrollToKey(key: string, align?: "start" | "center" | "end" | "auto"): void;
  scrollToEnd(): void;
  isAtEnd(): boolean;
  /** Gives the keyboard to a row: that of the key, else the active one. */
  focus(key?: string): void;
}

export interface RowState {
  readonly index: number;
  readonly isSelected: boolean;
}

export interface VirtualListProps<T> {
  /** What the list holds, in words. */
  label: string;
  items: readonly T[];
  /** Stable for the life of the item: rows keep their height and focus by it. */
  getKey: (item: T) => string;
  /** The likely height in pixels; the real one is measured. */
  estimateSize: number | ((item: T) => number);
  renderItem: (item: T, row: RowState) => ReactNode;
  /**
   * "listbox": rows are chosen and hold no controls of their own. "list": rows are read one after the other and may
   * hold controls.
   */
  role?: "listbox" | "list";
  selectedKey?: string | null;
  /** A row was pressed, or Enter or Space came while it had the focus. */
  onSelect?: (key: string, item: T) => void;
  /** Any other key on a focused row, e.g. to start a reply. */
  onItemKeyDown?: (event: KeyboardEvent, item: T) => void;
  /** "end": opens at the last row and stays there while new rows come, as a conversation does. */
  anchor?: "start" | "end";
  /** With anchor "end": whether to stay at the end while rows are added there; false while they are older pages. */
  follows?: boolean;
  /** Fewer than a screen of rows are left on that side; called once per list length. */
  onNearStart?: () => void;
  onNearEnd?: () => void;
  /** Whether the last row is in sight; for a "jump to the newest" button. */
  onAtEndChange?: (isAtEnd: boolean) => void;
  overscan?: number;
  /** Space between rows in pixels. */
  gap?: number;
  paddingStart?: number;
  paddingEnd?: number;
  isBusy?: boolean;
  ref?: Ref<VirtualListHandle>;
}

const nearEdge = 600;
const atEndWithin = 48;

/** A list of any length of which only what is seen exists. One row at a time is in the tab order. */
export function VirtualList<T>({
  label,
  items,
  getKey,
  estimateSize,
  renderItem,
  role = "listbox",
  selectedKey = null,
  onSelect,
  onItemKeyDown,
  anchor = "start",
  follows = true,
  onNearStart,
  onNearEnd,
  onAtEndChange,
  overscan = 8,
  gap = 0,
  paddingStart = 0,
  paddingEnd = 0,
  isBusy,
  ref,
}: VirtualListProps<T>) {
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const hasOpened = useRef(false);
  const indexOf = (key: string | null) => (key === null ? -1 : items.findIndex((item) => getKey(item) === key));
  const fallback = anchor === "end" ? items.length - 1 : 0;
  const found = indexOf(activeKey);
  const selected = indexOf(selectedKey);
  const active = found >= 0 ? found : selected >= 0 ? selected : fallback;

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      if (typeof estimateSize === "number") return estimateSize;
      const item = items[index];
      return item === undefined ? 0 : estimateSize(item);
    },
    getItemKey: useCallback(
      (index: number) => {
        const item = items[index];
        return item === undefined ? index : getKey(item);
      },
      [items, getKey],
    ),
    // The row with the focus must not vanish while somebody scrolls away from it.
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const indexes = defaultRangeExtractor(range);
        if (active < 0 || active >= range.count || indexes.includes(active)) return indexes;
        return [...indexes, active].sort((a, b) => a - b);
      },
      [active],
    ),
    anchorTo: anchor,
    followOnAppend: anchor === "end" && follows,
    scrollEndThreshold: atEndWithin,
    overscan,
    gap,
    paddingStart,
    paddingEnd,
    // While React mounts the list it cannot render in between, and says so.
    useFlushSync: hasOpened.current,
    initialRect: { width: 0, height: 640 },
  });
  const rows = virtual.getVirtualItems();

  useLayoutEffect(() => {
    if (hasOpened.current || items.length === 0) return;
    hasOpened.current = true;
    if (anchor === "end") virtual.scrollToEnd();
  }, [anchor, items.length, virtual]);

  useEffect(() => {
    if (!wantsFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  useEdges({ virtual, scroller, count: items.length, onNearStart, onNearEnd, onAtEndChange });

  const moveTo = (index: number, align: "auto" | "start" | "center" | "end" = "auto") => {
    const to = Math.min(items.length - 1, Math.max(0, index));
    const item = items[to];
    if (item === undefined) return;
    setActiveKey(getKey(item));
    virtual.scrollToIndex(to, { align });
    // The active row may be asked for again, and then nothing renders; a row that does not exist yet waits for it.
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`);
    wantsFocus.current = !row;
    row?.focus({ preventScroll: true });
  };

  useImperativeHandle(ref, () => ({
    scrollToKey: (key, align = "auto") => {
      const index = indexOf(key);
      if (index >= 0) virtual.scrollToIndex(index, { align });
    },
    scrollToEnd: () => virtual.scrollToEnd(),
    isAtEnd: () => virtual.isAtEnd(atEndWithin),
    focus: (key) => moveTo(key === undefined ? active : indexOf(key)),
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[active];
    // Keys typed into a control inside a row belong to that control.
    const onRow = event.target instanceof HTMLElement && event.target.dataset.index !== undefined;
    if (item === undefined || !onRow) return;
    const page = Math.max(1, visibleRows(rows, scroller.current) - 1);
    const moves: Readonly<Record<string, number | undefined>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: items.length - 1,
    };
    const to = event.altKey || event.ctrlKey || event.metaKey ? undefined : moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      moveTo(to);
    } else if ((event.key === "Enter" || event.key === " ") && onSelect) {
      event.preventDefault();
      onSelect(getKey(item), item);
    } else {
      onItemKeyDown?.(event, item);
    }
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the role is one of two lists and hears the keys of its rows */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both kinds of list take a name */}
      <div
        role={role}
        aria-label={label}
        aria-busy={isBusy || undefined}
        className={styles.content}
        style={{ blockSize: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const key = getKey(item);
          const isSelected = key === selectedKey;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of all its rows
            // biome-ignore lint/a11y/noStaticElementInteractions: the role is one of two kinds of row
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both kinds of row have a place in a set
            <div
              key={row.key}
              ref={virtual.measureElement}
              id={`${base}-${row.index}`}
              data-index={row.index}
              role={role === "listbox" ? "option" : "listitem"}
              // An item has no name of its own kind; the one with the focus is called by what it says.
              aria-labelledby={role === "list" ? `${base}-${row.index}` : undefined}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              aria-selected={role === "listbox" ? isSelected : undefined}
              tabIndex={row.index === active ? 0 : -1}
              className={styles.row}
              style={{ transform: `translateY(${row.start}px)` }}
              onFocus={() => setActiveKey(key)}
              onClick={() => onSelect?.(key, item)}
            >
              {renderItem(item, { index: row.index, isSelected })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function visibleRows(rows: readonly VirtualItem[], scroller: HTMLElement | null): number {
  if (!scroller) return 1;
  const from = scroller.scrollTop;
  const to = from + (scroller.clientHeight || 640);
  return rows.filter((row) => row.start >= from && row.end <= to).length;
}

interface Edges {
  virtual: ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;
  scroller: { readonly current: HTMLDivElement | null };
  count: number;
  onNearStart?: () => void;
  onNearEnd?: () => void;
  onAtEndChange?: (isAtEnd: boolean) => void;
}

/** Tells when the reader comes near an edge: once per length, so that one page is asked for at a time. */
function useEdges({ virtual, scroller, count, onNearStart, onNearEnd, onAtEndChange }: Edges) {
  const told = useRef({ start: -1, end: -1, atEnd: true });
  useEffect(() => {
    const node = scroller.current;
    if (!node || count === 0) return;
    const look = () => {
      if (onNearStart && node.scrollTop < nearEdge && told.current.start !== count) {
        told.current.start = count;
        onNearStart();
      }
      const left = virtual.getTotalSize() - node.scrollTop - node.clientHeight;
      if (onNearEnd && left < nearEdge && told.current.end !== count) {
        told.current.end = count;
        onNearEnd();
      }
      const atEnd = left <= atEndWithin;
      if (atEnd !== told.current.atEnd) {
        told.current.atEnd = atEnd;
        onAtEndChange?.(atEnd);
      }
    };
    // After the first layout, so that a list that opens at its end is not taken for one at its start.
    const first = requestAnimationFrame(look);
    node.addEventListener("scroll", look, { passive: true });
    return () => {
      cancelAnimationFrame(first);
      node.removeEventListener("scroll", look);
    };
  });
}
