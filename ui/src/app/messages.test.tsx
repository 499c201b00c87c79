import { act, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import { makeSlots } from "../ipc/memory/world";
import type { Content, MessageRow, Stuck, StuckStep } from "../ipc/types";
import { openWindow, settle, testNow, wordsOf } from "./testing";

const minute = 60_000;
const at = (minutes: number) => testNow + minutes * minute;
const online = makeSlots(testNow).map((slot) => (slot.account ? { ...slot, link: { kind: "online" } as const } : slot));
const iris = { id: 3, name: "Iris Gallo" };
const ours = { direction: "outgoing", delivery: "read", sender: null } as const;

async function openThread(
  rows: readonly Partial<MessageRow>[],
  change: Partial<Parameters<MemoryBackend["put"]>[0]> = {},
) {
  const opened = await openWindow({ chats: 3, messages: 1, slots: online }, (world) => {
    world.fill(3, rows);
    world.put({ ...world.row(3), title: "Iris Gallo", kind: "direct", unread: 0, draft: null, ...change });
  });
  act(() => opened.world.emit([{ kind: "show", what: { kind: "chat", chat: 3 } }]));
  await settle();
  const { view, user } = opened;
  const pane = () => view.getByRole("region", { name: /^Conversation with/ });
  const list = () => within(pane()).getByRole("list", { name: "Messages" });
  const item = (text: string) =>
    within(list())
      .getAllByRole("listitem")
      .find((one) => one.dataset.index !== undefined && one.textContent?.includes(text)) as HTMLElement;
  const focus = (text: string) => act(() => item(text).focus());
  const menu = async (text: string, name: string) => {
    await user.pointer({ target: item(text).querySelector("article") as Element, keys: "[MouseRight]" });
    await settle();
    await user.click(await view.findByRole("menuitem", { name: new RegExp(`^${name}`) }));
    await settle();
  };
  const id = (place: number) => opened.world.threadOf(3)[place]?.id ?? 0;
  return { ...opened, pane, list, item, focus, menu, id };
}

const media: Extract<Content, { kind: "media" }> = {
  kind: "media",
  voice: false,
  mime: "image/jpeg",
  size: 1_234_567,
  fileName: "",
  width: 800,
  height: 600,
  seconds: 0,
  waveform: [],
  thumbnail: null,
};

/** What stands above the oldest message. */
const edge = ["Older messages may be on the phone.", "Get older messages"];

describe("each kind of content", () => {
  it.each<[string, Partial<MessageRow>, string[]]>([
    [
      "a photo",
      { kind: "image", content: media, text: "Our window" },
      ["Photo", "1.2 MB · open on the phone", "Our window"],
    ],
    [
      "a picture drawn small",
      { kind: "image", content: { ...media, thumbnail: btoa("\xff\xd8\xff") } },
      ["[Photo]", "1.2 MB · open on the phone"],
    ],
    [
      "a voice note",
      { kind: "audio", content: { ...media, voice: true, seconds: 67, size: 9000, waveform: [1, 50, 100] } },
      ["Voice message", "1:07 · 9 kB · listen on the phone"],
    ],
    ["a sound file", { kind: "audio", content: { ...media, size: 0 } }, ["Audio file", "open on the phone"]],
    [
      "a document",
      { kind: "document", content: { ...media, fileName: "Offer.pdf" }, text: "Offer.pdf" },
      ["Offer.pdf", "1.2 MB · open on the phone"],
    ],
    [
      "a place",
      {
        kind: "location",
        content: {
          kind: "location",
          latitude: 1.5,
          longitude: -2.25,
          name: "Old mill",
          address: "Mill Lane 4",
          live: true,
        },
      },
      [
        "Old mill",
        "Mill Lane 4",
        "1.50000, -2.25000",
        "Live location, to be followed on the phone",
        "Copy coordinates",
      ],
    ],
    [
      "address cards",
      { kind: "contact", content: { kind: "cards", cards: [{ name: "Leila", phones: ["+1 555 000 2222"] }] } },
      ["Leila", "+1 555 000 2222"],
    ],
    [
      "something undecryptable",
      { kind: "unsupported", content: { kind: "undecryptable" } },
      [
        "This message cannot be read yet",
        "Its sender was asked to repeat it. It appears here as soon as it comes; opening WhatsApp on the phone helps.",
      ],
    ],
    [
      "something an admin deleted",
      { kind: "deleted", content: { kind: "deleted", at: null, by: "Jonas" } },
      ["Jonas deleted this message"],
    ],
    [
      "something unknown",
      { kind: "unsupported", content: { kind: "unsupported", what: "eventMessage" } },
      [
        "This kind of message cannot be shown yet",
        "Nothing is lost: it is stored, and a later version shows it.",
        "WhatsApp calls it: eventMessage",
      ],
    ],
    [
      "something for the phone alone",
      { kind: "unsupported", content: { kind: "unsupported", what: "onPhoneOnly" } },
      ["This message can be seen on the phone only", "WhatsApp does not hand it to linked computers."],
    ],
    [
      "a photo to be looked at once",
      { kind: "image", content: { ...media, thumbnail: "x" }, viewOnce: true },
      ["Photo, to be looked at once", "It can be opened on the phone only."],
    ],
  ])("%s", async (_, row, words) => {
    const { list } = await openThread([{ at: at(-5), sender: iris, ...row }]);
    expect(wordsOf(list()).split("\n")).toEqual([...edge, "Today", "[Iris Gallo:]", ...words, "2:55 PM"]);
  });

  it.each<[Content, "incoming" | "outgoing", string]>([
    [{ kind: "call", video: false, missed: true, seconds: null }, "incoming", "Missed voice call"],
    [{ kind: "call", video: true, missed: false, seconds: 125 }, "outgoing", "You made a video call, 2:05"],
    [{ kind: "call", video: false, missed: true, seconds: null }, "outgoing", "Your voice call was not answered"],
    [
      { kind: "event", what: "add", who: ["Leila", "Jonas"], value: "" },
      "incoming",
      "Added to the group: Leila and Jonas",
    ],
    [{ kind: "event", what: "subject", who: [], value: "Crew" }, "incoming", "The group is now called “Crew”"],
    [
      { kind: "event", what: "ephemeral", who: [], value: "604800" },
      "incoming",
      "Messages disappear after 7 days from now on",
    ],
    [{ kind: "event", what: "ephemeral", who: [], value: "0" }, "incoming", "Messages stay from now on"],
    [
      { kind: "event", what: "joinedByLink", who: [], value: "" },
      "incoming",
      "Iris Gallo joined with an invitation link",
    ],
    [{ kind: "event", what: "neverHeardOf", who: [], value: "" }, "incoming", "Group change"],
  ])("%o is a line in the middle", async (content, direction, words) => {
    const kind = content.kind === "call" ? "call" : "groupEvent";
    const { list } = await openThread([{ at: at(-5), kind, content, direction, sender: iris }]);
    expect(wordsOf(list())).toBe(`${edge.join("\n")}\nToday\n${words} 2:55 PM`);
  });

  it("text with marks, quotes, lists and names", async () => {
    const { list } = await openThread([
      {
        at: at(-5),
        sender: iris,
        text: "> before\n*now* @15550001111\n- one\n- two",
        mentions: [{ token: "@15550001111", name: "Leila", me: false }],
      },
    ]);
    const article = list().querySelector("article") as HTMLElement;
    expect(article.querySelector("blockquote")?.textContent).toBe("before");
    expect(article.querySelector("strong")?.textContent).toBe("now");
    expect(article.querySelector("bdi")?.textContent).toBe("@Leila");
    expect([...article.querySelectorAll("li")].map((one) => one.textContent)).toEqual(["one", "two"]);
  });

  it("a very long text is folded, and unfolds on demand", async () => {
    const { list, user } = await openThread([{ at: at(-5), sender: iris, text: `${"*a* ".repeat(5000)}the end` }]);
    expect(list().querySelectorAll("strong").length, "few parts until somebody asks").toBeLessThan(500);
    await user.click(within(list()).getByRole("button", { name: "Show all of it" }));
    expect(list().textContent).toContain("the end");
  });

  it("a poll shows its votes and takes one's own", async () => {
    const options = [
      { name: "Friday", votes: 2, mine: false, who: ["Jonas", "Leila"] },
      { name: "Saturday", votes: 1, mine: true, who: [] },
    ];
    const content = { kind: "poll", question: "Which day?", options, choices: 1, voters: 3 } as const;
    const { list, user, calls, id } = await openThread([{ at: at(-5), kind: "poll", content, sender: iris }]);
    const vote = (name: string) => user.click(within(list()).getByRole("button", { name }));
    await vote("Friday: 2 votes");
    await settle();
    expect(calls("votePoll")).toEqual([[id(0), [0]]]);
    expect(within(list()).getByRole("button", { name: "Friday: 3 votes" }).getAttribute("aria-pressed")).toBe("true");
    await vote("Friday: 3 votes");
    await settle();
    expect(calls("votePoll").at(-1), "a second press takes it back").toEqual([id(0), []]);
  });
});

describe("what keeps a message", () => {
  it.each<[Stuck, StuckStep, string, string]>([
    [{ kind: "newChatsLocked" }, "usePhone", "I have done that, try again", "retryMessage"],
    [{ kind: "newChatsUsedUp" }, "waitThenRetry", "Try again now", "retryMessage"],
    [{ kind: "tooFast" }, "waitThenRetry", "Try again now", "retryMessage"],
    [{ kind: "serverBusy" }, "retry", "Try again", "retryMessage"],
    [{ kind: "keysNotStored" }, "retry", "Try again", "retryMessage"],
    [{ kind: "notAccepted" }, "discard", "Give it up", "cancelMessage"],
    [{ kind: "nobodyThere" }, "discard", "Give it up", "cancelMessage"],
    [{ kind: "unsendable" }, "discard", "Give it up", "cancelMessage"],
    [{ kind: "tooLate" }, "discard", "Give it up", "cancelMessage"],
    [{ kind: "targetGone" }, "discard", "Give it up", "cancelMessage"],
    [{ kind: "refused", code: 499 }, "discard", "Give it up", "cancelMessage"],
  ])("%o is said in words, with one step", async (reason, step, button, command) => {
    const { list, user, calls, id } = await openThread([
      { at: at(-5), text: "hello", ...ours, delivery: "queued", stuck: { reason, step } },
    ]);
    const message = id(0);
    const words = wordsOf(list());
    expect(words).toMatch(/Not sent\. .+[.)]/);
    if (reason.kind === "refused") expect(words).toContain("code 499");
    await user.click(within(list()).getByRole("button", { name: button }));
    await settle();
    expect(calls(command)).toEqual([[message]]);
  });

  it("is said of the ones behind it, and of changes", async () => {
    const stuck = { reason: { kind: "tooLate" }, step: "discard" } as const;
    const { list } = await openThread([
      { at: at(-5), text: "behind", ...ours, delivery: "queued", heldBack: true },
      { at: at(-4), text: "being edited", ...ours, pending: { stuck: null } },
      { at: at(-3), text: "edited too late", ...ours, pending: { stuck } },
    ]);
    const words = wordsOf(list());
    expect(words).toContain("Waits: a message before it is stuck");
    expect(words).toContain("The change is on its way");
    expect(words).toContain("The change was not sent. The time in which WhatsApp allows this has passed.");
  });
});

