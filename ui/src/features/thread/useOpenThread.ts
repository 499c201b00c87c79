import { type ComponentType, useEffect, useState } from "react";
import type { OpenThreadProps } from "./OpenThread";

/** The window starts without an open chat, so everything about one comes right after the first frame. */
const soon = 300;

let known: ComponentType<OpenThreadProps> | null = null;

/** Fetches what shows an open chat. */
export async function loadThread(): Promise<void> {
  known ??= (await import("./OpenThread")).OpenThread;
}

/**
 * What shows an open chat, once it is there. Not through Suspense: React would keep the placeholder for a third of a
 * second even when the chat is there at once.
 */
export function useOpenThread(isWanted: boolean): ComponentType<OpenThreadProps> | null {
  const [, setLoaded] = useState(known !== null);
  useEffect(() => {
    if (known) return;
    const timer = setTimeout(() => void loadThread().then(() => setLoaded(true)), isWanted ? 0 : soon);
    return () => clearTimeout(timer);
  }, [isWanted]);
  return known;
}
