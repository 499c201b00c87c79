/** The words for every cause: what is the matter, and what a person can do about it where there is anything. */
import type { MessageKey } from "../../i18n/i18n";
import type { Cause } from "../../ipc/types";

export interface CauseWords {
  /** The cause in a sentence. */
  readonly why: MessageKey;
  /** What helps; `null` where only time does. */
  readonly advice: MessageKey | null;
}

export const causeWords: Readonly<Record<Cause, CauseWords>> = {
  noNetwork: { why: "cause.noNetwork", advice: "cause.noNetwork.advice" },
  unreachable: { why: "cause.unreachable", advice: "cause.unreachable.advice" },
  captivePortal: { why: "cause.captivePortal", advice: "cause.captivePortal.advice" },
  badCertificate: { why: "cause.badCertificate", advice: "cause.badCertificate.advice" },
  clockWrong: { why: "cause.clockWrong", advice: "cause.clockWrong.advice" },
  noVersion: { why: "cause.noVersion", advice: null },
  serverSilent: { why: "cause.serverSilent", advice: null },
  serverBusy: { why: "cause.serverBusy", advice: null },
  serverFault: { why: "cause.serverFault", advice: null },
  slowDown: { why: "cause.slowDown", advice: "cause.slowDown.advice" },
  serverRefused: { why: "cause.serverRefused", advice: "cause.serverRefused.advice" },
  restart: { why: "cause.restart", advice: null },
  recycled: { why: "cause.recycled", advice: null },
  connectionLost: { why: "cause.connectionLost", advice: null },
  noAnswer: { why: "cause.noAnswer", advice: null },
  asleep: { why: "cause.asleep", advice: null },
  syncStalled: { why: "cause.syncStalled", advice: null },
  storeFailed: { why: "cause.storeFailed", advice: "cause.storeFailed.advice" },
  replaced: { why: "cause.replaced", advice: null },
  outdated: { why: "cause.outdated", advice: "cause.outdated.advice" },
  banned: { why: "cause.banned", advice: "cause.banned.advice" },
  banOver: { why: "cause.banOver", advice: null },
  locked: { why: "cause.locked", advice: "cause.locked.advice" },
  loggedOut: { why: "cause.loggedOut", advice: null },
  noKeys: { why: "cause.noKeys", advice: "cause.noKeys.advice" },
  noEngine: { why: "cause.noEngine", advice: "cause.noEngine.advice" },
  codesExpired: { why: "cause.codesExpired", advice: null },
  passkeyNeeded: { why: "cause.passkeyNeeded", advice: null },
  pairFailed: { why: "cause.pairFailed", advice: "cause.pairFailed.advice" },
  cancelled: { why: "cause.cancelled", advice: null },
};
