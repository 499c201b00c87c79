/** What to tell the user about a failed command: what happened, and the one next thing to do. */
import type { MessageKey } from "../i18n/i18n";
import type { CommandError, NumberFault, RefusalView, Timestamp } from "./types";

export interface ErrorWords {
  /** What happened. */
  readonly what: MessageKey;
  /** What to do next. */
  readonly next: MessageKey;
}

export function errorWords(error: CommandError): ErrorWords {
  switch (error.kind) {
    case "refused":
      return refusalWords(error.refusal);
    case "invalidNumber":
      return numberWords(error.why);
    default:
      return words[error.kind];
  }
}

/** Why an ask about a link is not followed. */
export function refusalWords(refusal: RefusalView): ErrorWords {
  return refusals[refusal.kind];
}

/** Why a text is no phone number. */
export function numberWords(why: NumberFault): ErrorWords {
  return { what: numbers[why], next: "errors.number.next" };
}

/** When it is worth asking again, where that is known. */
export function waitOf(error: CommandError): Timestamp | null {
  return error.kind === "refused" && "until" in error.refusal ? error.refusal.until : null;
}

type Plain = Exclude<CommandError["kind"], "refused" | "invalidNumber">;

const words: Readonly<Record<Plain, ErrorWords>> = {
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
  fileGone: { what: "errors.fileGone", next: "errors.fileGone.next" },
  internal: { what: "errors.internal", next: "errors.internal.next" },
};

const refusals: Readonly<Record<RefusalView["kind"], ErrorWords>> = {
  slotAlreadyConnected: { what: "errors.slotAlreadyConnected", next: "errors.slotAlreadyConnected.next" },
  slotAlreadyLinked: { what: "errors.slotAlreadyLinked", next: "errors.slotAlreadyLinked.next" },
  notLinked: { what: "errors.notLinked", next: "errors.notLinked.next" },
  nothingToCancel: { what: "errors.nothingToCancel", next: "errors.nothingToCancel.next" },
  notReadyForPairingCode: { what: "errors.notReadyForPairingCode", next: "errors.notReadyForPairingCode.next" },
  codeStillGood: { what: "errors.codeStillGood", next: "errors.codeStillGood.next" },
  codeOnItsWay: { what: "errors.codeOnItsWay", next: "errors.codeOnItsWay.next" },
  tooSoon: { what: "errors.tooSoon", next: "errors.tooSoon.next" },
  codeThrottled: { what: "errors.codeThrottled", next: "errors.codeThrottled.next" },
  codeNotAvailable: { what: "errors.codeNotAvailable", next: "errors.codeNotAvailable.next" },
  codeFailed: { what: "errors.codeFailed", next: "errors.codeFailed.next" },
  numberInOtherSlot: { what: "errors.numberInOtherSlot", next: "errors.numberInOtherSlot.next" },
  decisionPending: { what: "errors.decisionPending", next: "errors.decisionPending.next" },
  nothingToDecide: { what: "errors.nothingToDecide", next: "errors.nothingToDecide.next" },
  unlinking: { what: "errors.unlinking", next: "errors.unlinking.next" },
};

const numbers: Readonly<Record<NumberFault, MessageKey>> = {
  strayCharacter: "errors.number.strayCharacter",
  noCountryCode: "errors.number.noCountryCode",
  tooShort: "errors.number.tooShort",
  tooLong: "errors.number.tooLong",
};
