/** What the tests of the whole window share: a window on a world in memory, and the words a person would see. */
import { act, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { loadThread } from "../features/thread/useOpenThread";
import { MemoryBackend, type MemoryOptions } from "../ipc/memory";
import { LanguageFrame } from "../ui";
import { App } from "./App";

/** Wednesday, 18 June 2025, 15:00 in a world without time zones. */
export const testNow = Date.UTC(2025, 5, 18, 15, 0);

export async function openWindow(
  options: MemoryOptions = {},
  prepare: (world: MemoryBackend) => void = () => undefined,
) {
  // The window fetches this right after its first frame; here it is there from the start.
  await loadThread();
  vi.stubEnv("TZ", "UTC");
  vi.useFakeTimers({ toFake: ["Date"], now: testNow });
  const world = new MemoryBackend({
    now: testNow,
    chats: 12,
    messages: 30,
    ...options,
    settings: { language: "en", ...options.settings },
  });
  prepare(world);
  const view = render(
    <LanguageFrame>
      <App backend={world} />
    </LanguageFrame>,
  );
  await settle();
  return { world, view, user: userEvent.setup(), calls: (name: string) => callsOf(world, name) };
}

/** Lets everything happen that is only waiting for its turn. */
export async function settle(): Promise<void> {
  // A view that is loaded on demand appears at the end of a round; what it asks for, or loads itself, comes in the next.
  for (let round = 0; round < 3; round += 1) {
    await act(async () => {
      await nextTurns();
      await vi.dynamicImportSettled();
    });
  }
}

async function nextTurns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

function callsOf(world: MemoryBackend, name: string): readonly (readonly unknown[])[] {
  return world.calls.filter((call) => call.name === name).map((call) => call.with);
}

const blocks = new Set([
  "DIV",
  "P",
  "LI",
  "ARTICLE",
  "HEADER",
  "FOOTER",
  "SECTION",
  "H1",
  "H2",
  "H3",
  "UL",
  "DT",
  "DD",
  "LABEL",
]);

/** The words on the screen, a line per block. Drawings are not words; words for the ear alone stand in [brackets]. */
export function wordsOf(node: Element): string {
  return read(node)
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

function read(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
  if (!(node instanceof Element) || node.getAttribute("aria-hidden") === "true") return "";
  const inner = [...node.childNodes].map(read).join("");
  const label = node.getAttribute("role") === "img" ? `[${node.getAttribute("aria-label")}]` : "";
  const words = node.classList.contains("spoken") ? `[${inner}]` : label || inner;
  return blocks.has(node.tagName) ? `\n${words}\n` : ` ${words} `;
}
