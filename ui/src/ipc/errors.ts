/** What to tell the user about a failed command: what happened, and the one next thing to do. */
import type { MessageKey } from "../i18n/i18n";
import type { CommandError } from "./types";

export interface ErrorWords {
  /** What happened. */
  readonly what: MessageKey;
  /** What to do next. */
  readonly next: MessageKey;
}

export function errorWords(error: CommandError): ErrorWords {
  return words[error.kind];
}

const words: Readonly<Record<CommandError["kind"], ErrorWords>> = {
  notOpen: { what: "errors.notOpen", next: "errors.notOpen.next" },
  gone: { what: "errors.gone", next: "errors.gone.next" },
  invalid: { what: "errors.invalid", next: "errors.invalid.next" },
  mistypedCode: { what: "errors.mistypedCode", next: "errors.mistypedCode.next" },
  wrongSecret: { what: "errors.wrongSecret", next: "errors.wrongSecret.next" },
  weakPassphrase: { what: "errors.weakPassphrase", next: "errors.weakPassphrase.next" },
  notNow: { what: "errors.notNow", next: "errors.notNow.next" },
  otherKeyInKeychain: { what: "errors.otherKeyInKeychain", next: "errors.otherKeyInKeychain.next" },
  keychainRefused: { what: "errors.keychainRefused", next: "errors.keychainRefused.next" },
  diskFull: { what: "errors.diskFull", next: "errors.diskFull.next" },
  storeUnusable: { what: "errors.storeUnusable", next: "errors.storeUnusable.next" },
  desktopCannot: { what: "errors.desktopCannot", next: "errors.desktopCannot.next" },
  internal: { what: "errors.internal", next: "errors.internal.next" },
};
