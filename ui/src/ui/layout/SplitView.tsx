import {
  Fragment,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useI18n } from "../../i18n/i18n";
import styles from "./SplitView.module.css";
import { fitPanes, limitsNow, type PaneLimits } from "./split";

export interface Pane extends PaneLimits {
  /** Name of the pane; its separator is called "Resize …". */
  label: string;
  content: ReactNode;
}

export interface SplitViewProps {
  /** In reading order. Exactly one has no `initial`: it takes what the others leave. */
  panes: readonly Pane[];
  /** Width in pixels by pane id; panes not named stand at their initial width. */
  sizes: Readonly<Record<string, number>>;
  /** While moving; keep it in state. */
  onSizesChange: (sizes: Record<string, number>) => void;
  /** After a move; the moment to remember it. */
  onSizesCommit?: (sizes: Record<string, number>) => void;
}

const smallStep = 16;
const bigStep = 64;

/**
 * Panes side by side with bars between them. A bar moves by pointer, by arrow keys (with Shift in bigger steps),
 * Home and End; Enter or a double click puts it back. When the window gets narrow, panes shrink to their least width
 * for as long as that lasts; the chosen widths are kept.
 */
export function SplitView({ panes, sizes, onSizesChange, onSizesCommit }: SplitViewProps) {
  const { t, dir } = useI18n();
  const base = useId();
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; size: number } | null>(null);
  const [width, setWidth] = useState<number | null>(null);
  const shown = fitPanes(panes, sizes, width);

  useLayoutEffect(() => {
    const node = frame.current;
    if (!node) return;
    setWidth(node.clientWidth || null);
    const observer = new ResizeObserver(() => setWidth(node.clientWidth || null));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);

  const flexible = panes.findIndex((pane) => pane.initial === undefined);
  const resized = (pane: Pane, to: number) => {
    const { least, most } = limitsNow(panes, shown, pane, width);
    return { ...sizes, [pane.id]: Math.round(Math.min(most, Math.max(least, to))) };
  };

  return (
    <div ref={frame} className={styles.split}>
      {panes.map((pane, index) => {
        const size = shown[pane.id];
        // A bar belongs to the fixed pane beside it: before the flexible pane the one at its start, after it the one at its end.
        const owner = index < flexible ? pane : panes[index + 1];
        return (
          <Fragment key={pane.id}>
            <div
              id={`${base}-${pane.id}`}
              className={styles.pane}
              data-flexible={pane.initial === undefined || undefined}
              style={size === undefined ? undefined : { inlineSize: size }}
            >
              {pane.content}
            </div>
            {owner && index < panes.length - 1 && bar(owner, index < flexible ? 1 : -1)}
          </Fragment>
        );
      })}
    </div>
  );

  /** `grows` is 1 when moving the bar towards the end makes its pane wider. */
  function bar(pane: Pane, grows: 1 | -1): ReactNode {
    const size = shown[pane.id] ?? pane.min;
    const { least, most } = limitsNow(panes, shown, pane, width);
    const forwards = (dir === "rtl" ? -1 : 1) * grows;
    const set = (to: number, isFinal: boolean) => {
      const next = resized(pane, to);
      onSizesChange(next);
      if (isFinal) onSizesCommit?.(next);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const step = event.shiftKey ? bigStep : smallStep;
      const moves: Readonly<Record<string, number | undefined>> = {
        ArrowLeft: size - step * forwards,
        ArrowRight: size + step * forwards,
        Home: least,
        End: most,
        Enter: pane.initial,
      };
      const to = moves[event.key];
      if (to === undefined) return;
      event.preventDefault();
      set(to, true);
    };
    const dragged = (event: PointerEvent, isFinal: boolean) => {
      if (drag.current) set(drag.current.size + (event.clientX - drag.current.x) * forwards, isFinal);
    };
    return (
      // biome-ignore lint/a11y/useSemanticElements: a movable separator is a control; <hr> is not
      <div
        role="separator"
        tabIndex={0}
        className={styles.bar}
        aria-orientation="vertical"
        aria-label={t("ui.split.resize", { pane: pane.label })}
        aria-controls={`${base}-${pane.id}`}
        aria-valuenow={Math.round(size)}
        aria-valuemin={Math.round(least)}
        aria-valuemax={Math.round(most)}
        onKeyDown={onKeyDown}
        onDoubleClick={() => pane.initial !== undefined && set(pane.initial, true)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, size };
        }}
        onPointerMove={(event) => dragged(event, false)}
        onPointerUp={(event) => {
          dragged(event, true);
          drag.current = null;
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
      />
    );
  }
}
