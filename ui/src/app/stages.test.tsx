import { describe, expect, it } from "vitest";
import type { KeyStep, KeyTrouble, Stage, StoreTrouble } from "../ipc/types";
import { openWindow, settle, wordsOf } from "./testing";

// As records, so that a new variant does not compile until it is named here.
const troubles: Record<KeyTrouble, string> = {
  locked: "The keychain is locked",
  refused: "The keychain said no",
  noKeychain: "This computer has no keychain",
  keychainDied: "The keychain fell silent",
  passphraseNeeded: "Enter your passphrase",
  keyMissing: "The key is not in the keychain",
  staleKey: "The messages of this key are gone",
  databaseMissing: "The messages are gone",
  damagedKey: "The key in the keychain is damaged",
  severalKeys: "The keychain holds several keys",
  otherKey: "The key belongs to other messages",
  keyFileMissing: "The key file is missing",
  keyFileUnreadable: "The key file is damaged",
  newerFormat: "The key was written by a newer Frontdesk",
  notKept: "The keychain did not keep the key",
  folderUnusable: "The folder cannot be used",
};
const stores: Record<StoreTrouble["kind"], StoreTrouble> = {
  wrongKey: { kind: "wrongKey" },
  notEncrypted: { kind: "notEncrypted" },
  newer: { kind: "newer", found: 9, known: 3 },
  damaged: { kind: "damaged" },
  diskFull: { kind: "diskFull" },
  readOnly: { kind: "readOnly" },
  inUse: { kind: "inUse" },
  unreadable: { kind: "unreadable" },
};
const code = "K7QM-2XRD-9TWB-4HJN-C3VP-8YAF-M6TG";
/** What a person does for each step, and what is then asked of the other side. */
const steps: Record<KeyStep, { type?: string[]; press: string; confirm?: string; command: string; with: unknown[] }> = {
  unlock: { press: "Unlock the keychain", command: "retryStart", with: [] },
  retry: { press: "Try again", command: "retryStart", with: [] },
  recoveryCode: {
    type: [code.toLowerCase().replaceAll("-", " ")],
    press: "Open",
    command: "enterRecoveryCode",
    with: [code.toLowerCase().replaceAll("-", " ")],
  },
  passphrase: {
    type: ["correct horse battery staple"],
    press: "Open",
    command: "enterPassphrase",
    with: ["correct horse battery staple"],
  },
  choosePassphrase: {
    type: ["bright maple seventeen", "bright maple seventeen"],
    press: "Use this passphrase",
    command: "choosePassphrase",
    with: ["bright maple seventeen"],
  },
  openWithKeychain: { press: "Open with the key in the keychain", command: "openWithKeychain", with: [] },
  startFresh: {
    press: "Begin with an empty inbox",
    confirm: "Begin with an empty inbox",
    command: "startFresh",
    with: [],
  },
};
const names = Object.keys(steps) as KeyStep[];

const stuck = (trouble: KeyTrouble, ...offered: KeyStep[]): Stage => ({
  kind: "keyTrouble",
  trouble,
  steps: offered,
  keychain: "Test Keychain",
  keptIn: null,
});

describe("a key that cannot be had", () => {
  it.each(Object.entries(troubles))("%s is named in plain words", async (trouble, title) => {
    const { view } = await openWindow({ stage: stuck(trouble as KeyTrouble, "retry") });
    expect(view.getByRole("heading", { level: 1 }).textContent).toBe(title);
    expect(view.container.textContent, "no placeholder is left open").not.toMatch(/[{}]/);
    expect(view.getAllByRole("button").length, "one step, one button").toBe(1);
  });

  it.each(names)("the step %s does what it says", async (name) => {
    const step = steps[name];
    const { view, user, calls } = await openWindow({ stage: stuck("locked", name) });
    for (const [index, text] of (step.type ?? []).entries()) {
      const fields = view.container.querySelectorAll("input");
      await user.type(fields[index] as HTMLInputElement, text);
    }
    await user.click(view.getByRole("button", { name: step.press }));
    if (step.confirm) {
      expect(calls(step.command), "what cannot be taken back is asked first").toEqual([]);
      const dialog = await view.findByRole("alertdialog");
      await user.click([...dialog.querySelectorAll("button")].at(-1) as HTMLButtonElement);
    }
    await settle();
    expect(calls(step.command)).toEqual([step.with]);
  });

  it.each(names)("with %s first, that is the one next step and the others stand behind it", async (name) => {
    const others = names.filter((other) => other !== name);
    const { view, user } = await openWindow({ stage: stuck("locked", name, ...others) });
    const behind = view.getByText("Other ways").parentElement as HTMLElement;
    expect(behind.querySelectorAll("button").length).toBe(others.length);
    const before = wordsOf(view.container);
    await user.click(behind.querySelector("button") as HTMLButtonElement);
    expect(wordsOf(view.container), "another way can be chosen").not.toBe(before);
  });

  it("says what is wrong with a code, and forgets it while it is corrected", async () => {
    const { view, user } = await openWindow({ stage: stuck("keyMissing", "recoveryCode") });
    const field = view.getByLabelText("Recovery code");
    await user.type(field, "K7QM-2XRD{Enter}");
    await settle();
    expect(view.container.textContent).toContain("The code has a typing error.");
    await user.type(field, "X");
    expect(view.container.textContent).not.toContain("typing error");
    await user.clear(field);
    await user.type(field, `${code.slice(0, -1)}H{Enter}`);
    await settle();
    expect(view.container.textContent).toContain("This does not open these messages");
  });

  it("shows a keychain that still says no", async () => {
    const { world, view, user } = await openWindow({ stage: stuck("locked", "unlock") });
    world.fail("retryStart", { kind: "keychainRefused" });
    await user.click(view.getByRole("button", { name: "Unlock the keychain" }));
    await settle();
    expect(view.getByRole("alert").textContent).toContain("The keychain said no.");
  });

  it("lets nobody choose a passphrase that is short or typed differently", async () => {
    const { view, user } = await openWindow({ stage: stuck("noKeychain", "choosePassphrase") });
    const [first, second] = [...view.container.querySelectorAll("input")] as HTMLInputElement[];
    const use = view.getByRole("button", { name: "Use this passphrase" });
    await user.type(first as HTMLInputElement, "short");
    expect(view.container.textContent).toContain("At least 10 signs");
    expect(use.getAttribute("disabled")).not.toBeNull();
    await user.type(first as HTMLInputElement, " but longer now");
    await user.type(second as HTMLInputElement, "short but other");
    expect(view.container.textContent).toContain("The two are not the same.");
    expect(use.getAttribute("disabled")).not.toBeNull();
  });
});

