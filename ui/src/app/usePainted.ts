import { useEffect, useRef } from "react";
import type { Backend } from "../ipc/backend";

/**
 * Tells once that the window stands on the screen with what it holds; the still picture before it was told by first.ts.
 * The second frame after the commit begins after it.
 */
export function usePainted(backend: Backend, isFilled: boolean): void {
  const wasTold = useRef(false);
  useEffect(() => {
    if (!isFilled || wasTold.current) return;
    wasTold.current = true;
    requestAnimationFrame(() => requestAnimationFrame(() => backend.windowPainted()));
  }, [backend, isFilled]);
}
