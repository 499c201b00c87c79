import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryBackend } from "../ipc/memory";
import { Composer, canSend, excess, longestText } from "./composer";
import { Desk } from "./desk";

const now = Date.UTC(2025, 5, 18, 15, 0);

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

/** A composer in the chat with Iris, and what was asked of the world. */
function open(draft = "") {
  const world = new MemoryBackend({ now, chats: 3, messages: 4 });
  const desk = new Desk(world);
  const composer = new Composer(desk, 3, draft);
  const calls = (name: string) => world.calls.filter((call) => call.name === name).map((call) => call.with);
  const words = () => composer.state.getState().text;
  return { world, composer, calls, words };
}

const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

describe("sending", () => {
  it("ten presses within a slow commit make one message", async () => {
    const { world, composer, calls } = open();
    world.hold();
    composer.write("See you at five");
    const presses = Array.from({ length: 10 }, () => composer.send());
    await settle();
    expect(presses.filter(Boolean).length, "only the first finds words").toBe(1);
    world.release();
    await settle();
    expect(calls("sendText").length).toBe(1);
    expect(world.threadOf(3).filter((row) => row.text === "See you at five").length).toBe(1);
  });

  it("the same token makes the same message, however often it is asked for", async () => {
    const { world } = open();
    const first = await world.sendText(3, "once", null, [], "token");
    const second = await world.sendText(3, "once", null, [], "token");
    expect(first).toEqual(second);
    expect(world.threadOf(3).filter((row) => row.text === "once").length).toBe(1);
  });

  it("what is written first is stored first, however slow the first is", async () => {
    const { world, composer, calls } = open();
    world.hold();
    composer.write("first");
    composer.send();
    composer.write("second");
    composer.send();
    await settle();
    expect(
      calls("sendText").map(([, text]) => text),
      "the second waits for the answer to the first",
    ).toEqual(["first"]);
    world.release();
    await settle();
    expect(calls("sendText").map(([, text]) => text)).toEqual(["first", "second"]);
  });

  it("words that could not be stored stay, and are tried again under the same token", async () => {
    const { world, composer, calls, words } = open();
    world.fail("sendText", { kind: "diskFull" });
    composer.write("do not lose me");
    composer.send();
    await settle();
    const [unsent] = composer.state.getState().unsent;
    expect(unsent?.text).toBe("do not lose me");
    expect(unsent?.error).toEqual({ kind: "diskFull" });
    expect(words(), "the field is free meanwhile").toBe("");
    composer.retry(unsent?.token ?? "");
    await settle();
    const tokens = calls("sendText").map((call) => call[4]);
    expect(tokens[0]).toBe(tokens[1]);
    expect(composer.state.getState().unsent).toEqual([]);
  });

  it("words that could not be stored can be taken back into the field", async () => {
    const { world, composer, words } = open();
    world.fail("sendText", { kind: "storeUnusable" });
    composer.write("first try");
    composer.send();
    await settle();
    composer.write("typed meanwhile");
    composer.takeBack(composer.state.getState().unsent[0]?.token ?? "");
    expect(words()).toBe("first try\ntyped meanwhile");
  });

  it("words that could not be stored after the chat was left become its draft again", async () => {
    const { world, composer, calls } = open();
    world.hold();
    world.fail("sendText", { kind: "diskFull" });
    composer.write("last words");
    composer.send();
    await settle();
    composer.close();
    world.release();
    await settle();
    expect(calls("setDraft").at(-1)).toEqual([3, "last words"]);
  });

  it("blanks and texts over the limit are not sent", () => {
    const { composer, calls } = open();
    composer.write("   \n ");
    expect(composer.send()).toBe(false);
    composer.write("x".repeat(longestText + 1));
    expect(composer.send()).toBe(false);
    expect(calls("sendText")).toEqual([]);
  });

  it("a sign beyond the first plane counts as one", () => {
    expect(excess("🌿".repeat(longestText))).toBe(0);
    expect(excess("🌿".repeat(longestText + 2))).toBe(2);
    expect(canSend("🌿".repeat(longestText))).toBe(true);
  });

  it("quotes what it answers, but not in the chat of another number", async () => {
    const { world, composer, calls } = open();
    const [row] = world.threadOf(3);
    if (!row) throw new Error("The thread is empty");
    composer.reply(row);
    composer.write("an answer");
    composer.send();
    composer.reply(row);
    composer.write("from elsewhere");
    composer.send(2);
    await settle();
    expect(calls("sendText").map(([chat, , quote]) => [chat, quote])).toEqual([
      [3, row.id],
      [2, null],
    ]);
  });

  it("people picked by name leave as numbers, once they still stand in the words", async () => {
    const { composer, calls } = open();
    composer.mention({ contact: 31, name: "Iris", phone: "+1 555 000 1111" });
    composer.mention({ contact: 32, name: "Iris Gallo", phone: "+1 555 000 2222" });
    composer.mention({ contact: 33, name: "Jonas", phone: null });
    composer.mention({ contact: 34, name: "Leila", phone: "+1 555 000 3333" });
    composer.write("@Iris Gallo and @Iris: ask @Jonas");
    composer.send();
    await settle();
    const [, text, , mentions] = calls("sendText")[0] ?? [];
    expect(text).toBe("@15550002222 and @15550001111: ask @Jonas");
    expect(mentions).toEqual([32, 31]);
  });
});

