// How evenly the window draws: every frame of a while, measured inside the page.

/** The screen's rhythm. A frame that comes later than this was late by whole refreshes. */
const REFRESH = 1_000 / 60;

/** What a person does while the frames are counted. */
export const ACTS = {
  /** Looks on. */
  looks: "",
  /** Scrolls through the list of chats, down and up again. */
  scrollsList: `
    const list = document.querySelector("[role=listbox]").parentElement;
    let way = 1;
    each = () => {
      if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) way = -1;
      if (list.scrollTop <= 0) way = 1;
      list.scrollTop += way * 40;
    };`,
  /** Scrolls up through the conversation, into pages that have to be fetched. */
  scrollsThread: `
    const thread = document.querySelector("[role=list][aria-label]").parentElement;
    each = () => { thread.scrollTop -= 40; };`,
  /** Writes an answer, twelve letters a second. */
  writes: `
    const field = document.querySelector("textarea");
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    let frames = 0;
    each = () => {
      frames += 1;
      if (frames % 5 !== 0) return;
      set.call(field, field.value.length > 200 ? "" : field.value + "abcdefgh "[frames / 5 % 9]);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };`,
};

/**
 * Counts the frames of some seconds while somebody acts. Answers with the time from each frame to the next, counted in
 * whole refreshes of the screen as a person sees them, with the raw times beside them, and with how many elements the
 * window held at most.
 */
export async function countFrames(page, { act = "looks", seconds = 5 } = {}) {
  const { times, nodes } = await page.runAsync(
    `const [length] = args;
     let each = () => {};
     ${ACTS[act]}
     const times = [];
     let nodes = 0;
     return new Promise((resolve) => {
       let before = null;
       const end = performance.now() + length;
       const frame = (now) => {
         if (before !== null) times.push(now - before);
         before = now;
         if (times.length % 30 === 0) nodes = Math.max(nodes, document.querySelectorAll("*").length);
         each();
         if (performance.now() < end) requestAnimationFrame(frame);
         else resolve({ times, nodes });
       };
       requestAnimationFrame(frame);
     });`,
    seconds * 1_000,
  );
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return {
    act,
    frames: times.length,
    nodes,
    p50: refreshes(at(0.5)),
    p99: refreshes(at(0.99)),
    worst: refreshes(at(1)),
    late: times.filter((time) => time > REFRESH * 1.5).length,
    over50: times.filter((time) => time > 50).length,
    raw: { p50: rounded(at(0.5)), p99: rounded(at(0.99)), worst: rounded(at(1)) },
  };
}

/** As long as the refreshes that it took. */
function refreshes(time) {
  return rounded(Math.max(1, Math.round(time / REFRESH)) * REFRESH);
}

function rounded(time) {
  return Math.round(time * 10) / 10;
}
