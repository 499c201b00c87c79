import { act, screen } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import type { MessageRow, Stage } from "../ipc/types";
import { commands } from "../lib/commands";
import type { ConsoleView } from "../model/console";
import { openWindow, settle, testNow } from "./testing";

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

  const moves: Readonly<Record<ConsoleView, (world: MemoryBackend) => void>> = {
    start: (world) => world.pairings.cancel(3),
    offer: (world) => world.pairings.offer(3),
    stopped: (world) => world.pairings.end(3, "codesExpired"),
    passkey: (world) => world.pairings.end(3, "passkeyNeeded"),
    deciding: (world) => world.pairings.ask(3, 1),
    linking: (world) => world.pairings.scan(3),
    unlinking: (world) => world.setLink(3, { kind: "unlinking" }),
    connected: (world) => {
      world.pairings.scan(3);
      world.pairings.comeUp(3);
    },
  };

  it.each(Object.entries(moves))("in the pairing console at %s", async (view, move) => {
    const { world } = await openWindow();
    act(() => void commands.run("link"));
    await settle();
    act(() => move(world));
    await settle();
    expect(document.querySelector(`[data-view="${view}"]`), "the view must be there").not.toBeNull();
    expect(await problems()).toEqual([]);
  });

  it("in the pairing console with the number to type and the code that came of it", async () => {
    const { world, user } = await openWindow();
    act(() => void commands.run("link"));
    await settle();
    act(() => world.pairings.offer(3));
    await user.click(screen.getByRole("tab", { name: "Pairing code" }));
    await user.type(screen.getByLabelText("Phone number"), "12");
    await user.click(screen.getByRole("button", { name: "Get a pairing code" }));
    expect(await problems()).toEqual([]);
    vi.useFakeTimers({ toFake: ["Date"], now: testNow });
    act(() => world.pairings.showCode(3, "K7RM-2VQX"));
    await settle();
    expect(await problems()).toEqual([]);
  });

  it.each(["Unlink", "What happened", "Open on phone"])("in what %s opens on a card", async (button) => {
    const { world, user } = await openWindow({}, (prepared) => prepared.setLink(1, { kind: "locked" }));
    world.pairings.tell(1, "stopped", "locked");
    act(() => void commands.run("go.slots"));
    await settle();
    await user.click(screen.getAllByRole("button", { name: button })[0] as HTMLElement);
    await settle();
    expect(document.querySelector("[role=dialog],[role=alertdialog]")).not.toBeNull();
    expect(await problems()).toEqual([]);
  });

  it.each(Object.values(stages))("at the stage $kind", async (stage) => {
    await openWindow({ stage });
    expect(await problems()).toEqual([]);
  });

  /** A thread with everything in it, its panel open beside it. */
  async function openRichThread(language: "en" | "ar") {
    const opened = await openWindow({ chats: 6, settings: { language } }, (world) => {
      world.fill(3, richThread);
      world.put({ ...world.row(3), kind: "group", title: "Crew", phone: null, draft: null, unread: 0 });
    });
    act(() => opened.world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
    await settle();
    act(() => void commands.run("chat.panel"));
    await settle();
    return opened;
  }

  it.each(["en", "ar"] as const)("among all kinds of messages, in the language %s", async (language) => {
    const { view } = await openRichThread(language);
    expect(view.getAllByRole("article").length).toBeGreaterThan(5);
    expect(await problems()).toEqual([]);
  });

  it.each([
    ["a", "dialog"],
    ["f", "dialog"],
    ["i", "dialog"],
    ["{Delete}", "alertdialog"],
    ["{Shift>}{F10}{/Shift}", "menu"],
    ["x", "article"],
  ])("after the key %s on a message", async (key, role) => {
    const { view, user } = await openRichThread("en");
    const row = view.getAllByRole("listitem").find((one) => one.textContent?.includes("plain words"));
    act(() => row?.focus());
    await user.keyboard(key);
    await settle();
    expect((await view.findAllByRole(role)).length).toBeGreaterThan(0);
    expect(await problems()).toEqual([]);
  });

  it.each(["Choose an emoji", "Ask a question", "New chat"])("after the button %s", async (name) => {
    const { view, user } = await openRichThread("en");
    await user.click(view.getByRole("button", { name }));
    await settle();
    expect((await view.findAllByRole("dialog")).length).toBeGreaterThan(0);
    expect(await problems()).toEqual([]);
  });
});

const sender = { id: 9, name: "ليلى Haddad" };
const file = { voice: false, size: 9000, fileName: "", width: 4, height: 3, seconds: 9, waveform: [1, 50] };
const picture = { kind: "media", mime: "image/jpeg", ...file, thumbnail: btoa("\xff\xd8\xff") } as const;
const stuck = { reason: { kind: "tooFast" }, step: "waitThenRetry" } as const;
const richThread: Partial<MessageRow>[] = [
  { text: "plain words", sender, reactions: [{ emoji: "👍", count: 2, mine: true, who: ["Iris"] }], starred: true },
  { text: "> quote\n- *list*\nhttps://example.com", sender, forwarded: true, editedAt: 1, earlierVersions: 1 },
  { kind: "image", content: picture, text: "caption", sender },
  { kind: "audio", content: { ...picture, voice: true, thumbnail: null }, sender },
  {
    kind: "location",
    content: { kind: "location", latitude: 1, longitude: 2, name: "Mill", address: "Lane", live: true },
    sender,
  },
  { kind: "contact", content: { kind: "cards", cards: [{ name: "Iris", phones: ["+1 555 000 1111"] }] }, sender },
  {
    kind: "poll",
    content: {
      kind: "poll",
      question: "Which day?",
      options: [{ name: "Friday", votes: 1, mine: true, who: [] }],
      choices: 1,
      voters: 1,
    },
    sender,
  },
  { kind: "call", content: { kind: "call", video: true, missed: true, seconds: null }, sender },
  { kind: "unsupported", content: { kind: "undecryptable" }, sender },
  { text: "stuck", direction: "outgoing", delivery: "queued", stuck },
  { text: "waits", direction: "outgoing", delivery: "queued" },
].map((row, place) => ({ at: testNow - (60 - place) * 60_000, ...row }) as Partial<MessageRow>);
