import { useSyncExternalStore } from "react";

/** Below this width list and thread do not both fit beside the rail. */
const query = "(max-width: 45rem)";

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}
