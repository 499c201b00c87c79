import { act, cleanup } from "@testing-library/react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { MemoryBackend } from "../ipc/memory";
import { makeSlots } from "../ipc/memory/world";
import type { MessageKind, MessageRow } from "../ipc/types";
import { commands } from "../lib/commands";
import { openWindow, settle, testNow } from "./testing";

/** What strangers may send: markup, addresses with a mind of their own, signs that turn text around, floods. */
const payloads: readonly string[] = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  '<iframe src="https://example.com"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">press</a>',
  "<body onload=alert(1)>",
  '<form action="https://example.com"><input name=a></form>',
  '<object data="https://example.com"></object>',
  '<embed src="https://example.com">',
  '<link rel=stylesheet href="https://example.com/a.css">',
  "<style>*{display:none}</style>",
  '<base href="https://example.com/">',
  '<meta http-equiv=refresh content="0;url=https://example.com">',
  "<video><source onerror=alert(1)></video>",
  "<audio src=x onerror=alert(1)>",
  "<details open ontoggle=alert(1)>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<template><img src=x onerror=alert(1)></template>",
  "<marquee onstart=alert(1)>",
  "<input autofocus onfocus=alert(1)>",
  "<button onclick=alert(1)>press</button>",
  "<plaintext>",
  "<!-- <img src=x onerror=alert(1)> -->",
  "<![CDATA[<img src=x onerror=alert(1)>]]>",
  "</div></div><img src=x onerror=alert(1)>",
  "'\"><img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)',
  "' onfocus='alert(1)' autofocus='",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "file:///etc/passwd",
  "tauri://localhost/index.html",
  "ipc://localhost/feed_open",
  "blob:https://example.com/1",
  "//example.com/x.png",
  "&lt;img src=x onerror=alert(1)&gt;",
  "&#60;img src=x onerror=alert(1)&#62;",
  "\\u003cimg src=x onerror=alert(1)\\u003e",
  "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
  "{{constructor.constructor('alert(1)')()}}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not become one
  "${alert(1)}",
  "{name} {count} {0}",
  "__proto__",
  "constructor",
  "toString",
  "[object Object]",
  "undefined null NaN",
  "\u202Egnp.exe\u202C",
  "\u2066\u2067\u2068left open",
  "\u200B\u200C\u200D\uFEFFx",
  "\u0000\u0007\u001B[31mred",
  "Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319\u0324a",
  "\uD800 half a sign",
  "👩‍👩‍👧‍👦🏳️‍🌈".repeat(20),
  "W".repeat(5000),
  "\n".repeat(200),
  "*_~*_~*_~",
  "```<img src=x onerror=alert(1)>```",
  "*<img src=x onerror=alert(1)>*",
];

const kinds: readonly MessageKind[] = [
  "text",
  "image",
  "document",
  "location",
  "contact",
  "poll",
  "call",
  "groupEvent",
];

/** Everything that a message can carry, with a text in each of its places. */
function carried(text: string): Partial<MessageRow>[] {
  const file = { voice: false, mime: text, size: 1, fileName: text, width: 1, height: 1, seconds: 1, waveform: [1] };
  return [
    { kind: "image", text, content: { kind: "media", ...file, thumbnail: text } },
    { kind: "document", content: { kind: "media", ...file, thumbnail: null } },
    {
      kind: "location",
      content: { kind: "location", latitude: 1, longitude: 1, name: text, address: text, live: false },
    },
    { kind: "contact", content: { kind: "cards", cards: [{ name: text, phones: [text] }] } },
    {
      kind: "poll",
      content: {
        kind: "poll",
        question: text,
        options: [{ name: text, votes: 1, mine: false, who: [text] }],
        choices: 1,
        voters: 1,
      },
    },
    { kind: "groupEvent", content: { kind: "event", what: "subject", who: [text], value: text } },
    { kind: "groupEvent", content: { kind: "event", what: text, who: [text], value: text } },
    { kind: "unsupported", content: { kind: "unsupported", what: `x ${text}` } },
    { kind: "deleted", content: { kind: "deleted", at: null, by: text } },
    { text: "named @1", mentions: [{ token: "@1", name: text, me: false }] },
    { text: "loved", reactions: [{ emoji: text, count: 1, mine: false, who: [text] }] },
  ];
}

/** Puts a text into every place of the world that ends up on the screen. */
function poison(text: string): (world: MemoryBackend) => void {
  return (world) => {
    const sender = { id: 9, name: text };
    const quote = { id: null, sender: text, kind: "text", preview: text } as const;
    world.fill(
      2,
      [...kinds.map((kind) => ({ kind, text })), ...carried(text)].map((row, index) => ({
        at: testNow - (60 - index) * 60_000,
        sender,
        quote,
        ...row,
      })),
    );
    const last = {
      id: 1,
      at: testNow,
      direction: "incoming",
      kind: "text",
      preview: text,
      sender: text,
      delivery: null,
      stuck: false,
    } as const;
    const row = {
      ...world.row(2),
      kind: "group",
      archived: false,
      title: text,
      phone: text,
      draft: null,
      last,
    } as const;
    world.put(row);
    world.put({ ...world.row(3), archived: false, title: text, draft: text });
    world.put({ ...world.row(1), archived: false, kind: "direct", title: "Iris Gallo", draft: null, last });
  };
}

