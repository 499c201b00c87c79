/** What the fictitious world offers to do about a link, by the same table as the real one. */
import type { LinkState, NextAction, SlotView } from "../types";

/** The slot with this link, and what can be done about it. */
export function withLink(slot: SlotView, link: LinkState): SlotView {
  return { ...slot, link, action: actionOf(link, isLinked(slot)) };
}

/** Whether keys of an account sit in the slot. */
export function isLinked(slot: SlotView): boolean {
  return slot.account !== null && slot.account.linkedAt !== null;
}

function actionOf(link: LinkState, linked: boolean): NextAction | null {
  switch (link.kind) {
    case "empty":
    case "loggedOut":
    case "needsPasskey":
      return "connect";
    case "pairingOver":
      return "showNewCode";
    case "connecting":
      return linked ? null : "cancel";
    case "qrReady":
    case "pairingCode":
      return "cancel";
    case "waitingForNetwork":
      return "retryNow";
    case "failed":
      // Nothing that could be tried is in this build.
      return link.cause === "noEngine" ? null : "retryNow";
    case "numberConflict":
      return "decide";
    case "replaced":
      return "useHere";
    case "outdated":
      return "updateApp";
    case "banned":
      return link.over ? "retryNow" : "openOnPhone";
    case "locked":
      return "openOnPhone";
    case "authenticated":
    case "syncing":
    case "online":
    case "unlinking":
      return null;
  }
}
