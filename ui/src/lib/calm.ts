/** Calls that come in a crowd, thinned out. */

/** As often as the eye follows a number, in milliseconds. */
const often = 200;

export interface Calm {
  call(): void;
  cancel(): void;
}

/** Does it at once when nothing was done lately, and else when the time is up; the last call is never lost. */
export function calmly(act: () => void): Calm {
  let free = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const go = () => {
    waiting = undefined;
    free = performance.now() + often;
    act();
  };
  return {
    call() {
      if (waiting !== undefined) return;
      const left = free - performance.now();
      if (left <= 0) go();
      else waiting = setTimeout(go, left);
    },
    cancel() {
      clearTimeout(waiting);
      waiting = undefined;
    },
  };
}
