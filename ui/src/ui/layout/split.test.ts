import { expect, test } from "vitest";
import { fitPanes, limitsNow } from "./split";

const list = { id: "list", initial: 320, min: 220, max: 480 };
const thread = { id: "thread", min: 300 };
const detail = { id: "detail", initial: 240, min: 160 };
const panes = [list, thread, detail];

test("with room enough every pane has the width that was chosen, within its limits", () => {
  expect(fitPanes(panes, {}, 1200)).toEqual({ list: 320, detail: 240 });
  expect(fitPanes(panes, { list: 9000, detail: 1 }, 1200)).toEqual({ list: 480, detail: 160 });
});

test("in a narrow window the last pane gives way first and none goes below its least width", () => {
  expect(fitPanes(panes, {}, 800)).toEqual({ list: 320, detail: 180 });
  expect(fitPanes(panes, {}, 720)).toEqual({ list: 260, detail: 160 });
  expect(fitPanes(panes, {}, 100)).toEqual({ list: 220, detail: 160 });
});

test("before the window is measured the wishes stand", () => {
  expect(fitPanes(panes, { list: 400 }, null)).toEqual({ list: 400, detail: 240 });
});

test("a pane can grow only into what the others leave", () => {
  const shown = { list: 320, detail: 240 };
  expect(limitsNow(panes, shown, list, 800)).toEqual({ least: 220, most: 260 });
  expect(limitsNow(panes, shown, list, 2000)).toEqual({ least: 220, most: 480 });
  expect(limitsNow(panes, shown, detail, 2000), "without a maximum it is the room that ends it").toEqual({
    least: 160,
    most: 1380,
  });
});
