/** How the features reach the model. */
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import { calmly } from "../../lib/calm";
import type { Desk } from "../../model/desk";
import type { Mirror } from "../../model/mirror";
import type { Place } from "../../model/navigation";

const DeskContext = createContext<Desk | null>(null);

export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("This component needs a desk around it");
  return desk;
}

/** A part of the mirror; the component renders again only when that part is another object. */
export function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useStore(useDesk().feed.mirror, select);
}

/**
 * A part of the mirror that may change with every message, such as a number of unread ones. A change shows at once; of
 * many the eye sees no more than a few a second, so no more are drawn.
 */
export function useCalmMirror<T>(select: (mirror: Mirror) => T): T {
  const { mirror } = useDesk().feed;
  const watch = useCallback(
    (changed: () => void) => {
      const calm = calmly(changed);
      const leave = mirror.subscribe(calm.call);
      return () => {
        leave();
        calm.cancel();
      };
    },
    [mirror],
  );
  return useSyncExternalStore(watch, () => select(mirror.getState()));
}

export function usePlace<T>(select: (place: Place) => T): T {
  return useStore(useDesk().navigation.place, select);
}
