/**
 * What runs first. index.html holds a still picture of the window; loading the rest before that picture stands on the
 * screen would keep the window empty for longer.
 */
import { tellPainted } from "./ipc/painted";

/** A window that nobody sees yet gets no frames; the rest is loaded all the same. */
const patience = 60;

let isLoading = false;

function load(): void {
  if (isLoading) return;
  isLoading = true;
  void import("./main");
}

// The second frame begins after the first has been painted.
requestAnimationFrame(() =>
  requestAnimationFrame(() => {
    tellPainted();
    load();
  }),
);
setTimeout(load, patience);