describe("a store that cannot be opened", () => {
  it.each(Object.values(stores))("$kind says what happened, what is safe and what to do", async (trouble) => {
    const { view, user, calls } = await openWindow({ stage: { kind: "storeTrouble", trouble } });
    const words = wordsOf(view.container);
    expect(words).toContain("Your messages are safe. Nothing was changed or deleted.");
    expect(words.split("\n").length, "title, cause, comfort, next step, button").toBe(5);
    await user.click(view.getByRole("button", { name: "Try again" }));
    expect(calls("retryStart").length).toBe(1);
  });

  it("reads like this", async () => {
    const { view } = await openWindow({ stage: { kind: "storeTrouble", trouble: stores.newer } });
    expect(wordsOf(view.container)).toMatchInlineSnapshot(`
      "Written by a newer Frontdesk
      Your messages have format 9, and this version knows formats up to 3.
      Your messages are safe. Nothing was changed or deleted.
      Install the newer version of Frontdesk again, then start it.
      Try again"
    `);
  });
});

describe("the first start", () => {
  it("says what Frontdesk is, then shows the recovery code until it is confirmed", async () => {
    const { view, user, calls } = await openWindow({ stage: { kind: "welcome" } });
    expect(wordsOf(view.container)).toMatchInlineSnapshot(`
      "Welcome to Frontdesk
      Up to three WhatsApp numbers and all their conversations, in one inbox.
      Everything stays on this computer, encrypted, and nothing is sent anywhere you did not set up.
      Frontdesk is not affiliated with WhatsApp and numbers can be restricted, so message only people who agreed.
      Continue"
    `);
    expect(calls("issueRecoveryCode"), "no code before it is shown").toEqual([]);
    await user.click(view.getByRole("button", { name: "Continue" }));
    await settle();
    expect(wordsOf(view.container)).toMatchInlineSnapshot(`
      "Your recovery code
      If the keychain of this computer is ever lost, this code opens your messages. Without it nobody can, not even we. It is shown only now.
      K7QM 2XRD 9TWB 4HJN C3VP 8YAF M6TG
      Copy
      Best on paper, away from this computer.
      I have written it down
      Open my inbox"
    `);
    expect(calls("issueRecoveryCode").length, "each new code makes the last one useless").toBe(1);
    const open = view.getByRole("button", { name: "Open my inbox" });
    expect(open.getAttribute("disabled"), "first the promise").not.toBeNull();
    await user.click(view.getByRole("checkbox"));
    await user.click(open);
    await settle();
    expect(calls("confirmRecoveryCode").length).toBe(1);
    expect(view.getByRole("heading", { name: "Inbox" })).toBeTruthy();
  });

  it("says why no code could be made and tries again", async () => {
    const { world, view, user } = await openWindow({ stage: { kind: "welcome" } });
    world.fail("issueRecoveryCode", { kind: "diskFull" });
    await user.click(view.getByRole("button", { name: "Continue" }));
    await settle();
    expect(view.getByRole("alert").textContent).toContain("The disk is full");
    await user.click(view.getByRole("button", { name: "Try again" }));
    await settle();
    expect(view.getByLabelText("Recovery code").textContent).toContain("K7QM");
  });
});

describe("the way to the inbox", () => {
  it("shows the progress of a migration", async () => {
    const { view } = await openWindow({ stage: { kind: "migrating", done: 2, total: 5 } });
    expect(view.getByRole("progressbar").getAttribute("aria-valuetext")).toBe("2 of 5 (40%)");
  });

  it("offers a retry when the window cannot reach the program", async () => {
    const { world, view, user } = await openWindow();
    world.refuse({ kind: "internal" });
    await settle();
    expect(wordsOf(view.container)).toContain("The window cannot reach the program");
    await user.click(view.getByRole("button", { name: "Try again" }));
    await settle();
    expect(view.getByRole("heading", { name: "Inbox" })).toBeTruthy();
  });

  it("tells once that the first frame was painted", async () => {
    const { world } = await openWindow();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await settle();
    expect(world.painted).toBe(1);
  });
});
