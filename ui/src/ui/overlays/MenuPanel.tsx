/** The open menu. Loaded when the first menu is about to open: it is a fifth of what the window would need to start. */
import { Fragment, type ReactElement, type RefObject } from "react";
import { Header } from "react-aria-components/Header";
import { Menu as AriaMenu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Separator } from "react-aria-components/Separator";
import { Text } from "react-aria-components/Text";
import { KeyHint } from "../display/KeyHint";
import { CheckIcon } from "../icons/icons";
import styles from "./MenuPanel.module.css";
import type { MenuEntry, MenuPlacement } from "./menu";

export interface MenuPanelProps {
  label: string;
  items: readonly MenuEntry[];
  anchor: RefObject<HTMLElement | null>;
  placement: MenuPlacement;
  onClose: () => void;
}

export default function MenuPanel({ label, items, anchor, placement, onClose }: MenuPanelProps) {
  return (
    <Popover
      className={styles.panel}
      aria-label={label}
      triggerRef={anchor}
      placement={placement}
      offset={4}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <AriaMenu className={styles.menu} aria-label={label} onClose={onClose} autoFocus="first">
        {items.map((entry) => (
          <Fragment key={entry.id}>{renderEntry(entry)}</Fragment>
        ))}
      </AriaMenu>
    </Popover>
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
