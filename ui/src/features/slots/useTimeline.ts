import { useCallback, useEffect, useState } from "react";
import type { CommandError, LinkEventView, SlotNumber } from "../../ipc/types";
import { useDesk } from "../shared/desk";

interface TimelineState {
  /** Newest first; `null` while they are on their way. */
  readonly lines: readonly LinkEventView[] | null;
  readonly error: CommandError | null;
}

/** The timeline of a slot, read again whenever a line is added. */
export function useTimeline(slot: SlotNumber): TimelineState & { readonly retry: () => void } {
  const desk = useDesk();
  const [state, setState] = useState<TimelineState>({ lines: null, error: null });
  const [round, setRound] = useState(0);
  const retry = useCallback(() => setRound((last) => last + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round reads once more
  useEffect(() => {
    let isCurrent = true;
    void desk.backend.slotTimeline(slot).then((answer) => {
      if (!isCurrent) return;
      // What was read before stays on the screen when reading it again fails.
      if (answer.status === "ok") setState({ lines: answer.data, error: null });
      else setState(({ lines }) => ({ lines, error: lines ? null : answer.error }));
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, slot, round]);
  useEffect(() => {
    const stops = [
      desk.feed.onFacts((facts) => {
        if (facts.some((fact) => fact.kind === "timeline" && fact.slot === slot)) retry();
      }),
      desk.feed.onRestart(retry),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [desk, slot, retry]);
  return { ...state, retry };
}
