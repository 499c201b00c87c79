import { useState } from "react";
import type { Answer } from "../../ipc/backend";
import type { CommandError } from "../../ipc/types";

/** Runs a step, remembers its error until the next try, and says while it runs. */
export function useStep() {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);
  const run = async (answer: () => Answer<unknown>): Promise<boolean> => {
    setPending(true);
    setError(null);
    const outcome = await answer();
    setPending(false);
    if (outcome.status === "error") setError(outcome.error);
    return outcome.status === "ok";
  };
  return { isPending, error, run, forget: () => setError(null) };
}
