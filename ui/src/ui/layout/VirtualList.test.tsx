import { act, fireEvent, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createRef, useState } from "react";
import { expect, test, vi } from "vitest";
import { VirtualList, type VirtualListHandle, type VirtualListProps } from "./VirtualList";

interface Row {
  id: string;
}

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, index) => ({ id: `row ${from + index}` }));

type Options = Partial<VirtualListProps<Row>>;

function Chats({ items = rows(0, 1000), onSelect, ...options }: Options) {
  const [selected, setSelected] = useState<string | null>(null);
  return (
    <VirtualList
      label="Chats"
      items={items}
      getKey={(row) => row.id}
      estimateSize={64}
      selectedKey={selected}
      onSelect={(key, item) => {
        setSelected(key);
        onSelect?.(key, item);
      }}
      renderItem={(row) => row.id}
      {...options}
    />
  );
}

const focused = () => document.activeElement?.textContent;
const scrollerOf = (container: HTMLElement) => container.firstElementChild as HTMLElement;

test("only what is seen exists, and every row knows its place among all", () => {
  const view = render(<Chats />);
  const options = view.getAllByRole("option");
  expect(options.length).toBeLessThan(40);
  expect(options[0]?.getAttribute("aria-setsize")).toBe("1000");
  expect(options[3]?.getAttribute("aria-posinset")).toBe("4");
  expect(view.getByRole("listbox", { name: "Chats" })).toBeTruthy();
});

test("one row is in the tab order, and the arrows move from there", async () => {
  render(<Chats />);
  const user = userEvent.setup();
  await user.tab();
  expect(focused()).toBe("row 0");
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
  expect(focused()).toBe("row 1");
  await user.keyboard("{ArrowUp}{ArrowUp}");
  expect(focused(), "the beginning is the end of going up").toBe("row 0");
  await user.tab();
  expect(document.activeElement, "the other rows are not in the tab order").toBe(document.body);
});

test("End, Home and the page keys travel through rows that did not exist yet", async () => {
  render(<Chats />);
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("{End}");
  await vi.waitFor(() => expect(focused()).toBe("row 999"));
  await user.keyboard("{Home}");
  await vi.waitFor(() => expect(focused()).toBe("row 0"));
  await user.keyboard("{PageDown}");
  await vi.waitFor(() => expect(focused()).toBe("row 9"));
  await user.keyboard("{PageUp}");
  await vi.waitFor(() => expect(focused()).toBe("row 0"));
});

test("Enter, Space and a press choose; moving does not", async () => {
  const onSelect = vi.fn();
  const view = render(<Chats onSelect={onSelect} />);
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("{ArrowDown}");
  expect(onSelect).not.toHaveBeenCalled();
  await user.keyboard("{Enter}");
  await user.keyboard("{ArrowDown} ");
  await user.click(view.getByText("row 5"));
  expect(onSelect.mock.calls.map(([key]) => key)).toEqual(["row 1", "row 2", "row 5"]);
  expect(view.getByRole("option", { selected: true }).textContent).toBe("row 5");
});

test("the row with the focus lives on while somebody scrolls away from it", async () => {
  const view = render(<Chats />);
  await userEvent.setup().tab();
  const scroller = scrollerOf(view.container);
  act(() => scroller.scrollTo({ top: 30_000 }));
  expect(view.queryByText("row 470"), "the list did scroll").toBeTruthy();
  expect(focused(), "losing it would throw the keyboard to the top of the page").toBe("row 0");
});

test("keys typed into a control inside a row stay there", async () => {
  const onSelect = vi.fn();
  const view = render(<Chats role="list" onSelect={onSelect} renderItem={(row) => <input aria-label={row.id} />} />);
  const field = view.getByRole("textbox", { name: "row 1" });
  field.focus();
  await userEvent.setup().keyboard("a b{Enter}{ArrowDown}");
  expect(field).toHaveProperty("value", "a b");
  expect(document.activeElement).toBe(field);
  expect(onSelect).not.toHaveBeenCalled();
});

test("a conversation opens at its end and follows new rows from there", () => {
  const view = render(<Chats anchor="end" role="list" items={rows(0, 100)} />);
  expect(view.getByText("row 99")).toBeTruthy();
  expect(view.queryByText("row 0")).toBeNull();
  view.rerender(<Chats anchor="end" role="list" items={rows(0, 101)} />);
  expect(view.getByText("row 100")).toBeTruthy();
});

test("older rows put before the first ones do not move what is read", () => {
  const view = render(<Chats anchor="end" role="list" items={rows(500, 600)} />);
  const scroller = scrollerOf(view.container);
  act(() => scroller.scrollTo({ top: 1280 }));
  const place = (text: string) => {
    const row = view.getByText(text);
    const start = Number(/translateY\((-?[\d.]+)px\)/.exec(row.style.transform)?.[1]);
    return start - scroller.scrollTop;
  };
  const before = place("row 522");
  view.rerender(<Chats anchor="end" role="list" items={rows(450, 600)} />);
  expect(place("row 522"), "WebKit has no scroll anchoring of its own").toBe(before);
});

test("it asks once for more when the reader comes near an edge, and says when the end is left", async () => {
  const onNearStart = vi.fn();
  const onNearEnd = vi.fn();
  const onAtEndChange = vi.fn();
  const view = render(<Chats {...{ onNearStart, onNearEnd, onAtEndChange }} anchor="end" items={rows(0, 100)} />);
  const scroller = scrollerOf(view.container);
  await vi.waitFor(() => expect(onNearEnd).toHaveBeenCalledOnce());
  expect(onNearStart, "a list that opens at its end is not near its start").not.toHaveBeenCalled();
  act(() => scroller.scrollTo({ top: 100 }));
  fireEvent.scroll(scroller);
  expect(onNearStart).toHaveBeenCalledOnce();
  expect(onAtEndChange).toHaveBeenCalledExactlyOnceWith(false);
  view.rerender(<Chats {...{ onNearStart, onNearEnd, onAtEndChange }} anchor="end" items={rows(0, 150)} />);
  act(() => scroller.scrollTo({ top: 100 }));
  expect(onNearStart, "another page came, so the next one may be asked for").toHaveBeenCalledTimes(2);
});

test("code can bring a row into view and give it the keyboard", async () => {
  const ref = createRef<VirtualListHandle>();
  const view = render(<Chats ref={ref} />);
  act(() => ref.current?.focus("row 700"));
  await vi.waitFor(() => expect(focused()).toBe("row 700"));
  expect(ref.current?.isAtEnd()).toBe(false);
  act(() => ref.current?.scrollToEnd());
  expect(view.getByText("row 999")).toBeTruthy();
  expect(ref.current?.isAtEnd()).toBe(true);
});

test("the active row takes the keyboard back when it is asked for again", async () => {
  const ref = createRef<VirtualListHandle>();
  render(
    <>
      <Chats ref={ref} />
      <button type="button">elsewhere</button>
    </>,
  );
  act(() => ref.current?.focus("row 3"));
  expect(focused()).toBe("row 3");
  const user = userEvent.setup();
  await user.click(document.querySelector("button") as HTMLElement);
  act(() => ref.current?.focus("row 3"));
  expect(focused(), "nothing renders in between, and yet the keyboard moves").toBe("row 3");
});

test("a row that went away hands its place in the tab order on", async () => {
  const view = render(<Chats items={rows(0, 5)} />);
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("{ArrowDown}");
  view.rerender(<Chats items={rows(0, 1)} />);
  await user.tab();
  expect(focused()).toBe("row 0");
});
