import { beforeEach, describe, expect, it, vi } from "vitest";
import { setLanguage, t } from "../i18n/i18n";
import { errorWords, waitOf } from "./errors";
import { guarded, tauriBackend } from "./tauri";
import type { CommandError, FeedMessage, NumberFault, RefusalView } from "./types";

const until = 1_750_000_000_000;

const refusals: Record<RefusalView["kind"], RefusalView> = {
  slotAlreadyConnected: { kind: "slotAlreadyConnected" },
  slotAlreadyLinked: { kind: "slotAlreadyLinked" },
  notLinked: { kind: "notLinked" },
  nothingToCancel: { kind: "nothingToCancel" },
  notReadyForPairingCode: { kind: "notReadyForPairingCode" },
  codeStillGood: { kind: "codeStillGood", until },
  codeOnItsWay: { kind: "codeOnItsWay" },
  tooSoon: { kind: "tooSoon", until },
  codeThrottled: { kind: "codeThrottled", until },
  codeNotAvailable: { kind: "codeNotAvailable" },
  codeFailed: { kind: "codeFailed", until },
  numberInOtherSlot: { kind: "numberInOtherSlot", slot: 2 },
  decisionPending: { kind: "decisionPending" },
  nothingToDecide: { kind: "nothingToDecide" },
  unlinking: { kind: "unlinking" },
};

const faults: Record<NumberFault, NumberFault> = {
  strayCharacter: "strayCharacter",
  noCountryCode: "noCountryCode",
  tooShort: "tooShort",
  tooLong: "tooLong",
};

const plain: Record<Exclude<CommandError["kind"], "refused" | "invalidNumber">, CommandError> = {
  notOpen: { kind: "notOpen" },
  gone: { kind: "gone" },
  invalid: { kind: "invalid", field: "label" },
  mistypedCode: { kind: "mistypedCode" },
  wrongSecret: { kind: "wrongSecret" },
  weakPassphrase: { kind: "weakPassphrase" },
  notNow: { kind: "notNow" },
  otherKeyInKeychain: { kind: "otherKeyInKeychain" },
  keychainRefused: { kind: "keychainRefused" },
  diskFull: { kind: "diskFull" },
  storeUnusable: { kind: "storeUnusable" },
  desktopCannot: { kind: "desktopCannot" },
  fileGone: { kind: "fileGone" },
  internal: { kind: "internal" },
};

const errors: readonly CommandError[] = [
  ...Object.values(plain),
  ...Object.values(refusals).map((refusal) => ({ kind: "refused", refusal }) as const),
  ...Object.values(faults).map((why) => ({ kind: "invalidNumber", why }) as const),
];

describe("an error", () => {
  it.each(["en", "ar"])("has words and a next step of its own in %s", async (language) => {
    await setLanguage(language);
    const said = errors.map((error) => {
      const { what, next } = errorWords(error);
      return [t(what), t(next)];
    });
    expect(new Set(said.map(([what]) => what)).size, "no two errors say the same").toBe(said.length);
    for (const [what, next] of said) {
      expect(what, "a sentence").toMatch(/[.!؟]$/);
      expect(next, "a sentence").toMatch(/[.!؟]$/);
    }
  });
});

it("an error that time heals says when, and no other does", () => {
  const waits = Object.values(refusals).filter((refusal) => waitOf({ kind: "refused", refusal }) === until);
  expect(waits.map(({ kind }) => kind)).toEqual(["codeStillGood", "tooSoon", "codeThrottled", "codeFailed"]);
  expect(waitOf({ kind: "internal" })).toBeNull();
});

describe("an answer of the shell", () => {
  it("is handed through when it is one of ours", async () => {
    expect(await guarded(Promise.resolve({ status: "ok", data: 7 }))).toEqual({ status: "ok", data: 7 });
    const error = { kind: "gone" } as const;
    expect(await guarded(Promise.resolve({ status: "error", error }))).toEqual({ status: "error", error });
  });

  it.each([
    ["a refusal in bare words", () => Promise.resolve({ status: "error", error: "about not allowed by ACL" as never })],
    ["nothing", () => Promise.resolve({ status: "error", error: null as never })],
    ["a broken bridge", () => Promise.reject(new Error("no bridge"))],
  ] as const)("becomes a defect when it is %s", async (_, answer) => {
    expect(await guarded(answer() as never)).toEqual({ status: "error", error: { kind: "internal" } });
  });
});

describe("the backend of the real window", () => {
  const invoked: { command: string; args: Record<string, unknown> }[] = [];
  let answer: (command: string) => Promise<unknown>;
  const callbacks = new Map<number, (message: unknown) => void>();

  beforeEach(() => {
    invoked.length = 0;
    callbacks.clear();
    answer = () => Promise.resolve(null);
    vi.stubGlobal("__TAURI_INTERNALS__", {
      invoke: (command: string, args: Record<string, unknown>) => {
        invoked.push({ command, args });
        return answer(command);
      },
      transformCallback: (callback: (message: unknown) => void) => {
        callbacks.set(callbacks.size + 1, callback);
        return callbacks.size;
      },
      unregisterCallback: () => undefined,
    });
  });

  it("reaches every command that the shell registers", async () => {
    const backend = tauriBackend();
    const call = backend as unknown as Record<string, (...args: unknown[]) => unknown>;
    for (const name of Object.keys(backend)) {
      await call[name]?.(name === "openFeed" ? { message: () => undefined, refused: () => undefined } : 1, 2);
    }
    const bindings = await import("./bindings");
    expect(new Set(invoked.map((one) => one.command)).size, "one caller per command").toBe(
      Object.keys(bindings.commands).length,
    );
  });

  it("hears the feed in order until it is closed, at once", () => {
    const heard: FeedMessage[] = [];
    const close = tauriBackend().openFeed({ message: (one) => heard.push(one), refused: () => undefined });
    const channel = callbacks.get(1);
    channel?.({ index: 1, message: { kind: "resync" } });
    channel?.({ index: 0, message: { kind: "batch", seq: 1, facts: [] } });
    expect(
      heard.map((one) => one.kind),
      "sorted by the channel",
    ).toEqual(["batch", "resync"]);
    close();
    channel?.({ index: 2, message: { kind: "resync" } });
    expect(heard.length, "silent after closing").toBe(2);
  });

  it("says when the feed is refused", async () => {
    answer = () => Promise.reject("feed_open not allowed by ACL");
    const refused = await new Promise<CommandError>((resolve) =>
      tauriBackend().openFeed({ message: () => undefined, refused: resolve }),
    );
    expect(refused).toEqual({ kind: "internal" });
  });

  it("does not fall over a lost acknowledgement", async () => {
    answer = () => Promise.reject("gone");
    const backend = tauriBackend();
    backend.ackFeed(3);
    backend.windowPainted();
    await Promise.resolve();
    expect(invoked.map((one) => one.command)).toEqual(["feed_ack", "window_painted"]);
  });
});
