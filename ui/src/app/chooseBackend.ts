import type { Backend } from "../ipc/backend";
import { tauriBackend } from "../ipc/tauri";

/** The shell's backend in the real window; in a plain browser, while developing, a world in memory. */
export async function chooseBackend(): Promise<Backend> {
  const isBrowser = !("__TAURI_INTERNALS__" in window);
  if (isBrowser && (import.meta.env.DEV || import.meta.env.MODE === "memory")) {
    const { browserWorld } = await import("./browserWorld");
    return browserWorld(new URLSearchParams(location.search));
  }
  return tauriBackend();
}
