import { act, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Banner, ErrorBoundary, ProgressBar, ToastRegion } from "..";
import { createToasts } from "./toasts";

describe("progress", () => {
  test("says how much is done and since when, and can be cancelled", async () => {
    const onCancel = vi.fn();
    const view = render(
      <ProgressBar label="Importing" done={30} total={120} since={1_000} now={66_000} onCancel={onCancel} />,
    );
    const bar = view.getByRole("progressbar", { name: "Importing" });
    expect(bar.getAttribute("aria-valuenow")).toBe("25");
    expect(bar.getAttribute("aria-valuetext")).toBe("30 of 120 (25%)");
    expect(view.getByText("30 of 120 (25%) · 1:05")).toBeTruthy();
    await userEvent.setup().click(view.getByRole("button", { name: "Cancel: Importing" }));
    expect(onCancel).toHaveBeenCalledOnce();
  });

  test("does not make up a share when the total is not known", () => {
    const view = render(<ProgressBar label="Reading" done={5} />);
    expect(view.getByRole("progressbar").hasAttribute("aria-valuenow")).toBe(false);
  });

  test("takes one cancel only", () => {
    const view = render(<ProgressBar label="Reading" done={5} total={9} onCancel={() => undefined} isCancelling />);
    expect(view.getByRole("button")).toHaveProperty("disabled", true);
    expect(view.getByText("Stopping…")).toBeTruthy();
  });
});

describe("notices", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("pass by, unless they hold an action or a danger", () => {
    const store = createToasts();
    store.show({ tone: "info", text: "Copied" });
    store.show({ tone: "danger", text: "Not sent" });
    store.show({ tone: "info", text: "Archived", action: { label: "Undo", onPress: () => undefined } });
    vi.advanceTimersByTime(60_000);
    expect(store.list().map(({ text }) => text)).toEqual(["Not sent", "Archived"]);
  });

  test("wait while somebody reads", () => {
    const store = createToasts();
    store.show({ tone: "info", text: "Copied" });
    store.pause();
    vi.advanceTimersByTime(60_000);
    expect(store.list()).toHaveLength(1);
    store.resume();
    vi.advanceTimersByTime(6_000);
    expect(store.list()).toHaveLength(0);
  });

  test("the same words do not pile up, and no more than four stand", () => {
    const store = createToasts();
    for (const text of ["Copied", "Copied", "1", "2", "3", "4"]) store.show({ tone: "info", text });
    expect(store.list().map(({ text }) => text)).toEqual(["1", "2", "3", "4"]);
  });

  test("are announced politely and survive a hostile text as text", () => {
    const store = createToasts();
    const view = render(<ToastRegion store={store} />);
    const hostile = '<img src=x onerror="alert(1)">';
    act(() => {
      store.show({ tone: "info", text: hostile });
    });
    const log = view.getByRole("log");
    expect(log.getAttribute("aria-live")).toBe("polite");
    expect(log.textContent).toContain(hostile);
    expect(log.querySelector("img")).toBeNull();
    act(() => view.getByRole("button", { name: "Dismiss" }).click());
    expect(log.textContent).toBe("");
  });
});

test("a danger interrupts, the rest waits for its turn", () => {
  const view = render(
    <>
      <Banner tone="danger" title="Logged out" />
      <Banner tone="warning" title="Waiting for the network" />
    </>,
  );
  expect(view.getByRole("alert").textContent).toContain("Logged out");
  expect(view.getByRole("status").textContent).toContain("Waiting");
});

test("what breaks while drawing becomes words and a way out", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const onError = vi.fn();
  const onReload = vi.fn();
  function Broken(): never {
    throw new Error("broken");
  }
  const view = render(
    <ErrorBoundary onError={onError} onReload={onReload}>
      <Broken />
    </ErrorBoundary>,
  );
  expect(view.getByRole("alert").textContent).toContain("Your messages are safe");
  expect(onError).toHaveBeenCalledOnce();
  await userEvent.setup().click(view.getByRole("button", { name: "Reload window" }));
  expect(onReload).toHaveBeenCalledOnce();
});
