/** The moving present for the screen: one timer for all who look, asleep while the window is hidden. */
import { useSyncExternalStore } from "react";

/** Milliseconds since 1970, moving every half minute. */
export function useNow(): number {
  return useSyncExternalStore(halfMinutes.watch, halfMinutes.read);
}

/** Milliseconds since 1970, moving every second: for what counts down before one's eyes. */
export function useSeconds(): number {
  return useSyncExternalStore(seconds.watch, seconds.read);
}

const halfMinutes = clock(30_000);
const seconds = clock(1000);

function clock(step: number) {
  const watchers = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;

  const tick = () => {
    if (document.hidden) return;
    now = Date.now();
    for (const watcher of watchers) watcher();
  };
  const start = () => {
    now = Date.now();
    timer = setInterval(tick, step);
    document.addEventListener("visibilitychange", tick);
  };
  const stop = () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
  return {
    read: () => now,
    watch(watcher: () => void) {
      watchers.add(watcher);
      if (watchers.size === 1) start();
      return () => {
        watchers.delete(watcher);
        if (watchers.size === 0) stop();
      };
    },
  };
}
