import { render, waitFor } from "@testing-library/react";
import { expect, onTestFinished, test, vi } from "vitest";
import { setLanguage } from "../../i18n/i18n";
import { Avatar, Badge, CodeDisplay, Countdown, KeyHint, QrCode, RelativeTime, SlotBadge } from "..";
import { avatarColour, initials } from "./initials";

test.each([
  ["Amira Haddad", "AH"],
  ["Zoë van Ångström", "ZÅ"],
  ["e\u0301lodie", "É"],
  ["محمد علي", "مع"],
  ["x", "X"],
  ["👩🏽‍🚀 Captain", "👩🏽‍🚀C"],
  ["🇨🇭", "🇨🇭"],
  ["李小龙", "李"],
  ["«Shop» (North)", "SN"],
  ["+1 555 000 1111", ""],
  ["  ", ""],
  ["!!!", ""],
])("the initials of %s are %s", (name, letters) => {
  expect(initials(name, "en").normalize("NFC")).toBe(letters);
});

test("a person keeps their colour for ever", () => {
  expect([avatarColour("contact-1"), avatarColour("contact-2"), avatarColour("أميرة")]).toEqual([
    avatarColour("contact-1"),
    avatarColour("contact-2"),
    avatarColour("أميرة"),
  ]);
  const used = new Set(Array.from({ length: 200 }, (_, index) => avatarColour(`contact-${index}`)));
  expect([...used].sort(), "all eight are used").toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a picture is drawn, never loaded, and one that cannot be drawn gives way to the initials", async () => {
  const jpeg = btoa("\xff\xd8\xff\xe0rest");
  const drawn: unknown[] = [];
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({
    drawImage: (bitmap: unknown) => drawn.push(bitmap),
  } as never);
  const bitmap = { width: 4, height: 4, close: vi.fn() };
  vi.stubGlobal("createImageBitmap", vi.fn().mockResolvedValue(bitmap));
  onTestFinished(() => void vi.stubGlobal("createImageBitmap", undefined));
  const view = render(<Avatar name="Amira Haddad" picture={jpeg} isNamed />);
  const avatar = view.getByRole("img", { name: "Amira Haddad" });
  await waitFor(() => expect(drawn).toEqual([bitmap]));
  expect(avatar.textContent, "the picture stands for the name").toBe("");
  expect(avatar.querySelector("img"), "nothing that could fetch").toBeNull();
  expect(bitmap.close).toHaveBeenCalled();
  view.rerender(<Avatar name="Amira Haddad" picture={btoa("no picture")} isNamed />);
  await waitFor(() => expect(avatar.textContent).toBe("AH"));
});

test("a slot is told by number and label, never by colour alone", () => {
  const view = render(<SlotBadge slot={2} colour="rose" label="Service" display="number" />);
  expect(view.getByRole("img", { name: "Slot 2: Service" }).textContent).toBe("2");
});

test("large counts are cut where they stop to matter", () => {
  const view = render(<Badge count={1234} label="1,234 unread" />);
  expect(view.getByRole("img", { name: "1,234 unread" }).textContent).toBe("99+");
});

test("a moment carries its machine form", async () => {
  const now = Date.UTC(2026, 2, 14, 15, 9, 26);
  const view = render(<RelativeTime at={now - 1000} now={now} />);
  const time = view.getByText("Just now");
  expect(time.getAttribute("datetime")).toBe("2026-03-14T15:09:25.000Z");
  await setLanguage("ar");
  expect(await view.findByText("الآن"), "it follows the language").toBe(time);
});

test("a shortcut is read in words", () => {
  const view = render(<KeyHint keys="mod+arrowup" />);
  expect(view.container.textContent).toContain("Ctrl ↑");
});

test("a QR code has the margin that scanners need and whole pixels for each module", () => {
  for (const size of [21, 57, 61, 69]) {
    const view = render(<QrCode code={{ size, path: "M0 0h1v1h-1z" }} label="Code" />);
    const code = view.getByRole("img", { name: "Code" });
    const [from, , modules] = (code.getAttribute("viewBox") ?? "").split(" ").map(Number);
    expect(from).toBe(-4);
    expect(modules).toBe(size + 8);
    const pixels = Number.parseInt(code.style.inlineSize, 10);
    expect(pixels % (size + 8), `${size} modules`).toBe(0);
    expect(pixels, "it fits its frame").toBeLessThanOrEqual(288);
    view.unmount();
  }
});

test("the place of a QR code says what is waited for, and that it is not there yet", () => {
  const view = render(<QrCode code={null} label="On its way" />);
  expect(view.getByRole("img", { name: "On its way" }).getAttribute("aria-busy")).toBe("true");
  expect(view.container.querySelector("path")).toBeNull();
});

test("a code is read letter by letter and written in groups from left to right", () => {
  const view = render(<CodeDisplay code="K7RM-2VQX" spoken="K 7 R M 2 V Q X" />);
  const code = view.getByRole("img", { name: "K 7 R M 2 V Q X" });
  expect(code.textContent).toBe("K7RM-2VQX");
  expect(code.getAttribute("dir")).toBe("ltr");
});

test("a countdown stops at zero and is no news by itself", () => {
  const view = render(<Countdown label="Left" until={61_000} now={0} total={60_000} />);
  const timer = view.getByRole("timer", { name: "Left" });
  expect(timer.textContent).toBe("1:01");
  expect(timer.getAttribute("aria-live"), "a timer is not announced unless asked to").toBeNull();
  view.rerender(<Countdown label="Left" until={61_000} now={99_000} total={60_000} />);
  expect(timer.textContent).toBe("0:00");
});
