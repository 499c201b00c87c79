import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Button, ConfirmDialog, ContextMenu, Dialog, IconButton, MenuIconButton } from "..";
import { MoreIcon, SearchIcon } from "../icons/icons";

function Asked({ isDismissable }: { isDismissable?: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Open</Button>
      <Dialog title="About" isOpen={isOpen} onOpenChange={setOpen} isDismissable={isDismissable}>
        <Button onPress={() => setOpen(false)}>Done</Button>
      </Dialog>
    </>
  );
}

test("a dialog takes the focus, keeps it and gives it back", async () => {
  const view = render(<Asked />);
  const user = userEvent.setup();
  const opener = view.getByRole("button", { name: "Open" });
  await user.click(opener);
  const dialog = view.getByRole("dialog", { name: "About" });
  for (let step = 0; step < 5; step += 1) {
    await user.tab();
    expect(dialog.contains(document.activeElement), "Tab stays inside").toBe(true);
  }
  await user.keyboard("{Escape}");
  expect(view.queryByRole("dialog")).toBeNull();
  await vi.waitFor(() => expect(document.activeElement).toBe(opener));
});

test("a dialog that needs an answer has no way around it", async () => {
  const view = render(<Asked isDismissable={false} />);
  const user = userEvent.setup();
  await user.click(view.getByRole("button", { name: "Open" }));
  await user.keyboard("{Escape}");
  expect(view.getByRole("dialog")).toBeTruthy();
  expect(view.queryByRole("button", { name: "Close" })).toBeNull();
});

function Confirm({ onConfirm }: { onConfirm: () => Promise<void> }) {
  const [isOpen, setOpen] = useState(true);
  return (
    <ConfirmDialog
      title="Unlink this number?"
      confirmLabel="Unlink"
      tone="danger"
      isOpen={isOpen}
      onOpenChange={setOpen}
      onConfirm={onConfirm}
    >
      Its history stays on this computer.
    </ConfirmDialog>
  );
}

test("a dangerous question starts on Cancel, waits for the work and closes when it is done", async () => {
  let finish: () => void = () => undefined;
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const view = render(<Confirm onConfirm={() => work} />);
  const user = userEvent.setup();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"));
  await user.click(view.getByRole("button", { name: "Unlink" }));
  await user.keyboard("{Escape}");
  expect(view.getByRole("alertdialog"), "it cannot be closed while the work runs").toBeTruthy();
  finish();
  await vi.waitFor(() => expect(view.queryByRole("alertdialog")).toBeNull());
});

test("a question stands when its work failed", async () => {
  const view = render(<Confirm onConfirm={() => Promise.reject(new Error("no network"))} />);
  const user = userEvent.setup();
  await user.click(view.getByRole("button", { name: "Unlink" }));
  await vi.waitFor(() => expect(view.getByRole("button", { name: "Cancel" })).toHaveProperty("disabled", false));
  expect(view.getByRole("alertdialog")).toBeTruthy();
});

test("a menu is worked by keyboard alone and gives the focus back", async () => {
  const onAction = vi.fn();
  const onToggle = vi.fn();
  const onChoice = vi.fn();
  const view = render(
    <MenuIconButton
      label="More"
      icon={MoreIcon}
      items={[
        { id: "off", label: "Off", isDisabled: true, onAction: () => undefined },
        { id: "archive", label: "Archive", onAction },
        { id: "mute", kind: "toggle", label: "Mute", isOn: false, onChange: onToggle },
        { id: "line", kind: "divider" },
        {
          id: "sort",
          kind: "choices",
          label: "Sort",
          value: "new",
          options: [
            { id: "new", label: "Newest" },
            { id: "old", label: "Oldest" },
          ],
          onChange: onChoice,
        },
      ]}
    />,
  );
  const user = userEvent.setup();
  const button = view.getByRole("button", { name: "More" });
  await user.tab();
  await user.keyboard("{Enter}");
  await view.findByRole("menu", { name: "More" });
  expect(document.activeElement?.textContent, "a disabled entry is passed over").toContain("Archive");
  await user.keyboard("{Enter}");
  expect(onAction).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(document.activeElement).toBe(button));

  await user.keyboard("{ArrowDown}");
  const mute = view.getByRole("menuitemcheckbox", { name: "Mute" });
  expect(mute.getAttribute("aria-checked")).toBe("false");
  await user.click(mute);
  expect(onToggle).toHaveBeenCalledExactlyOnceWith(true);

  if (view.queryByRole("menu") === null) await user.click(button);
  expect(view.getByRole("menuitemradio", { name: "Newest" }).getAttribute("aria-checked")).toBe("true");
  await user.click(view.getByRole("menuitemradio", { name: "Oldest" }));
  expect(onChoice).toHaveBeenCalledExactlyOnceWith("old");
});

test("a thing has its menu by right click and closes it by Escape", async () => {
  const onAction = vi.fn();
  const view = render(
    <ContextMenu label="Chat" items={[{ id: "pin", label: "Pin", onAction }]}>
      <button type="button">Row</button>
    </ContextMenu>,
  );
  const user = userEvent.setup();
  const row = view.getByRole("button", { name: "Row" });
  row.focus();
  await user.pointer({ keys: "[MouseRight]", target: row });
  expect(await view.findByRole("menu", { name: "Chat" })).toBeTruthy();
  await user.keyboard("{Escape}");
  expect(view.queryByRole("menu")).toBeNull();
  await vi.waitFor(() => expect(document.activeElement).toBe(row));
  await user.pointer({ keys: "[MouseRight]", target: row });
  await user.click(view.getByRole("menuitem", { name: "Pin" }));
  expect(onAction).toHaveBeenCalledOnce();
  expect(view.queryByRole("menu")).toBeNull();
});

test("the name of a drawing is shown to those who see and told to those who do not", async () => {
  const view = render(<IconButton label="Search" icon={SearchIcon} keys="mod+f" />);
  await userEvent.setup().tab();
  expect(view.getByRole("button", { name: "Search" })).toBe(document.activeElement);
  const tooltip = await view.findByRole("tooltip");
  expect(tooltip.textContent).toContain("Search");
  expect(tooltip.textContent).toContain("Ctrl");
});

test("a pending button keeps its place and ignores presses", async () => {
  const onPress = vi.fn();
  const view = render(
    <Button isPending onPress={onPress}>
      Save
    </Button>,
  );
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement, "the focus does not fall to the ground").toBe(
    view.getByRole("button", { name: "Save" }),
  );
  await user.keyboard("{Enter}");
  expect(onPress).not.toHaveBeenCalled();
});
