/**
 * Every part in every state on one page, for design work and pictures; never in the shipped window. The look comes
 * from the address: `gallery.html?theme=dark&contrast=more&language=ar`.
 */
import "../theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { setLanguage } from "../i18n/i18n";
import { applyLook, type ContrastChoice, type ThemeChoice } from "../theme/theme";
import { LanguageFrame } from "../ui";
import { Gallery } from "./Gallery";

const asked = new URLSearchParams(location.search);
applyLook({
  theme: (asked.get("theme") ?? "system") as ThemeChoice,
  contrast: (asked.get("contrast") ?? "system") as ContrastChoice,
});
await setLanguage(asked.get("language") ?? "en");

const root = document.getElementById("root");
if (!root) throw new Error("gallery.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <LanguageFrame>
      <Gallery only={asked.get("only")} />
    </LanguageFrame>
  </StrictMode>,
);