describe("with a message one can", () => {
  const two = [
    { at: at(-9), text: "Are you open?", sender: iris },
    { at: at(-5), text: "Yes, from nine.", ...ours },
  ];

  it("react, with six at hand and all others behind them", async () => {
    const { focus, user, view, calls, id, list } = await openThread(two);
    focus("Are you open?");
    await user.keyboard("a");
    await settle();
    const dialog = await view.findByRole("dialog", { name: "React" });
    expect(within(dialog).getAllByRole("button").length).toBe(7);
    await user.click(within(dialog).getByRole("button", { name: "thumbs up, yes" }));
    await settle();
    expect(calls("reactTo")).toEqual([[id(0), "👍"]]);
    const mine = within(list()).getByRole("button", { name: "👍 from You" });
    await user.click(mine);
    await settle();
    expect(calls("reactTo").at(-1), "the same again takes it back").toEqual([id(0), ""]);
    expect(within(list()).queryByRole("list", { name: "Reactions" })).toBeNull();
  });

  it("see who reacted", async () => {
    const reactions = [{ emoji: "❤️", count: 3, mine: true, who: ["Jonas", "Leila"] }];
    const { list } = await openThread([{ at: at(-9), text: "hello", sender: iris, reactions }]);
    expect(within(list()).getByRole("button", { name: "❤️ from You, Jonas, and Leila" })).toBeTruthy();
  });

  it("star it, and take the star away", async () => {
    const { focus, user, list, calls, id, menu } = await openThread(two);
    focus("Are you open?");
    await user.keyboard("s");
    await settle();
    expect(calls("starMessage")).toEqual([[id(0), true]]);
    expect(wordsOf(list())).toContain("[Marked with a star]");
    await menu("Are you open?", "Take the star away");
    expect(calls("starMessage").at(-1)).toEqual([id(0), false]);
  });

  it("copy its words", async () => {
    const { focus, user } = await openThread(two);
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    focus("Are you open?");
    await user.keyboard("{Control>}c{/Control}");
    expect(write).toHaveBeenCalledWith("Are you open?");
  });

  it("forward it to several chats, found by name", async () => {
    const { menu, view, user, world, calls, id } = await openThread(two);
    await menu("Are you open?", "Forward");
    const dialog = await view.findByRole("dialog", { name: "Forward a message" });
    await user.click(within(dialog).getByRole("option", { name: new RegExp(world.row(1).title.slice(0, 6)) }));
    await user.type(within(dialog).getByRole("searchbox"), world.row(2).title.slice(0, 6));
    await user.click(within(dialog).getAllByRole("option")[0] as HTMLElement);
    await user.click(within(dialog).getByRole("button", { name: "Forward to 2 chats" }));
    await settle();
    expect(calls("forwardMessages").map(([messages, chats]) => [messages, chats])).toEqual([[[id(0)], [1, 2]]]);
    expect(world.threadOf(2).at(-1)).toMatchObject({ text: "Are you open?", forwarded: true });
  });

  it("forward a file, and hear it when nobody could open it", async () => {
    const { menu, view, user, world, calls, id } = await openThread([
      { at: at(-5), kind: "image", content: media, text: "Our window", direction: "incoming", sender: iris },
    ]);
    world.fail("forwardMessages", { kind: "fileGone" });
    await menu("Our window", "Forward");
    const dialog = await view.findByRole("dialog", { name: "Forward a message" });
    await user.click(within(dialog).getByRole("option", { name: new RegExp(world.row(1).title.slice(0, 6)) }));
    await user.click(within(dialog).getByRole("button", { name: "Forward to 1 chat" }));
    await settle();
    expect(calls("forwardMessages").map(([messages, chats]) => [messages, chats])).toEqual([[[id(0)], [1]]]);
    expect(view.getByText(/nobody could open it/).textContent).toContain("Forward it on the phone.");
  });

  it("delete it for everyone, after a question", async () => {
    const { focus, user, view, calls, id, list } = await openThread(two);
    focus("Yes, from nine.");
    await user.keyboard("{Delete}");
    await settle();
    const dialog = await view.findByRole("alertdialog", { name: "Delete this message?" });
    expect(document.activeElement?.textContent, "the harmless answer has the keyboard").toBe("Cancel");
    await user.click(within(dialog).getByRole("button", { name: "Delete for everyone" }));
    await settle();
    expect(calls("deleteMessage")).toEqual([[id(1), true]]);
    expect(wordsOf(list())).toContain("You deleted this message");
  });

  it("delete the words of another only on one's own devices", async () => {
    const { menu, user, view, calls, id, list } = await openThread(two);
    const gone = id(0);
    await menu("Are you open?", "Delete");
    const dialog = await view.findByRole("alertdialog");
    expect(within(dialog).queryByRole("button", { name: "Delete for everyone" })).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Delete for me" }));
    await settle();
    expect(calls("deleteMessage")).toEqual([[gone, false]]);
    expect(wordsOf(list())).not.toContain("Are you open?");
  });

  it("look at its receipts, person by person", async () => {
    const { list, user, view } = await openThread(two, { kind: "group", title: "Crew", phone: null });
    await user.click(within(list()).getByRole("button", { name: "Read" }));
    await settle();
    const dialog = await view.findByRole("dialog", { name: "Details of the message" });
    const people = within(within(dialog).getByRole("list", { name: "Recipients" })).getAllByRole("listitem");
    expect(people.length).toBe(6);
    expect(people[0]?.textContent).toMatch(/Read .*Delivered /);
  });

  it("look at its earlier wordings", async () => {
    const { world, list, user, view, id } = await openThread(two);
    await act(async () => void (await world.editMessage(id(1), "Yes, from ten.")));
    await settle();
    await user.click(within(list()).getByRole("button", { name: "Edited" }));
    await settle();
    const dialog = await view.findByRole("dialog", { name: "Earlier wordings" });
    const versions = within(within(dialog).getByRole("list")).getAllByRole("listitem");
    expect(versions.map((one) => one.lastElementChild?.textContent)).toEqual(["Yes, from nine.", "Yes, from ten."]);
  });

  it("open its menu by key, and close it without doing anything", async () => {
    const { focus, user, view } = await openThread(two);
    focus("Yes, from nine.");
    await user.keyboard("{Shift>}{F10}{/Shift}");
    await settle();
    const items = await view.findAllByRole("menuitem");
    expect(items.map((one) => one.querySelector('[slot="label"]')?.textContent)).toEqual([
      "Reply",
      "React",
      "Forward",
      "Copy text",
      "Mark with a star",
      "Edit",
      "Details",
      "Choose",
      "Delete",
    ]);
    await user.keyboard("{Escape}");
    await settle();
    expect(view.queryByRole("menu")).toBeNull();
  });

  it("choose several, and copy or delete them together", async () => {
    const { focus, user, pane, view, calls, id } = await openThread(two);
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    focus("Are you open?");
    await user.keyboard("x");
    await settle();
    const bar = within(pane()).getByRole("region", { name: "Chosen messages" });
    expect(bar.textContent).toContain("1 message chosen");
    await user.click(within(pane()).getByRole("button", { name: "Choose the message of You" }));
    expect(bar.textContent).toContain("2 messages chosen");
    await user.click(within(bar).getByRole("button", { name: "Copy" }));
    expect(write).toHaveBeenCalledWith("Are you open?\nYes, from nine.");
    focus("Are you open?");
    await user.keyboard("x");
    await settle();
    await user.click(within(pane()).getByRole("button", { name: "Choose the message of You" }));
    await user.click(within(pane()).getByRole("button", { name: "Delete" }));
    await settle();
    const dialog = await view.findByRole("alertdialog", { name: "Delete 2 messages?" });
    const both = [id(0), id(1)];
    await user.click(within(dialog).getByRole("button", { name: "Delete for me" }));
    await settle();
    expect(calls("deleteMessage")).toEqual(both.map((one) => [one, false]));
  });

  it("leave choosing with Escape, and stay in the thread", async () => {
    const { focus, user, pane, list } = await openThread(two);
    focus("Are you open?");
    await user.keyboard("x{Escape}");
    await settle();
    expect(within(pane()).queryByRole("region", { name: "Chosen messages" })).toBeNull();
    expect(list().contains(document.activeElement)).toBe(true);
  });
});
