/** The words for every state of a link. Each state names its cause; `next` says what to do about it. */
import type { MessageKey } from "../../i18n/i18n";
import type { LinkState, Timestamp } from "../../ipc/types";
import { unreachable } from "../../model/exhaustive";

export type LinkTone = "off" | "busy" | "good" | "attention" | "bad";

export interface LinkWords {
  readonly tone: LinkTone;
  /** A few words for a tight place. */
  readonly short: MessageKey;
  /** The state and its cause in a sentence. */
  readonly long: MessageKey;
  /** What the user can do about it. */
  readonly next: MessageKey | null;
  readonly numbers: Readonly<Record<string, number>>;
  /** A moment that belongs to the state, and the words to show it with, as {time}. */
  readonly moment: { readonly at: Timestamp; readonly words: MessageKey } | null;
}

export function linkWords(link: LinkState): LinkWords {
  const plain = (tone: LinkTone, short: MessageKey, long: MessageKey, next: MessageKey | null = null): LinkWords => ({
    tone,
    short,
    long,
    next,
    numbers: {},
    moment: null,
  });
  switch (link.kind) {
    case "empty":
      return plain("off", "slots.link.empty", "slots.link.empty.long", "slots.link.empty.next");
    case "connecting":
      return {
        ...plain("busy", "slots.link.connecting", "slots.link.connecting.long"),
        numbers: { attempt: link.attempt },
      };
    case "qrReady":
      return {
        ...plain("attention", "slots.link.qrReady", "slots.link.qrReady.long", "slots.link.qrReady.next"),
        numbers: { number: link.number, of: link.of },
        moment: { at: link.expiresAt, words: "slots.link.expires" },
      };
    case "pairingCode":
      return {
        ...plain("attention", "slots.link.pairingCode", "slots.link.pairingCode.long", "slots.link.pairingCode.next"),
        moment: { at: link.expiresAt, words: "slots.link.expires" },
      };
    case "needsPasskey":
      return plain("bad", "slots.link.needsPasskey", "slots.link.needsPasskey.long", "slots.link.needsPasskey.next");
    case "authenticated":
      return plain("busy", "slots.link.authenticated", "slots.link.authenticated.long");
    case "syncing":
      return {
        ...plain("busy", "slots.link.syncing", "slots.link.syncing.long"),
        numbers: { done: link.done, total: link.total },
      };
    case "online":
      return plain("good", "slots.link.online", "slots.link.online.long");
    case "waitingForNetwork":
      return {
        ...plain("attention", "slots.link.waitingForNetwork", "slots.link.waitingForNetwork.long"),
        moment: { at: link.nextTryAt, words: "slots.link.nextTry" },
      };
    case "replaced":
      return plain("bad", "slots.link.replaced", "slots.link.replaced.long", "slots.link.replaced.next");
    case "outdated":
      return plain("bad", "slots.link.outdated", "slots.link.outdated.long", "slots.link.outdated.next");
    case "banned":
      return {
        ...plain("bad", "slots.link.banned", "slots.link.banned.long", "slots.link.banned.next"),
        moment: link.until === null ? null : { at: link.until, words: "slots.link.until" },
      };
    case "locked":
      return plain("bad", "slots.link.locked", "slots.link.locked.long", "slots.link.locked.next");
    case "loggedOut":
      return plain("bad", "slots.link.loggedOut", "slots.link.loggedOut.long", "slots.link.loggedOut.next");
    case "failed":
      switch (link.cause) {
        case "noEngine":
          return plain("off", "slots.link.noEngine", "slots.link.noEngine.long", "slots.link.noEngine.next");
        default:
          return unreachable(link.cause);
      }
    default:
      return unreachable(link);
  }
}
