/** How the features reach the model. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
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

export function usePlace<T>(select: (place: Place) => T): T {
  return useStore(useDesk().navigation.place, select);
}
