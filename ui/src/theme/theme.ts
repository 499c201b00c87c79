/** The look of the window: turns the user's choice into attributes on <html>. No component sets colours itself. */

export type ThemeChoice = "system" | "light" | "dark";
export type ContrastChoice = "system" | "normal" | "more";

export interface Look {
  readonly theme: ThemeChoice;
  readonly contrast: ContrastChoice;
}

export interface ResolvedLook {
  readonly theme: "light" | "dark";
  readonly contrast: "normal" | "more";
}

type Queries = Pick<Window, "matchMedia">;

const darkQuery = "(prefers-color-scheme: dark)";
const contrastQuery = "(prefers-contrast: more)";

/**
 * Applies a look and keeps it in step with the system until the returned function is called. The same words are
 * kept for `boot.js`, which paints the next start; a choice of "system" leaves nothing there.
 */
export function applyLook(
  look: Look,
  root: HTMLElement = document.documentElement,
  view: Queries = window,
): () => void {
  const queries = [view.matchMedia(darkQuery), view.matchMedia(contrastQuery)];
  const update = () => {
    const resolved = resolveLook(look, view);
    root.dataset.theme = resolved.theme;
    root.dataset.contrast = resolved.contrast;
  };
  update();
  remember(look);
  for (const query of queries) query.addEventListener("change", update);
  return () => {
    for (const query of queries) query.removeEventListener("change", update);
  };
}

export function resolveLook(look: Look, view: Queries = window): ResolvedLook {
  const dark = look.theme === "system" ? view.matchMedia(darkQuery).matches : look.theme === "dark";
  const more = look.contrast === "system" ? view.matchMedia(contrastQuery).matches : look.contrast === "more";
  return { theme: dark ? "dark" : "light", contrast: more ? "more" : "normal" };
}

function remember(look: Look) {
  try {
    localStorage.setItem("frontdesk.look", `${look.theme} ${look.contrast}`);
  } catch {
    // A profile without storage only loses the head start of boot.js.
  }
}
