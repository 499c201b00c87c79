/** For how long a chat can be silenced. */
import type { ChatRow, Timestamp } from "../ipc/types";

const hour = 3_600_000;

export type MuteSpan = "hour" | "workday" | "week" | "always";

export const muteSpans: readonly MuteSpan[] = ["hour", "workday", "week", "always"];

/** The last moment that a date can name: as long as anybody will look. */
export const always: Timestamp = 8_640_000_000_000_000;

export function muteUntil(span: MuteSpan, now: Timestamp): Timestamp {
  switch (span) {
    case "hour":
      return now + hour;
    case "workday":
      return now + 8 * hour;
    case "week":
      return now + 7 * 24 * hour;
    case "always":
      return always;
  }
}

export function isMuted(row: Pick<ChatRow, "mutedUntil">, now: Timestamp): boolean {
  return row.mutedUntil !== null && row.mutedUntil > now;
}
