import { act } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { Stage } from "../ipc/types";
import { commands } from "../lib/commands";
import { openWindow, settle } from "./testing";

async function problems(): Promise<string[]> {
  vi.useRealTimers();
  // Colours are checked on the tokens, where every pair is known; jsdom draws none.
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`));
}

const stages: Record<Exclude<Stage["kind"], "ready" | "opening">, Stage> = {
  migrating: { kind: "migrating", done: 1, total: 3 },
  welcome: { kind: "welcome" },
  keyTrouble: {
    kind: "keyTrouble",
    trouble: "noKeychain",
    steps: ["choosePassphrase", "recoveryCode", "passphrase"],
    keychain: "Test Keychain",
    keptIn: null,
  },
  storeTrouble: { kind: "storeTrouble", trouble: { kind: "damaged" } },
};

describe("no rule of accessibility is broken", () => {
  it("in the inbox with an open thread", async () => {
    const { world } = await openWindow();
    act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
    await settle();
    expect(await problems()).toEqual([]);
  });

  it.each(["go.slots", "go.settings", "go.about"])("after %s", async (command) => {
    await openWindow({ demo: true });
    act(() => void commands.run(command));
    await settle();
    expect(await problems()).toEqual([]);
  });

  it.each(Object.values(stages))("at the stage $kind", async (stage) => {
    await openWindow({ stage });
    expect(await problems()).toEqual([]);
  });
});
