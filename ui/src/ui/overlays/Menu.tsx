import { lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Button, type ButtonVariant } from "../actions/Button";
import { IconButton } from "../actions/IconButton";
import { ChevronDownIcon, type Icon } from "../icons/icons";
import styles from "./Menu.module.css";
import type { MenuEntry, MenuPlacement } from "./menu";

const loadPanel = () => import("./MenuPanel");
const MenuPanel = lazy(loadPanel);

interface MenuProps {
  label: string;
  items: readonly MenuEntry[];
}

export interface MenuButtonProps extends MenuProps {
  variant?: ButtonVariant;
  size?: "small" | "medium" | "large";
  icon?: Icon;
  isDisabled?: boolean;
  placement?: MenuPlacement;
}

/** A button with words that opens a menu. */
export function MenuButton({ label, items, placement = "bottom start", ...button }: MenuButtonProps) {
  const menu = useMenu();
  return (
    <>
      <Button {...button} {...menu.trigger}>
        <span className={styles.trigger}>
          {label}
          <ChevronDownIcon size="small" />
        </span>
      </Button>
      {menu.isOpen && <Panel label={label} items={items} placement={placement} {...menu.panel} />}
    </>
  );
}

export interface MenuIconButtonProps extends MenuProps {
  icon: Icon;
  variant?: "quiet" | "secondary" | "primary" | "danger";
  size?: "small" | "medium" | "large";
  isDisabled?: boolean;
  placement?: MenuPlacement;
}

/** A drawing that opens a menu; the label is its name and tooltip. */
export function MenuIconButton({ label, items, placement = "bottom end", ...button }: MenuIconButtonProps) {
  const menu = useMenu();
  return (
    <>
      <IconButton {...button} {...menu.trigger} label={label} />
      {menu.isOpen && <Panel label={label} items={items} placement={placement} {...menu.panel} />}
    </>
  );
}

export interface ContextMenuProps extends MenuProps {
  children: ReactNode;
  className?: string;
}

/** The menu of a thing: right click on it, or the menu key or Shift+F10 while it has the focus. */
export function ContextMenu({ label, items, children, className }: ContextMenuProps) {
  const [place, setPlace] = useState<{ x: number; y: number } | null>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the thing inside is the control; this only hears its menu key
    <div
      className={className}
      onContextMenu={(event) => {
        event.preventDefault();
        const box = (event.target as Element).getBoundingClientRect();
        // The menu key reports no pointer: open at the thing itself.
        const byKey = event.clientX === 0 && event.clientY === 0;
        setPlace(byKey ? { x: box.left + box.width / 2, y: box.bottom } : { x: event.clientX, y: event.clientY });
      }}
    >
      {children}
      {place && <PlacedMenu label={label} items={items} at={place} onClose={() => setPlace(null)} />}
    </div>
  );
}

export interface PlacedMenuProps extends MenuProps {
  /** A point of the window, in pixels. */
  at: { readonly x: number; readonly y: number };
  onClose: () => void;
}

/** A menu that opens at a point, for things too many to hold a menu each. */
export function PlacedMenu({ label, items, at, onClose }: PlacedMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      {/* On the page itself: inside a moved row, "fixed" would mean the row. A pointer knows no reading direction. */}
      {createPortal(
        <span ref={anchor} className={styles.anchor} style={{ left: at.x, top: at.y }} aria-hidden="true" />,
        document.body,
      )}
      <Panel label={label} items={items} placement="bottom start" anchor={anchor} onClose={onClose} />
    </>
  );
}

interface PanelProps extends MenuProps {
  placement: MenuPlacement;
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}

function Panel(props: PanelProps) {
  return (
    <Suspense fallback={null}>
      <MenuPanel {...props} />
    </Suspense>
  );
}

/** What a button needs to open a menu; the panel is fetched as soon as somebody looks at the button. */
function useMenu() {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const fetchPanel = () => void loadPanel();
  return {
    isOpen,
    trigger: {
      ref: anchor,
      "aria-haspopup": "menu" as const,
      "aria-expanded": isOpen,
      onPress: () => setOpen(true),
      onKeyDown: (event: { key: string }) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") setOpen(true);
      },
      onHoverStart: fetchPanel,
      onFocus: fetchPanel,
    },
    panel: { anchor, onClose: () => setOpen(false) },
  };
}
