import { useEffect, useRef } from "react";
import type { Backend } from "../ipc/backend";

/** Tells once that the first frame stands on the screen: the second frame after the first commit begins after it. */
export function usePainted(backend: Backend): void {
  const wasTold = useRef(false);
  useEffect(() => {
    if (wasTold.current) return;
    wasTold.current = true;
    requestAnimationFrame(() => requestAnimationFrame(() => backend.windowPainted()));
  }, [backend]);
}
