import { Fragment, type ReactElement, type ReactNode, useRef, useState } from "react";
import { Header } from "react-aria-components/Header";
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Separator } from "react-aria-components/Separator";
import { Text } from "react-aria-components/Text";
import { Button, type ButtonVariant } from "../actions/Button";
import { IconButton } from "../actions/IconButton";
import { KeyHint } from "../display/KeyHint";
import { CheckIcon, ChevronDownIcon, type Icon } from "../icons/icons";
import styles from "./Menu.module.css";

export interface MenuAction {
  kind?: "action";
  id: string;
  label: string;
  detail?: string;
  icon?: Icon;
  /** Keys of the same command, e.g. "mod+e". */
  keys?: string;
  tone?: "normal" | "danger";
  isDisabled?: boolean;
  onAction: () => void;
}

/** One of several, with a mark on the chosen one. */
export interface MenuChoices {
  kind: "choices";
  id: string;
  label: string;
  value: string;
  options: readonly { id: string; label: string; icon?: Icon }[];
  onChange: (id: string) => void;
}

/** On or off. */
export interface MenuToggle {
  kind: "toggle";
  id: string;
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export interface MenuDivider {
  kind: "divider";
  id: string;
}

export type MenuEntry = MenuAction | MenuChoices | MenuToggle | MenuDivider;

type Placement = "bottom start" | "bottom end" | "top start" | "top end" | "end top";

interface MenuProps {
  label: string;
  items: readonly MenuEntry[];
}

export interface MenuButtonProps extends MenuProps {
  variant?: ButtonVariant;
  size?: "small" | "medium" | "large";
  icon?: Icon;
  isDisabled?: boolean;
  placement?: Placement;
}

/** A button with words that opens a menu. */
export function MenuButton({ label, items, placement = "bottom start", icon, ...button }: MenuButtonProps) {
  return (
    <MenuTrigger>
      <Button {...button} icon={icon}>
        <span className={styles.trigger}>
          {label}
          <ChevronDownIcon size="small" />
        </span>
      </Button>
      <Panel label={label} items={items} placement={placement} />
    </MenuTrigger>
  );
}

export interface MenuIconButtonProps extends MenuProps {
  icon: Icon;
  variant?: "quiet" | "secondary" | "primary" | "danger";
  size?: "small" | "medium" | "large";
  isDisabled?: boolean;
  placement?: Placement;
}

/** A drawing that opens a menu; the label is its name and tooltip. */
export function MenuIconButton({ label, items, placement = "bottom end", ...button }: MenuIconButtonProps) {
  return (
    <MenuTrigger>
      <IconButton {...button} label={label} />
      <Panel label={label} items={items} placement={placement} />
    </MenuTrigger>
  );
}

export interface ContextMenuProps extends MenuProps {
  children: ReactNode;
  className?: string;
}

/** The menu of a thing: right click on it, or the menu key or Shift+F10 while it has the focus. */
export function ContextMenu({ label, items, children, className }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
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
      {place && (
        <>
          <span
            ref={anchor}
            className={styles.anchor}
            style={{ insetInlineStart: "auto", left: place.x, top: place.y }}
            aria-hidden="true"
          />
          <Popover
            className={styles.panel}
            triggerRef={anchor}
            placement="bottom start"
            isOpen
            onOpenChange={(open) => !open && setPlace(null)}
          >
            <Entries label={label} items={items} onClose={() => setPlace(null)} />
          </Popover>
        </>
      )}
    </div>
  );
}

function Panel({ label, items, placement }: MenuProps & { placement: Placement }) {
  return (
    <Popover className={styles.panel} placement={placement} offset={4}>
      <Entries label={label} items={items} />
    </Popover>
  );
}

function Entries({ label, items, onClose }: MenuProps & { onClose?: () => void }) {
  return (
    <AriaMenu className={styles.menu} aria-label={label} onClose={onClose} autoFocus="first">
      {items.map((entry) => (
        <Fragment key={entry.id}>{renderEntry(entry)}</Fragment>
      ))}
    </AriaMenu>
  );
}

function renderEntry(entry: MenuEntry): ReactElement {
  switch (entry.kind) {
    case "divider":
      return <Separator id={entry.id} className={styles.divider} />;
    case "choices":
      return (
        <MenuSection
          id={entry.id}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[entry.value]}
          onSelectionChange={(keys) => {
            const [chosen] = keys;
            if (chosen !== undefined) entry.onChange(String(chosen));
          }}
        >
          <Header className={styles.header}>{entry.label}</Header>
          {entry.options.map((option) => (
            <MenuItem key={option.id} id={option.id} className={styles.item} textValue={option.label}>
              <Tick />
              {option.icon && <option.icon size="small" />}
              <Text slot="label">{option.label}</Text>
            </MenuItem>
          ))}
        </MenuSection>
      );
    case "toggle":
      return (
        <MenuSection
          id={`${entry.id}-group`}
          aria-label={entry.label}
          selectionMode="multiple"
          selectedKeys={entry.isOn ? [entry.id] : []}
          onSelectionChange={(keys) => entry.onChange([...keys].includes(entry.id))}
        >
          <MenuItem id={entry.id} className={styles.item} textValue={entry.label}>
            <Tick />
            <Text slot="label">{entry.label}</Text>
          </MenuItem>
        </MenuSection>
      );
    default:
      return (
        <MenuItem
          id={entry.id}
          className={styles.item}
          data-tone={entry.tone}
          textValue={entry.label}
          isDisabled={entry.isDisabled}
          onAction={entry.onAction}
        >
          {entry.icon && <entry.icon size="small" />}
          <span className={styles.words}>
            <Text slot="label">{entry.label}</Text>
            {entry.detail && (
              <Text slot="description" className={styles.detail}>
                {entry.detail}
              </Text>
            )}
          </span>
          {entry.keys && <KeyHint keys={entry.keys} />}
        </MenuItem>
      );
  }
}

function Tick() {
  return (
    <span className={styles.tick} aria-hidden="true">
      <CheckIcon size="small" />
    </span>
  );
}
