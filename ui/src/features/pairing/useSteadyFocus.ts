import { type RefObject, useEffect, useRef } from "react";

/** When a view takes the place of the one that had the focus, the focus goes to it instead of nowhere. */
export function useSteadyFocus(frame: RefObject<HTMLElement | null>, view: string): void {
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    const active = document.activeElement;
    const isLost =
      !active || active === document.body || !active.isConnected || active.getAttribute("role") === "dialog";
    if (isLost) frame.current?.querySelector<HTMLElement>("[data-view]")?.focus();
  }, [frame, view]);
}
