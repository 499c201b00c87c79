import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import ar from "./ar.json";
import en from "./en.json";
import { format, type Message, placeholders } from "./format";
import { fromSystem, languages, type MessageKey, setLanguage, snapshot, t } from "./i18n";
import { pseudo } from "./pseudo";

const catalogues: Readonly<Record<string, Readonly<Record<string, Message>>>> = { en, ar };

test("every language that can be chosen has a catalogue under test", () => {
  expect(languages.map(({ tag }) => tag).sort()).toEqual(Object.keys(catalogues).sort());
});

describe.each(Object.entries(catalogues))("the catalogue %s", (tag, catalogue) => {
  test("has exactly the keys of English, sorted", () => {
    expect(Object.keys(catalogue)).toEqual(Object.keys(en).sort());
  });

  test("uses the placeholders of English in every message", () => {
    for (const key of Object.keys(en) as MessageKey[]) {
      const message = catalogue[key] ?? "";
      const wanted = placeholders(en[key]);
      // A form such as "one message" may leave the number out, so the union of the forms counts.
      expect(placeholders(message), key).toEqual(wanted);
    }
  });

  test("has all plural forms of its language, and no others", () => {
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.toSorted();
    for (const [key, message] of Object.entries(catalogue)) {
      if (typeof message !== "string") expect(Object.keys(message).toSorted(), key).toEqual(forms);
    }
  });

  test("leaves no message empty and none with stray spaces or braces", () => {
    for (const [key, message] of Object.entries(catalogue)) {
      for (const form of typeof message === "string" ? [message] : Object.values(message)) {
        expect(form.trim(), key).toBe(form);
        expect(form, key).not.toBe("");
        expect(form.replace(/\{\w+\}/g, ""), key).not.toMatch(/[{}<>]/);
      }
    }
  });
});

test("plural messages are plural in every language", () => {
  for (const key of Object.keys(en) as MessageKey[]) {
    expect(typeof ar[key], key).toBe(typeof en[key]);
  }
});

test("numbers follow the language and the plural form follows the number", () => {
  const message = { one: "{count} chat", other: "{count} chats" };
  expect(format(message, "en", { count: 1 })).toBe("1 chat");
  expect(format(message, "en", { count: 12345 })).toBe("12,345 chats");
});

test("a name of the other direction is fenced, one of the same is not", () => {
  expect(format("From {name}", "en", { name: "أميرة" })).toBe("From \u2068أميرة\u2069");
  expect(format("From {name}", "en", { name: "Amira" })).toBe("From Amira");
  expect(format("من {name}", "ar", { name: "+1 555 000 1111" })).toBe("من \u2068+1 555 000 1111\u2069");
});

test("a forgotten value is a mistake, not an empty hole", () => {
  expect(() => format("From {name}", "en")).toThrow("No value for {name}");
  expect(() => format({ other: "{count}" }, "en")).toThrow("count");
});

test("rich words keep elements in their places and text as text", () => {
  const words = snapshot().rich("ui.progress.counted", {
    done: 1,
    total: createElement("b", null, "<i>2</i>"),
    percent: "50%",
  });
  expect(renderToStaticMarkup(words)).toBe("1 of <b>&lt;i&gt;2&lt;/i&gt;</b> (50%)");
});

test("choosing Arabic turns the page around and back", async () => {
  await setLanguage("ar");
  expect(document.documentElement.dir).toBe("rtl");
  expect(document.documentElement.lang).toBe("ar");
  expect(t("ui.cancel")).toBe(ar["ui.cancel"]);
  expect(localStorage.getItem("frontdesk.language"), "boot.js needs it before the next first paint").toBe("ar rtl");
  await setLanguage("en");
  expect(document.documentElement.dir).toBe("ltr");
  expect(t("ui.cancel")).toBe("Cancel");
});

test("digits are those of phone numbers, whatever the engine thinks of the language", async () => {
  await setLanguage("ar");
  const words = t("ui.progress.counted", { done: 3, total: 12, percent: "" });
  expect(words).toMatch(/3.*12/u);
  expect(new Intl.NumberFormat(snapshot().locale).resolvedOptions().numberingSystem).toBe("latn");
});

test("an unknown language falls back to English, and the system's wish to the first one we speak", async () => {
  expect(await setLanguage("tlh")).toBe("en");
  expect(fromSystem(["fr-CH", "ar-EG", "en"])).toBe("ar");
  expect(fromSystem(["fr"])).toBe("en");
});

test("the made-up language keeps placeholders and grows by a third", () => {
  const message = pseudo("Resize {pane}");
  expect(message).toContain("{pane}");
  expect(String(message).length).toBeGreaterThan("Resize {pane}".length * 1.3);
  expect(pseudo({ one: "a", other: "b" })).toHaveProperty("other");
});
