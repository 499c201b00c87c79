import { act } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ChatRow, MessageRow } from "../ipc/types";
import { openWindow, settle } from "./testing";

const drawn = vi.hoisted(() => ({
  chats: new Map<number, number>(),
  messages: new Map<number, number>(),
  /** What stands around them: the filters above the list, and the number that answers. */
  around: [] as string[],
}));

/** Stands inside each row and counts how often the row is drawn. */
vi.mock("../features/inbox/Preview", async (original) => {
  const { Preview } = await original<typeof import("../features/inbox/Preview")>();
  return {
    Preview: (props: { row: ChatRow; isOpen: boolean }) => {
      drawn.chats.set(props.row.id, (drawn.chats.get(props.row.id) ?? 0) + 1);
      return <Preview {...props} />;
    },
  };
});
vi.mock("../features/thread/Meta", async (original) => {
  const { Meta } = await original<typeof import("../features/thread/Meta")>();
  return {
    Meta: (props: { row: MessageRow; isDeleted: boolean }) => {
      drawn.messages.set(props.row.id, (drawn.messages.get(props.row.id) ?? 0) + 1);
      return <Meta {...props} />;
    },
  };
});

vi.mock("../features/inbox/FilterChips", async (original) => {
  const { FilterChips } = await original<typeof import("../features/inbox/FilterChips")>();
  return {
    FilterChips: () => {
      drawn.around.push("filters");
      return <FilterChips />;
    },
  };
});
vi.mock("../features/thread/composer/AnswerAs", async (original) => {
  const { AnswerAs } = await original<typeof import("../features/thread/composer/AnswerAs")>();
  return {
    AnswerAs: (props: { row: ChatRow }) => {
      drawn.around.push("composer");
      return <AnswerAs {...props} />;
    },
  };
});

/** A list of 3,000 chats; the open thread is ten times as long as the others. */
async function openFlooded(messages = 200) {
  const opened = await openWindow({ chats: 3000, messages, page: 100 });
  act(() => opened.world.emit([{ kind: "show", what: { kind: "chat", chat: 1 } }]));
  await settle();
  await settle();
  const fresh = () => {
    drawn.chats.clear();
    drawn.messages.clear();
    drawn.around = [];
  };
  fresh();
  return { ...opened, fresh };
}

const elements = () => document.querySelectorAll("*").length;

describe("with 3,000 chats and a thread of 100,000 messages", () => {
  it("the window holds few elements", async () => {
    const { world } = await openFlooded(10_000);
    expect(world.threadOf(1).length).toBe(100_000);
    expect(elements()).toBeLessThan(1500);
  });

  it("a message in another chat draws its own row and no other", async () => {
    const { world } = await openFlooded();
    for (let one = 0; one < 10; one += 1) act(() => void world.receive(4, `message ${one}`));
    await settle();
    expect([...drawn.messages.keys()], "no message of the open thread").toEqual([]);
    expect([...drawn.chats.keys()], "no other row of the list").toEqual([4]);
    expect(drawn.chats.get(4)).toBeLessThanOrEqual(10);
  });

  it("a message in the open thread draws itself, and its chat's row", async () => {
    const { world } = await openFlooded();
    const ids: number[] = [];
    for (let one = 0; one < 10; one += 1) act(() => void ids.push(world.receive(1, `message ${one}`).id));
    await settle();
    expect([...drawn.chats.keys()]).toEqual([1]);
    expect(
      [...drawn.messages.keys()].filter((id) => !ids.includes(id)),
      "no message from before",
    ).toEqual([]);
  });

  it("a message draws nothing of what stands above and below the list and the thread", async () => {
    const { world } = await openFlooded();
    for (let one = 0; one < 10; one += 1) act(() => void world.receive(1 + (one % 2) * 3, `message ${one}`));
    await settle();
    expect(drawn.around).toEqual([]);
  });

  it("a receipt draws the one message that it is about", async () => {
    const { world } = await openFlooded();
    const own = world.threadOf(1).findLast((row) => row.direction === "outgoing");
    if (!own) throw new Error("Nothing was sent in this thread");
    act(() => world.edit(1, own.id, { delivery: "played" }));
    await settle();
    expect([...drawn.messages.keys()].filter((id) => id !== own.id)).toEqual([]);
  });

  it("somebody who types changes one line and draws no row", async () => {
    const { world, view } = await openFlooded();
    act(() => world.type(4, ["Iris"]));
    await settle();
    expect(view.getByText("typing…")).toBeTruthy();
    expect([...drawn.messages.keys(), ...drawn.chats.keys()]).toEqual([]);
    act(() => world.type(4, []));
    await settle();
    expect(view.queryByText("typing…")).toBeNull();
  });

  it("words that are typed draw no row at all", async () => {
    const { user } = await openFlooded();
    await user.keyboard("hello there");
    expect([...drawn.messages.keys()]).toEqual([]);
    expect([...drawn.chats.keys()]).toEqual([]);
  });

  it("a second of fifty messages over many chats leaves the window as small as before", async () => {
    const { world, fresh } = await openFlooded();
    const before = elements();
    fresh();
    for (let one = 0; one < 50; one += 1) act(() => void world.receive(1 + ((one * 37) % 3000), `message ${one}`));
    await settle();
    expect(elements(), "rows come and go, they do not pile up").toBeLessThan(before + 150);
    const most = Math.max(...drawn.chats.values());
    expect(most, "no row is drawn for the sake of others").toBeLessThanOrEqual(5);
  });
});
