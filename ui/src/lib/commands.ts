/**
 * Everything the user can do by name: one table behind the keyboard, the menus' key hints, the palette and the help
 * sheet. A view registers its commands while it is on screen.
 */
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { MessageKey } from "../i18n/i18n";
import type { Icon } from "../ui/icons/icons";
import { matches } from "./keys";

export interface Command {
  /** Unique and stable, e.g. "chat.archive". */
  readonly id: string;
  readonly label: MessageKey;
  /** The heading it stands under in the help sheet and the palette. */
  readonly group: MessageKey;
  /** Shortcuts such as "mod+k"; the first one is shown. */
  readonly keys?: readonly string[];
  readonly icon?: Icon;
  readonly run: () => void;
  /** Whether it makes sense now; an unavailable command is not offered and its keys are free. */
  readonly when?: () => boolean;
  /** Its keys work while a text field has the focus. */
  readonly whileTyping?: boolean;
  /** Its keys work while a dialog or a menu is open. */
  readonly inDialogs?: boolean;
  /** False for what makes no sense in the palette, e.g. "next chat". */
  readonly inPalette?: boolean;
}

export interface CommandTable {
  /** Adds commands; the returned function takes them away. One registered later wins over an older one of its id or keys. */
  register(commands: readonly Command[]): () => void;
  /** All commands, one per id, in the order of registration. */
  list(): readonly Command[];
  find(id: string): Command | undefined;
  /** Runs it if it is available. */
  run(id: string): boolean;
  /** Runs the command of a key press and says whether there was one; it is then no longer anybody else's. */
  press(event: KeyboardEvent): boolean;
  subscribe(listener: () => void): () => void;
}

export function createCommandTable(): CommandTable {
  const layers: (readonly Command[])[] = [];
  const listeners = new Set<() => void>();
  let all: readonly Command[] = [];

  const publish = () => {
    // A Map keeps the place of the first and the content of the last.
    all = [...new Map(layers.flat().map((command) => [command.id, command])).values()];
    for (const listener of listeners) listener();
  };
  const find = (id: string) => all.find((command) => command.id === id);

  return {
    register(commands) {
      layers.push(commands);
      publish();
      return () => {
        const place = layers.indexOf(commands);
        if (place >= 0) layers.splice(place, 1);
        publish();
      };
    },
    list: () => all,
    find,
    run(id) {
      const command = find(id);
      if (!command || !isAvailable(command)) return false;
      command.run();
      return true;
    },
    press(event) {
      if (event.defaultPrevented || event.isComposing) return false;
      const command = all.findLast(
        (candidate) =>
          candidate.keys?.some((keys) => matches(keys, event)) &&
          isAllowedAt(candidate, event.target) &&
          isAvailable(candidate),
      );
      if (!command) return false;
      event.preventDefault();
      command.run();
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The commands of this window. */
export const commands = createCommandTable();

export function isAvailable(command: Command): boolean {
  return command.when?.() ?? true;
}

/**
 * Registers commands while the component is on screen. The list may be written in place: `run` and `when` are always
 * those of the last render, and the table changes only when ids, keys or words do.
 */
export function useCommands(list: readonly Command[], table: CommandTable = commands): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const shape = list.map(({ id, label, keys }) => [id, label, ...(keys ?? [])].join(" ")).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the list
  useEffect(() => {
    const current = (id: string) => latest.current.find((command) => command.id === id);
    return table.register(
      latest.current.map((command) => ({
        ...command,
        run: () => current(command.id)?.run(),
        when: () => {
          const now = current(command.id);
          return now !== undefined && isAvailable(now);
        },
      })),
    );
  }, [shape, table]);
}

/** Lets the keyboard reach the table; stands once, at the top of the app. */
export function useCommandKeys(table: CommandTable = commands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => table.press(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [table]);
}

/** All commands, as they come and go. */
export function useCommandList(table: CommandTable = commands): readonly Command[] {
  return useSyncExternalStore(table.subscribe, table.list);
}

/** The keys to show for a command, e.g. in a menu or tooltip. */
export function useKeysOf(id: string, table: CommandTable = commands): string | undefined {
  return useSyncExternalStore(table.subscribe, () => table.find(id)?.keys?.[0]);
}

function isAllowedAt(command: Command, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  if (!command.whileTyping && isTyping(target)) return false;
  return command.inDialogs === true || target.closest('[role="dialog"],[role="alertdialog"],[role="menu"]') === null;
}

const notTyped = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !notTyped.has(target.type);
  return (
    target instanceof HTMLTextAreaElement || target.closest('[contenteditable]:not([contenteditable="false"])') !== null
  );
}