/** The inbox and a thread full of a text, before and after one more message. */
async function conversation(text: string): Promise<Element[]> {
  const slots = makeSlots(testNow).map((slot) => ({ ...slot, label: text }));
  const { world } = await openWindow({ chats: 3, messages: 1, slots }, poison(text));
  act(() => world.emit([{ kind: "show", what: { kind: "chat", chat: 2 } }]));
  await settle();
  const before = picture();
  act(() => void world.receive(1, text));
  await settle();
  return [before, picture()];
}

/** The numbers and the settings with one text for each slot; the last also names the keychain. */
async function pages(texts: readonly string[]): Promise<Element[]> {
  const slots = makeSlots(testNow).map((slot, index) => {
    const text = texts[index] ?? "";
    const account = { id: index + 1, name: text, phone: text, linkedAt: testNow, phoneSeenAt: testNow, picture: null };
    return { ...slot, label: text, account };
  });
  const keyCare = { protection: "passphrase", keychain: texts.at(-1) ?? "" } as const;
  await openWindow({ chats: 1, messages: 1, slots, keyCare });
  const pictures: Element[] = [];
  for (const command of ["go.slots", "go.settings"]) {
    act(() => void commands.run(command));
    await settle();
    pictures.push(picture());
  }
  return pictures;
}

async function stuck(text: string) {
  await openWindow({
    stage: { kind: "keyTrouble", trouble: "locked", steps: ["unlock"], keychain: text, keptIn: `${text}!` },
  });
  return [picture()];
}

function picture(): Element {
  return document.body.cloneNode(true) as Element;
}

/** How many elements of each name there are, so that one more of any is seen. */
function census(picture: Element): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { localName } of picture.querySelectorAll("*")) counts[localName] = (counts[localName] ?? 0) + 1;
  return counts;
}

/** Formatting, web addresses and the fold of a long text make elements on purpose; what stays equal then is their names. */
const makesPieces = /https?:|[*_~`]|^.{1501}/s;

/** A name without letters gets another drawing than one with initials. */
const drawings = new Set(["svg", "path", "rect", "circle", "bdi"]);

/** Attributes that load, link or run something. */
function dangers(picture: Element): string[] {
  return [...picture.querySelectorAll("*")].flatMap((element) =>
    [...element.attributes]
      .filter(
        ({ name }) => name.startsWith("on") || ["href", "src", "srcdoc", "action", "formaction", "data"].includes(name),
      )
      .map(({ name, value }) => `${element.localName} ${name}=${value}`),
  );
}

/** What other views and formatting draw. */
const ours = new Set(
  "strong em s code blockquote ul ol li canvas select option template dl dt dd rect circle kbd article main time".split(
    " ",
  ),
);

describe("a hostile text", () => {
  let plainTalk: Record<string, number>[] = [];
  let plainPages: Record<string, number>[] = [];
  beforeAll(async () => {
    vi.stubGlobal("matchMedia", () => new EventTarget());
    plainTalk = (await conversation("plain words")).map(census);
    cleanup();
    plainPages = (await pages(["plain words", "plain words", "plain words"])).map(census);
    cleanup();
  });

  it.each(payloads.map((text) => [JSON.stringify(text).slice(0, 60), text]))("%s stays text", async (_, text) => {
    const pictures = await conversation(text);
    cleanup();
    expectNothingStrange([...pictures, ...(await stuck(text))], plainTalk);
    if (makesPieces.test(text) || text.trim() === "") return;
    expectWordForWord(pictures, [text], plainTalk);
  });

  it.each(threes(payloads))("stays text among the numbers and settings: %#", async (...texts) => {
    const pictures = await pages(texts);
    expectNothingStrange(pictures, plainPages);
    expectWordForWord(pictures.slice(0, 1), texts, plainPages);
    expectWordForWord(pictures.slice(1), texts.slice(-1), plainPages.slice(1));
  });
});

function expectNothingStrange(pictures: readonly Element[], plain: readonly Record<string, number>[]): void {
  const known = new Set([...plain.flatMap((counts) => Object.keys(counts)), ...ours]);
  for (const one of pictures) {
    expect(dangers(one), "nothing loads, links or runs").toEqual([]);
    const strange = Object.keys(census(one)).filter((name) => !known.has(name));
    expect(strange, "no element that we do not draw ourselves").toEqual([]);
  }
}

function expectWordForWord(
  pictures: readonly Element[],
  texts: readonly string[],
  plain: readonly Record<string, number>[],
): void {
  for (const [place, one] of pictures.entries()) {
    for (const text of texts) expect(one.textContent, `word for word on picture ${place}`).toContain(text);
    const counts = census(one);
    const more = Object.keys(counts).filter((name) => !drawings.has(name) && counts[name] !== plain[place]?.[name]);
    expect(more, `as many elements as a harmless text makes, on picture ${place}`).toEqual([]);
  }
}

function threes(texts: readonly string[]): string[][] {
  return texts.flatMap((_, at) => (at % 3 === 0 ? [[...texts, ...texts].slice(at, at + 3)] : []));
}
