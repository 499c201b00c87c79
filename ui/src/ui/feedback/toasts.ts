/** Short notices that pass by. A store outside React, so that any code may say something. */
import type { Tone } from "./Banner";

export interface Toast {
  readonly tone: Tone;
  readonly text: string;
  readonly action?: { readonly label: string; readonly onPress: () => void };
  /** How long it stays. One with an action or a danger stays until it is closed. */
  readonly duration?: number;
}

export interface ShownToast extends Toast {
  readonly id: number;
}

const standard = 6000;
const most = 4;

export interface ToastStore {
  /** Shows a notice; the returned function takes it back. The same words twice show once. */
  show(toast: Toast): () => void;
  close(id: number): void;
  /** Holds all clocks while somebody reads. */
  pause(): void;
  resume(): void;
  subscribe(listener: () => void): () => void;
  list(): readonly ShownToast[];
}

export function createToasts(): ToastStore {
  let shown: readonly ShownToast[] = [];
  let nextId = 1;
  let paused = false;
  const clocks = new Map<number, ReturnType<typeof setTimeout>>();
  const listeners = new Set<() => void>();

  const publish = (next: readonly ShownToast[]) => {
    shown = next;
    for (const listener of listeners) listener();
  };
  const close = (id: number) => {
    clearTimeout(clocks.get(id));
    clocks.delete(id);
    publish(shown.filter((toast) => toast.id !== id));
  };
  const wind = (toast: ShownToast) => {
    const stays = toast.action !== undefined || toast.tone === "danger";
    if (paused || (stays && toast.duration === undefined)) return;
    clocks.set(
      toast.id,
      setTimeout(() => close(toast.id), toast.duration ?? standard),
    );
  };

  return {
    show(toast) {
      for (const same of shown) if (same.text === toast.text && same.tone === toast.tone) close(same.id);
      const entry = { ...toast, id: nextId++ };
      publish([...shown, entry].slice(-most));
      wind(entry);
      return () => close(entry.id);
    },
    close,
    pause() {
      paused = true;
      for (const clock of clocks.values()) clearTimeout(clock);
      clocks.clear();
    },
    resume() {
      if (!paused) return;
      paused = false;
      for (const toast of shown) wind(toast);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: () => shown,
  };
}

/** The notices of this window. */
export const toasts = createToasts();
