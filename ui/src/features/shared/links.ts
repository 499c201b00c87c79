/** The words for every state of a link. Each state names its cause; `next` says what follows, or what to do. */
import type { MessageKey } from "../../i18n/i18n";
import type { Cause, LinkState, LogoutReason, SlotView, Timestamp } from "../../ipc/types";
import { unreachable } from "../../model/exhaustive";
import { causeWords } from "./causes";

export type LinkTone = "off" | "busy" | "good" | "attention" | "bad";

export interface LinkWords {
  readonly tone: LinkTone;
  /** A few words for a tight place. */
  readonly short: MessageKey;
  /** The state and its cause, sentence by sentence. */
  readonly says: readonly MessageKey[];
  /** What helps and what follows, sentence by sentence. */
  readonly next: readonly MessageKey[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly moment: LinkMoment | null;
}

/** A moment that belongs to the state, and the words to show it with. */
export interface LinkMoment {
  readonly at: Timestamp;
  readonly words: MessageKey;
  /** Seconds are counted down, dates are written. */
  readonly shown: "countdown" | "date";
}

export function linkWords(link: LinkState): LinkWords {
  switch (link.kind) {
    case "empty":
      return plain("off", "slots.link.empty", ["slots.link.empty.long"], ["slots.link.empty.next"]);
    case "connecting":
      return {
        ...plain("busy", "slots.link.connecting", [...whyOf(link.cause), "slots.link.connecting.long"]),
        next: adviceOf(link.cause),
        numbers: { attempt: link.attempt },
      };
    case "qrReady":
      return {
        ...plain("attention", "slots.link.qrReady", ["slots.link.qrReady.long"], ["slots.link.qrReady.next"]),
        numbers: { number: link.number, of: link.of },
        moment: { at: link.expiresAt, words: "slots.link.expires", shown: "countdown" },
      };
    case "pairingCode":
      return {
        ...plain(
          "attention",
          "slots.link.pairingCode",
          ["slots.link.pairingCode.long"],
          ["slots.link.pairingCode.next"],
        ),
        moment: { at: link.expiresAt, words: "slots.link.expires", shown: "countdown" },
      };
    case "pairingOver":
      return plain("attention", "slots.link.pairingOver", whyOf(link.cause), [
        ...adviceOf(link.cause),
        "slots.link.pairingOver.next",
      ]);
    case "needsPasskey":
      return plain(
        "bad",
        "slots.link.needsPasskey",
        ["slots.link.needsPasskey.long"],
        ["slots.link.needsPasskey.next"],
      );
    case "numberConflict":
      return link.other === null
        ? plain("attention", "slots.link.conflict", ["slots.link.conflict.here"], ["slots.link.conflict.next"])
        : {
            ...plain("attention", "slots.link.conflict", ["slots.link.conflict.other"], ["slots.link.conflict.next"]),
            numbers: { slot: link.other },
          };
    case "authenticated":
      return plain("busy", "slots.link.authenticated", ["slots.link.authenticated.long"]);
    case "syncing":
      return plain("busy", "slots.link.syncing", ["slots.link.syncing.long"]);
    case "online":
      return plain("good", "slots.link.online", ["slots.link.online.long"]);
    case "waitingForNetwork":
      return {
        ...plain("attention", "slots.link.waiting", whyOf(link.cause), [
          ...adviceOf(link.cause),
          "slots.link.waiting.next",
        ]),
        moment: { at: link.nextTryAt, words: "slots.link.nextTry", shown: "countdown" },
      };
    case "unlinking":
      return plain("busy", "slots.link.unlinking", ["slots.link.unlinking.long"]);
    case "replaced":
      return plain("bad", "slots.link.replaced", ["slots.link.replaced.long"], ["slots.link.replaced.next"]);
    case "outdated":
      return plain("bad", "slots.link.outdated", ["slots.link.outdated.long"], ["slots.link.outdated.next"]);
    case "banned":
      return link.over
        ? plain("attention", "slots.link.banOver", ["slots.link.banOver.long"], ["slots.link.banOver.next"])
        : {
            ...plain("bad", "slots.link.banned", ["slots.link.banned.long"], ["slots.link.banned.next"]),
            moment: link.until === null ? null : { at: link.until, words: "slots.link.until", shown: "date" },
          };
    case "locked":
      return plain("bad", "slots.link.locked", ["slots.link.locked.long"], ["slots.link.locked.next"]);
    case "loggedOut":
      return plain("bad", "slots.link.loggedOut", [loggedOut[link.reason]], ["slots.link.loggedOut.next"]);
    case "failed":
      return link.cause === "noEngine"
        ? plain("off", "slots.link.noEngine", whyOf(link.cause), adviceOf(link.cause))
        : plain("bad", "slots.link.failed", whyOf(link.cause), [...adviceOf(link.cause), "slots.link.failed.next"]);
    default:
      return unreachable(link);
  }
}

/** The slot that needs the user most, if one does: bad news before a mere need for attention. */
export function worstSlot(slots: readonly SlotView[]): SlotView | null {
  const first = (tone: LinkTone) => slots.find((slot) => linkWords(slot.link).tone === tone);
  return first("bad") ?? first("attention") ?? null;
}

const loggedOut: Readonly<Record<LogoutReason, MessageKey>> = {
  here: "slots.link.loggedOut.here",
  onPhone: "slots.link.loggedOut.onPhone",
  whileAway: "slots.link.loggedOut.whileAway",
};

function plain(
  tone: LinkTone,
  short: MessageKey,
  says: readonly MessageKey[],
  next: readonly MessageKey[] = [],
): LinkWords {
  return { tone, short, says, next, numbers: {}, moment: null };
}

function whyOf(cause: Cause | null): readonly MessageKey[] {
  return cause === null ? [] : [causeWords[cause].why];
}

function adviceOf(cause: Cause | null): readonly MessageKey[] {
  const advice = cause === null ? null : causeWords[cause].advice;
  return advice === null ? [] : [advice];
}
