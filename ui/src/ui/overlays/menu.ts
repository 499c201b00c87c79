/** What a menu can hold, as data. */
import type { Icon } from "../icons/icons";

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

export type MenuPlacement = "bottom start" | "bottom end" | "top start" | "top end" | "end top";
