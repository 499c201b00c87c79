/** The words for everything that keeps a message from leaving, and for the one thing to do about it. */
import type { MessageKey } from "../../i18n/i18n";
import type { Stuck, StuckStep } from "../../ipc/types";

export const stuckWords: Readonly<Record<Stuck["kind"], MessageKey>> = {
  newChatsLocked: "thread.stuck.newChatsLocked",
  newChatsUsedUp: "thread.stuck.newChatsUsedUp",
  notAccepted: "thread.stuck.notAccepted",
  tooFast: "thread.stuck.tooFast",
  serverBusy: "thread.stuck.serverBusy",
  nobodyThere: "thread.stuck.nobodyThere",
  unsendable: "thread.stuck.unsendable",
  keysNotStored: "thread.stuck.keysNotStored",
  tooLate: "thread.stuck.tooLate",
  targetGone: "thread.stuck.targetGone",
  refused: "thread.stuck.refused",
};

export const stepWords: Readonly<Record<StuckStep, MessageKey>> = {
  retry: "thread.step.retry",
  waitThenRetry: "thread.step.waitThenRetry",
  usePhone: "thread.step.usePhone",
  discard: "thread.step.discard",
};
