import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { createCommandTable } from "../../lib/commands";
import { CommandPalette, type PaletteItem } from "./CommandPalette";
import { ShortcutSheet } from "./ShortcutSheet";

function desk(over: { items?: readonly PaletteItem[]; onReload?: () => void } = {}) {
  const table = createCommandTable();
  const closed = vi.fn();
  table.register([
    { id: "close", label: "ui.close", group: "ui.toasts", keys: ["escape", "mod+w"], run: closed },
    { id: "reload", label: "ui.failure.reload", group: "ui.failure.title", run: over.onReload ?? (() => undefined) },
    { id: "never", label: "ui.cancel", group: "ui.toasts", keys: ["mod+z"], when: () => false, run: () => undefined },
    { id: "hidden", label: "ui.dismiss", group: "ui.toasts", keys: ["j"], inPalette: false, run: () => undefined },
  ]);
  function Desk() {
    const [isOpen, setOpen] = useState(true);
    return (
      <>
        <input aria-label="Behind" />
        <CommandPalette isOpen={isOpen} onOpenChange={setOpen} items={over.items} table={table} />
      </>
    );
  }
  return { view: render(<Desk />), table, closed, user: userEvent.setup() };
}

const chat = (label: string, run: () => void = () => undefined): PaletteItem => ({
  id: label,
  label,
  group: "Chats",
  keywords: "+1 555 000 1111",
  run,
});

test("the palette takes the keyboard and offers what is available", () => {
  const { view } = desk({ items: [chat("Amira Haddad")] });
  const field = view.getByRole("combobox");
  expect(document.activeElement).toBe(field);
  const labels = view.getAllByRole("option").map((option) => option.textContent);
  expect(labels.join("|")).toContain("Amira Haddad");
  expect(labels.join("|")).toContain("Reload window");
  expect(labels.join("|"), "not available now").not.toContain("Cancel");
  expect(labels.join("|"), "not meant for the palette").not.toContain("Dismiss");
});

test("arrows go round, the field names the active row, Enter runs it", async () => {
  const opened = vi.fn();
  const { view, user } = desk({ items: [chat("Amira"), chat("Jonas", opened)] });
  const field = view.getByRole("combobox");
  const active = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.textContent;
  expect(active()).toContain("Amira");
  await user.keyboard("{ArrowUp}");
  expect(active()).toContain("Reload");
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(active()).toContain("Jonas");
  await user.keyboard("{Enter}");
  expect(view.queryByRole("dialog")).toBeNull();
  await vi.waitFor(() => expect(opened).toHaveBeenCalledOnce());
});

test("typing narrows, marks what matched, and finds by hidden words too", async () => {
  const { view, user } = desk({ items: [chat("Amira Haddad")] });
  await user.keyboard("rw");
  expect(view.getByRole("option").textContent).toContain("Reload window");
  expect([...view.getByRole("option").querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["R", "w"]);
  expect(view.getByRole("status").textContent).toBe("1 result");
  await user.clear(view.getByRole("combobox"));
  await user.keyboard("5550001111");
  expect(view.getByRole("option").textContent).toContain("Amira Haddad");
  await user.keyboard("zzz");
  expect(view.queryByRole("option")).toBeNull();
  expect(view.getByText("Nothing fits these words")).toBeTruthy();
});

test("a command that moves the focus finds it where it put it", async () => {
  const { view, user } = desk({ onReload: () => document.querySelector("input")?.focus() });
  await user.keyboard("reload{Enter}");
  await vi.waitFor(() => expect(document.activeElement).toBe(view.getByRole("textbox", { name: "Behind" })));
});

test("a hostile name is shown as it is written", () => {
  const hostile = "<img src=x onerror=alert(1)>";
  const { view } = desk({ items: [chat(hostile)] });
  expect(view.getAllByRole("option")[0]?.textContent).toContain(hostile);
  expect(document.querySelector("img")).toBeNull();
});

test("the sheet lists every shortcut under its heading, also those that wait for their moment", () => {
  const { table } = desk();
  const view = render(<ShortcutSheet isOpen onOpenChange={() => undefined} table={table} />);
  const dialog = view.getByRole("dialog", { name: "Keyboard shortcuts" });
  expect(dialog.querySelectorAll("h3")).toHaveLength(1);
  const rows = [...dialog.querySelectorAll("dt")].map((row) => row.textContent);
  expect(rows).toEqual(["Close", "Cancel", "Dismiss"]);
});
