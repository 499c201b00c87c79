/** What the window mirrors of the truth that the Rust side owns. Written by `apply` alone. */
import type { ChatId, Choices, KeyCare, PairingView, Settings, SlotView, Stage, TaskView } from "../ipc/types";
import { emptyInbox, type Inbox } from "./inbox";

export interface Mirror {
  /** The last batch that was applied; `null` until the first snapshot is here. */
  readonly seq: number | null;
  readonly stage: Stage;
  /** A fictitious world is shown. */
  readonly demo: boolean;
  readonly slots: readonly SlotView[];
  /** The links that are being made, and those whose report still stands. */
  readonly pairings: readonly PairingView[];
  readonly inbox: Inbox;
  /** Who types where, by name; chats where nobody does are not in it. */
  readonly typing: ReadonlyMap<ChatId, readonly string[]>;
  /** Unread messages in chats that are neither muted nor archived. */
  readonly unread: number;
  readonly settings: Choices;
  readonly keyCare: KeyCare | null;
  readonly tasks: readonly TaskView[];
}

/** What counts for a choice that the other side left out. */
export const defaultChoices: Choices = {
  theme: "system",
  highContrast: false,
  language: null,
  closeToTray: false,
  autostart: false,
  notifications: true,
  notificationPreview: true,
  quietHours: null,
  readReceipts: true,
  inboxWidth: 340,
};

export function withDefaults(settings: Settings): Choices {
  return { ...defaultChoices, ...settings };
}

export const blankMirror: Mirror = {
  seq: null,
  stage: { kind: "opening" },
  demo: false,
  slots: [],
  pairings: [],
  inbox: emptyInbox,
  typing: new Map(),
  unread: 0,
  settings: defaultChoices,
  keyCare: null,
  tasks: [],
};
