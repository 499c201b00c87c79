import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { type Command, createCommandTable, useCommandKeys, useCommands, useKeysOf } from "./commands";

const command = (over: Partial<Command>): Command => ({
  id: "test",
  label: "ui.cancel",
  group: "ui.toasts",
  run: () => undefined,
  ...over,
});

describe("the table", () => {
  test("the view registered last wins its id and its keys, and gives them back", async () => {
    const table = createCommandTable();
    const [older, newer] = [vi.fn(), vi.fn()];
    table.register([command({ id: "archive", keys: ["e"], run: older })]);
    const leave = table.register([command({ id: "archive", keys: ["e"], run: newer })]);
    table.run("archive");
    leave();
    table.run("archive");
    expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([1, 1]);
    expect(table.list()).toHaveLength(1);
  });

  test("an unavailable command does not run and leaves its keys to another", () => {
    const table = createCommandTable();
    const other = vi.fn();
    const never = vi.fn();
    table.register([
      command({ id: "other", keys: ["e"], run: other }),
      command({ id: "never", keys: ["e"], run: never, when: () => false }),
    ]);
    expect(table.run("never")).toBe(false);
    expect(table.press(new KeyboardEvent("keydown", { key: "e" }))).toBe(true);
    expect(other).toHaveBeenCalledOnce();
    expect(never).not.toHaveBeenCalled();
  });
});

function App({ list, children }: { list: readonly Command[]; children?: React.ReactNode }) {
  const [table] = useState(createCommandTable);
  useCommandKeys(table);
  useCommands(list, table);
  return (
    <>
      <output>{useKeysOf("archive", table) ?? "none"}</output>
      <input aria-label="Field" />
      <button type="button">Away</button>
      {children}
    </>
  );
}

describe("the keyboard", () => {
  test("keys run their command, but not while somebody types", async () => {
    const archive = vi.fn();
    const view = render(<App list={[command({ id: "archive", keys: ["e"], run: archive })]} />);
    const user = userEvent.setup();
    await user.keyboard("e");
    expect(archive).toHaveBeenCalledTimes(1);
    await user.click(view.getByRole("textbox"));
    await user.keyboard("e");
    expect(archive, "an e in a text is an e").toHaveBeenCalledTimes(1);
    expect(view.getByRole("textbox")).toHaveProperty("value", "e");
  });

  test("a command may allow its keys while typing", async () => {
    const palette = vi.fn();
    const view = render(<App list={[command({ id: "palette", keys: ["mod+k"], whileTyping: true, run: palette })]} />);
    const user = userEvent.setup();
    await user.click(view.getByRole("textbox"));
    await user.keyboard("{Control>}k{/Control}");
    expect(palette).toHaveBeenCalledOnce();
  });

  test("nothing behind an open dialog is reached", async () => {
    const archive = vi.fn();
    const view = render(
      <App list={[command({ id: "archive", keys: ["e"], run: archive })]}>
        <div role="dialog" aria-label="Open">
          <button type="button">Inside</button>
        </div>
      </App>,
    );
    view.getByRole("button", { name: "Inside" }).focus();
    await userEvent.setup().keyboard("e");
    expect(archive).not.toHaveBeenCalled();
  });

  test("a handled key is taken from everybody else", () => {
    const table = createCommandTable();
    table.register([command({ keys: ["mod+p"] })]);
    const print = new KeyboardEvent("keydown", { key: "p", ctrlKey: true, cancelable: true });
    table.press(print);
    expect(print.defaultPrevented, "the engine must not print the window").toBe(true);
  });
});

test("commands written in place run with the values of the last render and do not register again", async () => {
  const seen: number[] = [];
  const table = createCommandTable();
  const changes = vi.fn();
  function Counter({ count }: { count: number }) {
    useCommands([command({ id: "count", run: () => seen.push(count) })], table);
    return null;
  }
  const view = render(<Counter count={1} />);
  table.subscribe(changes);
  view.rerender(<Counter count={2} />);
  table.run("count");
  expect(seen).toEqual([2]);
  expect(changes, "a render is no reason to tell every reader of the table").not.toHaveBeenCalled();
  view.unmount();
  expect(table.list()).toEqual([]);
});

test("the keys of a command can be shown beside it", () => {
  const view = render(<App list={[command({ id: "archive", keys: ["mod+e", "e"] })]} />);
  expect(view.getByRole("status").textContent).toBe("mod+e");
});
