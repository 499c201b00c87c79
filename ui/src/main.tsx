/** The window as a whole, loaded by first.ts. What is shown is decided in app/. */
import "./theme/boot.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { LanguageFrame } from "./ui";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <LanguageFrame>
      <App />
    </LanguageFrame>
  </StrictMode>,
);
