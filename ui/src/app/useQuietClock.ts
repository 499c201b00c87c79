import { useEffect } from "react";
import { useDesk, useMirror } from "../features/shared/desk";
import { useNow } from "../lib/now";
import { utcOffset } from "../lib/time";

/** Keeps the quiet hours by the clock on the wall: summer time and journeys move it. */
export function useQuietClock(): void {
  const desk = useDesk();
  const quiet = useMirror((mirror) => mirror.settings.quietHours);
  const offset = utcOffset(useNow());
  useEffect(() => {
    if (quiet && quiet.utcOffset !== offset) void desk.choose({ quietHours: { ...quiet, utcOffset: offset } });
  }, [desk, quiet, offset]);
}
