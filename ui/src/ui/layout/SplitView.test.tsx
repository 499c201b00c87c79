import { act, fireEvent, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { setLanguage } from "../../i18n/i18n";
import { SplitView } from "./SplitView";

/** 800 wide: a list of 300, a thread that takes the rest, a detail of 160. */
function Desk({ onCommit = () => undefined }: { onCommit?: (sizes: Record<string, number>) => void }) {
  const [sizes, setSizes] = useState<Record<string, number>>({});
  return (
    <SplitView
      sizes={sizes}
      onSizesChange={setSizes}
      onSizesCommit={onCommit}
      panes={[
        { id: "list", label: "Chats", initial: 300, min: 200, max: 400, content: "list" },
        { id: "thread", label: "Thread", min: 200, content: "thread" },
        { id: "detail", label: "Detail", initial: 160, min: 120, max: 240, content: "detail" },
      ]}
    />
  );
}

const desk = (onCommit?: (sizes: Record<string, number>) => void) => {
  const view = render(<Desk onCommit={onCommit} />);
  const bar = (name: string) => view.getByRole("separator", { name: `Resize ${name}` });
  const size = (name: string) => Number(bar(name).getAttribute("aria-valuenow"));
  return { view, bar, size, user: userEvent.setup() };
};

test("a bar is a named separator that knows its limits and its pane", () => {
  const { bar, view } = desk();
  const separator = bar("Chats");
  expect(separator.getAttribute("aria-orientation")).toBe("vertical");
  expect([separator.getAttribute("aria-valuemin"), separator.getAttribute("aria-valuemax")]).toEqual(["200", "400"]);
  expect(document.getElementById(separator.getAttribute("aria-controls") ?? "")).toBe(view.getByText("list"));
});

test("arrows move the bar in the direction they point, on either side of the middle", async () => {
  const onCommit = vi.fn();
  const { bar, size, user } = desk(onCommit);
  bar("Chats").focus();
  await user.keyboard("{ArrowRight}");
  expect(size("Chats")).toBe(316);
  await user.keyboard("{Shift>}{ArrowLeft}{/Shift}");
  expect(size("Chats")).toBe(252);
  bar("Detail").focus();
  await user.keyboard("{ArrowLeft}");
  expect(size("Detail"), "the bar at the start of the detail widens it when it moves away").toBe(176);
  expect(onCommit).toHaveBeenLastCalledWith({ list: 252, detail: 176 });
});

test("Home and End go to the limits, Enter back to the beginning", async () => {
  const { bar, size, user } = desk();
  bar("Chats").focus();
  await user.keyboard("{Home}");
  expect(size("Chats")).toBe(200);
  await user.keyboard("{ArrowLeft}");
  expect(size("Chats"), "no further than the limit").toBe(200);
  await user.keyboard("{End}");
  expect(size("Chats")).toBe(400);
  await user.keyboard("{Enter}");
  expect(size("Chats")).toBe(300);
});

test("in a right-to-left language the arrows still move the bar where they point", async () => {
  const { view, user } = desk();
  await act(() => setLanguage("ar"));
  const [bar] = view.getAllByRole("separator");
  bar?.focus();
  await user.keyboard("{ArrowLeft}");
  expect(bar?.getAttribute("aria-valuenow"), "left is away from the first pane, which stands at the right").toBe("316");
});

test("a drag moves the bar, and is remembered only when it ends", () => {
  const onCommit = vi.fn();
  const { bar, size } = desk(onCommit);
  const separator = bar("Chats");
  fireEvent.pointerDown(separator, { button: 0, pointerId: 1, clientX: 300 });
  fireEvent.pointerMove(separator, { pointerId: 1, clientX: 350 });
  expect(size("Chats")).toBe(350);
  expect(onCommit).not.toHaveBeenCalled();
  fireEvent.pointerUp(separator, { pointerId: 1, clientX: 360 });
  expect(onCommit).toHaveBeenCalledExactlyOnceWith({ list: 360 });
  fireEvent.pointerMove(separator, { pointerId: 1, clientX: 390 });
  expect(size("Chats"), "a pointer that only passes moves nothing").toBe(360);
  fireEvent.doubleClick(separator);
  expect(size("Chats")).toBe(300);
});
