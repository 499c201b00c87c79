/** What jsdom leaves out of a browser: sizes, scrolling and the media queries. Everything else is the real thing. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { setLanguage } from "../src/i18n/i18n";

// A ceiling for a busy machine, not a wait: what is looked for usually stands there at once.
configure({ asyncUtilTimeout: 15_000 });

// Numbers that are drawn a few times a second show every change at once, so that no test depends on how fast it runs.
vi.mock("../src/lib/calm", () => ({ calmly: (act: () => void) => ({ call: act, cancel: () => undefined }) }));

/** A window of 800 by 640 in which every row of a virtual list is 64 high. */
const viewHeight = 640;
const viewWidth = 800;
const rowHeight = 64;

const isRow = (element: HTMLElement) => element.dataset.index !== undefined;

Object.defineProperties(HTMLElement.prototype, {
  offsetHeight: { configurable: true, get: heightOf },
  clientHeight: { configurable: true, get: heightOf },
  offsetWidth: { configurable: true, get: () => viewWidth },
  clientWidth: { configurable: true, get: () => viewWidth },
  scrollHeight: { configurable: true, get: contentHeight },
});

Element.prototype.scrollTo = function scrollTo(this: Element, to?: ScrollToOptions | number) {
  this.scrollTop = typeof to === "object" ? (to.top ?? 0) : 0;
  this.dispatchEvent(new Event("scroll"));
} as Element["scrollTo"];
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.setPointerCapture = () => undefined;
Element.prototype.releasePointerCapture = () => undefined;

// Enough for the ids and keys that React Aria looks up.
vi.stubGlobal("CSS", { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") });

class StillObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver = StillObserver;

beforeEach(async () => {
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  await setLanguage("en");
});

afterEach(() => {
  cleanup();
  localStorage.clear();
});

function heightOf(this: HTMLElement): number {
  return isRow(this) ? rowHeight : viewHeight;
}

function contentHeight(this: HTMLElement): number {
  const content = this.firstElementChild;
  const set = content instanceof HTMLElement ? Number.parseFloat(content.style.blockSize) : Number.NaN;
  return Number.isNaN(set) ? viewHeight : Math.max(viewHeight, set);
}
