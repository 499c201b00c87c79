/** Where the keyboard stands when what it stood on goes away. */
import { type RefObject, useEffect, useRef } from "react";
import type { SlotNumber } from "../../ipc/types";

/** When a view takes the place of the one that had the focus, the focus goes to it instead of nowhere. */
export function useSteadyFocus(frame: RefObject<HTMLElement | null>, view: string): void {
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    if (isNowhere() || document.activeElement?.getAttribute("role") === "dialog") {
      frame.current?.querySelector<HTMLElement>("[data-view]")?.focus();
    }
  }, [frame, view]);
}

/**
 * The button that opened the console is often gone when it closes, because the card offers something else by then.
 * The keyboard then goes to the card of the slot, or to the slot in the rail where no card is on screen.
 */
export function useReturnHome(slot: SlotNumber): void {
  useEffect(
    () => () => {
      // After the dialog has tried to give the focus back.
      setTimeout(() => {
        if (!isNowhere()) return;
        const homes = [...document.querySelectorAll<HTMLElement>(`[data-home="${slot}"]`)];
        (homes.find((home) => home.closest("main")) ?? homes[0])?.focus();
      }, 50);
    },
    [slot],
  );
}

function isNowhere(): boolean {
  const active = document.activeElement;
  return !active || active === document.body || !active.isConnected;
}
