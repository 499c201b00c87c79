/** The moving present for the screen: one timer for all who look, asleep while the window is hidden. */
import { useSyncExternalStore } from "react";

const step = 30_000;
const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds since 1970, moving every half minute. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  if (watchers.size === 1) start();
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) stop();
  };
}

function start() {
  now = Date.now();
  timer = setInterval(tick, step);
  document.addEventListener("visibilitychange", tick);
}

function stop() {
  clearInterval(timer);
  document.removeEventListener("visibilitychange", tick);
}

function tick() {
  if (document.hidden) return;
  now = Date.now();
  for (const watcher of watchers) watcher();
}