describe("a draft", () => {
  it("is stored when typing pauses, not with every letter", () => {
    const { composer, calls } = open();
    for (const text of ["h", "he", "hel", "hell", "hello"]) {
      composer.write(text);
      vi.advanceTimersByTime(100);
    }
    expect(calls("setDraft")).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(calls("setDraft")).toEqual([[3, "hello"]]);
  });

  it("is stored at once when the chat is left, and goes when it was sent", async () => {
    const { composer, calls } = open("begun yesterday");
    composer.write("begun yesterday, ended today");
    composer.close();
    expect(calls("setDraft")).toEqual([[3, "begun yesterday, ended today"]]);
    const other = open("ready");
    other.world.put({ ...other.world.row(3), draft: "ready" });
    other.composer.send();
    await settle();
    expect(other.world.row(3).draft, "storing the message used it up").toBeNull();
    expect(other.calls("setDraft"), "so nothing is left to do").toEqual([]);
  });

  it("of the next words is stored again when storing the message used it up", async () => {
    const { world, composer, calls } = open();
    world.hold();
    composer.write("first");
    composer.send();
    composer.write("second, not sent");
    vi.advanceTimersByTime(600);
    expect(calls("setDraft")).toEqual([[3, "second, not sent"]]);
    world.release();
    await settle();
    expect(calls("setDraft").at(-1)).toEqual([3, "second, not sent"]);
    expect(calls("setDraft").length).toBe(2);
  });

  it("is not touched by an edit, and comes back after it", () => {
    const { world, composer, calls, words } = open("half a thought");
    const [row] = world.threadOf(3);
    if (!row) throw new Error("The thread is empty");
    composer.edit(row);
    composer.write("other words");
    vi.advanceTimersByTime(5000);
    expect(calls("setDraft"), "the words of an edit are no draft").toEqual([]);
    expect(composer.cancel()).toBe(true);
    expect(words()).toBe("half a thought");
    expect(composer.cancel(), "nothing is left to cancel").toBe(false);
  });
});

describe("an edit", () => {
  it("changes the words, and brings them back when that did not work", async () => {
    const { world, composer, calls, words } = open();
    const [row] = world.threadOf(3);
    if (!row) throw new Error("The thread is empty");
    world.fail("editMessage", { kind: "notNow" });
    composer.edit(row);
    composer.write("better words");
    composer.send();
    expect(words(), "the field is free meanwhile").toBe("");
    await settle();
    expect(words()).toBe("better words");
    expect(composer.state.getState().editing?.id).toBe(row.id);
    composer.send();
    await settle();
    expect(calls("editMessage")).toEqual([
      [row.id, "better words"],
      [row.id, "better words"],
    ]);
    expect(composer.state.getState().editing).toBeNull();
  });

  it("to the same words asks for nothing", () => {
    const { world, composer, calls } = open();
    const row = world.threadOf(3).find((one) => one.text !== "");
    if (!row) throw new Error("The thread is empty");
    composer.edit(row);
    composer.send();
    expect(calls("editMessage")).toEqual([]);
  });
});

describe("the others see somebody typing", () => {
  it("from the first letter until five seconds of silence", () => {
    const { composer, calls } = open();
    composer.write("h");
    vi.advanceTimersByTime(3000);
    composer.write("he");
    expect(calls("setTyping"), "told once").toEqual([[3, true]]);
    vi.advanceTimersByTime(5000);
    expect(calls("setTyping")).toEqual([
      [3, true],
      [3, false],
    ]);
  });

  it("again and again during a long text, so that it does not fade", () => {
    const { composer, calls } = open();
    for (let second = 0; second < 25; second += 1) {
      composer.write("x".repeat(second + 1));
      vi.advanceTimersByTime(1000);
    }
    expect(calls("setTyping").filter(([, typing]) => typing).length).toBe(3);
  });

  it("no longer when it was sent, emptied or left", () => {
    for (const end of [
      (composer: Composer) => composer.send(),
      (composer: Composer) => composer.write(""),
      (composer: Composer) => composer.close(),
    ]) {
      const { composer, calls } = open();
      composer.write("hello");
      end(composer);
      expect(calls("setTyping").at(-1)).toEqual([3, false]);
    }
  });
});
