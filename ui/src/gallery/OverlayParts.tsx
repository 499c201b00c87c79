import { useMemo } from "react";
import { createCommandTable } from "../lib/commands";
import {
  Button,
  ConfirmDialog,
  ContextMenu,
  Dialog,
  IconButton,
  MenuButton,
  type MenuEntry,
  MenuIconButton,
  PlacedMenu,
  Popover,
  TextField,
  Tooltip,
} from "../ui";
import { CommandPalette, type PaletteItem } from "../ui/commands/CommandPalette";
import { ShortcutSheet } from "../ui/commands/ShortcutSheet";
import { ArchiveIcon, ContactIcon, MoreIcon, PinIcon, SearchIcon, TrashIcon } from "../ui/icons/icons";
import type { PartsProps } from "./Gallery";
import { Held, Specimen } from "./Specimen";

const nothing = () => undefined;

export function OverlayParts({ words }: PartsProps) {
  const menu: MenuEntry[] = [
    { id: "pin", label: words.slots[0] ?? "", icon: PinIcon, onAction: nothing },
    { id: "archive", label: words.slots[1] ?? "", icon: ArchiveIcon, keys: "mod+e", onAction: nothing },
    { id: "mute", kind: "toggle", label: words.option[2] ?? "", isOn: true, onChange: nothing },
    {
      id: "notify",
      kind: "choices",
      label: words.detail,
      value: "0",
      options: words.option.map((label, index) => ({ id: String(index), label })),
      onChange: nothing,
    },
    { id: "line", kind: "divider" },
    {
      id: "delete",
      label: words.slots[2] ?? "",
      detail: words.help,
      icon: TrashIcon,
      tone: "danger",
      onAction: nothing,
    },
    { id: "off", label: words.name, isDisabled: true, onAction: nothing },
  ];
  return (
    <>
      <Specimen name="Dialog">
        {(["small", "medium", "large"] as const).map((size) => (
          <Held key={size} initial={false}>
            {(isOpen, set) => (
              <>
                <Button onPress={() => set(true)}>{`Open ${size} dialog`}</Button>
                <Dialog
                  title={words.sentence}
                  size={size}
                  isOpen={isOpen}
                  onOpenChange={set}
                  footer={
                    <Button variant="primary" onPress={() => set(false)}>
                      {words.slots[0]}
                    </Button>
                  }
                >
                  <p>{words.long}</p>
                  <TextField label={words.label} value={words.name} onChange={nothing} />
                </Dialog>
              </>
            )}
          </Held>
        ))}
      </Specimen>
      <Specimen name="ConfirmDialog">
        <Held initial={false}>
          {(isOpen, set) => (
            <>
              <Button onPress={() => set(true)}>Ask</Button>
              <ConfirmDialog
                title={words.sentence}
                confirmLabel={words.slots[0] ?? ""}
                tone="danger"
                isOpen={isOpen}
                onOpenChange={set}
                onConfirm={nothing}
              >
                {words.long}
              </ConfirmDialog>
            </>
          )}
        </Held>
      </Specimen>
      <Specimen name="Menu">
        <MenuButton label={words.slots[0] ?? ""} items={menu} />
        <MenuIconButton label="More" icon={MoreIcon} items={menu} />
        <ContextMenu label="Row menu" items={menu}>
          <Button variant="quiet">Right click here</Button>
        </ContextMenu>
      </Specimen>
      <Specimen name="PlacedMenu">
        <Held<{ x: number; y: number } | null> initial={null}>
          {(at, set) => (
            <>
              <Button onPress={() => set({ x: 200, y: 200 })}>Open placed menu</Button>
              {at && <PlacedMenu label={words.label} items={menu} at={at} onClose={() => set(null)} />}
            </>
          )}
        </Held>
      </Specimen>
      <Specimen name="Popover, Tooltip">
        <Popover label={words.label} trigger={<Button>Open popover</Button>}>
          {(close) => <Button onPress={close}>{words.option[0]}</Button>}
        </Popover>
        <Tooltip text={words.sentence} keys="mod+f">
          <Button>Rest here</Button>
        </Tooltip>
        <IconButton label={words.label} icon={SearchIcon} keys="mod+f" />
      </Specimen>
      <Specimen name="Palette and shortcut sheet">
        <Commands words={words} />
      </Specimen>
    </>
  );
}

function Commands({ words }: PartsProps) {
  const table = useMemo(() => {
    const made = createCommandTable();
    made.register([
      { id: "help", label: "shortcuts.title", group: "palette.label", keys: ["?", "mod+/"], run: nothing },
      { id: "palette", label: "palette.label", group: "palette.label", keys: ["mod+k"], run: nothing },
      { id: "close", label: "ui.close", group: "ui.toasts", keys: ["escape"], run: nothing },
      { id: "search", label: "ui.search.clear", group: "ui.toasts", keys: ["mod+shift+f"], run: nothing },
      { id: "reload", label: "ui.failure.reload", group: "ui.toasts", run: nothing },
    ]);
    return made;
  }, []);
  const items: PaletteItem[] = [words.name, words.other].map((label) => ({
    id: label,
    label,
    detail: "+1 555 000 1111",
    group: words.slots[0] ?? "",
    icon: ContactIcon,
    run: nothing,
  }));
  return (
    <>
      <Held initial={false}>
        {(isOpen, set) => (
          <>
            <Button onPress={() => set(true)}>Open palette</Button>
            <CommandPalette isOpen={isOpen} onOpenChange={set} items={items} table={table} />
          </>
        )}
      </Held>
      <Held initial={false}>
        {(isOpen, set) => (
          <>
            <Button onPress={() => set(true)}>Open shortcuts</Button>
            <ShortcutSheet isOpen={isOpen} onOpenChange={set} table={table} />
          </>
        )}
      </Held>
    </>
  );
}
