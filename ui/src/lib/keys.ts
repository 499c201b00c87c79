/** Keyboard shortcuts as text: "mod+shift+k". `mod` is Command on a Mac and Ctrl elsewhere. */

export type Platform = "mac" | "other";

interface Shortcut {
  readonly mod: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** As in `KeyboardEvent.key`, lower case. */
  readonly key: string;
}

const modifiers = ["mod", "ctrl", "alt", "shift"] as const;

export function platform(): Platform {
  return /mac/i.test(navigator.platform) ? "mac" : "other";
}

export function parseKeys(keys: string): Shortcut {
  const parts = keys.toLowerCase().split("+");
  // "mod++" ends in the plus key itself.
  const key = keys.endsWith("++") ? "+" : (parts.at(-1) ?? "");
  const held = new Set(parts.slice(0, -1));
  return { key, mod: held.has("mod"), ctrl: held.has("ctrl"), alt: held.has("alt"), shift: held.has("shift") };
}

export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/**
 * Whether a key press is this shortcut. Letters and digits match by the place of the key too, so that the shortcuts
 * work while an Arabic or Cyrillic layout is on. Shift is free for signs that need it on some layouts ("?").
 */
export function matches(keys: string, event: KeyPress, on: Platform = platform()): boolean {
  const wanted = parseKeys(keys);
  const mod = on === "mac" ? event.metaKey : event.ctrlKey;
  const ctrl = on === "mac" ? event.ctrlKey : false;
  const other = on === "mac" ? false : event.metaKey;
  if (mod !== (wanted.mod || (on === "other" && wanted.ctrl)) || other || event.altKey !== wanted.alt) return false;
  if (on === "mac" && ctrl !== wanted.ctrl) return false;
  const isSign = wanted.key.length === 1 && !/[a-z0-9]/.test(wanted.key);
  if (!isSign && event.shiftKey !== wanted.shift) return false;
  if (event.key.toLowerCase() === wanted.key) return true;
  const foreignLayout = event.key.length === 1 && event.key.charCodeAt(0) > 127;
  return foreignLayout && (event.code === `Key${wanted.key.toUpperCase()}` || event.code === `Digit${wanted.key}`);
}

const capsOnMac: Readonly<Record<string, string>> = { mod: "⌘", ctrl: "⌃", alt: "⌥", shift: "⇧" };
const capsElsewhere: Readonly<Record<string, string>> = { mod: "Ctrl", ctrl: "Ctrl", alt: "Alt", shift: "Shift" };
const capsOfKeys: Readonly<Record<string, string>> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "Enter",
  escape: "Esc",
  " ": "Space",
  delete: "Del",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  tab: "Tab",
  contextmenu: "Menu",
};

/** The key caps in the order this platform writes them. */
export function formatKeys(keys: string, on: Platform = platform()): string[] {
  const shortcut = parseKeys(keys);
  const caps = on === "mac" ? capsOnMac : capsElsewhere;
  const held = modifiers.filter((name) => shortcut[name]).map((name) => caps[name] ?? name);
  return [...held, capsOfKeys[shortcut.key] ?? shortcut.key.toUpperCase()];
}

/** The same in one phrase, for a screen reader. */
export function spokenKeys(keys: string, on: Platform = platform()): string {
  const names: Readonly<Record<string, string>> = { "⌘": "Command", "⌃": "Control", "⌥": "Option", "⇧": "Shift" };
  return formatKeys(keys, on)
    .map((cap) => names[cap] ?? cap)
    .join(" ");
}

/** The value of `aria-keyshortcuts`. */
export function ariaKeys(keys: string, on: Platform = platform()): string {
  const shortcut = parseKeys(keys);
  const names = { mod: on === "mac" ? "Meta" : "Control", ctrl: "Control", alt: "Alt", shift: "Shift" };
  const held = modifiers.filter((name) => shortcut[name]).map((name) => names[name]);
  return [...held, shortcut.key === " " ? "Space" : shortcut.key].join("+");
}
