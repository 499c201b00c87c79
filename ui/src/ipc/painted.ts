/** Tells the shell about a frame without loading the rest of the border. */
import { commands } from "./bindings";

/** A frame stands on the screen: the still picture first, then the window with what it holds. */
export function tellPainted(): void {
  if ("__TAURI_INTERNALS__" in window) commands.windowPainted().catch(() => undefined);
}
