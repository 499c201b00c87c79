/**
 * The words of the window. One language at a time; `t` gives a string, `useI18n` re-renders when the language
 * changes. Keys come from en.json: a key that is not there does not compile. Adding a language is one JSON file
 * with the same keys and one line in `loaders`.
 */
import { createElement, Fragment, type ReactNode, useMemo, useSyncExternalStore } from "react";
import en from "./en.json";
import { choose, format, isRightToLeft, type Message, pieces, show, type Value, type Values } from "./format";

export type MessageKey = keyof typeof en;
type Catalogue = Readonly<Record<MessageKey, Message>>;

/** Languages that can be chosen, each named in itself. */
export const languages = [
  { tag: "en", name: "English" },
  { tag: "ar", name: "العربية" },
] as const;
export type Language = (typeof languages)[number]["tag"];

/** The language that stretches English, for the gallery only. */
export const pseudoLanguage = "en-XA";

export interface I18n {
  /** The language, as in <html lang>. */
  readonly lang: string;
  /** The same for Intl. Digits are those of phone numbers in every language, on every engine. */
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  /** The words of a key; numbers are formatted, strings of another direction are isolated. */
  t(key: MessageKey, values?: Values): string;
  /** Like `t`, but a value may be an element, e.g. a name in `<Bidi>`. */
  rich(key: MessageKey, values: Readonly<Record<string, Value | ReactNode>>): ReactNode;
}

const loaders: Readonly<Record<string, () => Promise<Catalogue>>> = {
  en: () => Promise.resolve(en),
  ar: () => import("./ar.json").then((module) => module.default),
  [pseudoLanguage]: () =>
    import("./pseudo").then(
      ({ pseudo }) => Object.fromEntries(Object.entries(en).map(([key, text]) => [key, pseudo(text)])) as Catalogue,
    ),
};

let current: I18n = build("en", en);
const listeners = new Set<() => void>();

/**
 * Changes the language and the direction of the page. "system" takes the first language of the system that we speak.
 * Resolves to the tag in use; an unknown tag means English.
 */
export async function setLanguage(choice: string): Promise<string> {
  const tag = choice === "system" ? fromSystem(navigator.languages) : choice;
  const known = loaders[tag] ? tag : "en";
  const catalogue = await (loaders[known] as () => Promise<Catalogue>)();
  current = build(known, catalogue);
  document.documentElement.lang = current.lang;
  document.documentElement.dir = current.dir;
  try {
    localStorage.setItem("frontdesk.language", `${current.lang} ${current.dir}`);
  } catch {
    // A profile without storage only loses the head start of boot.js.
  }
  for (const listener of listeners) listener();
  return known;
}

export function fromSystem(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const match = languages.find((language) => language.tag === tag.split("-")[0]);
    if (match) return match.tag;
  }
  return "en";
}

export function t(key: MessageKey, values?: Values): string {
  return current.t(key, values);
}

/** The language in use; the component renders again when it changes. */
export function useI18n(): I18n {
  return useSyncExternalStore(subscribe, snapshot);
}

/** A formatter built once per language, e.g. `useFormat((locale) => new Intl.NumberFormat(locale))`. */
export function useFormat<T>(make: (locale: string) => T): T {
  const { locale } = useI18n();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maker is written in place; only the language changes it
  return useMemo(() => make(locale), [locale]);
}

/** The language in use, outside React. */
export function snapshot(): I18n {
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function build(lang: string, catalogue: Catalogue): I18n {
  const locale = `${lang}-u-nu-latn`;
  return {
    lang,
    locale,
    dir: isRightToLeft(lang) ? "rtl" : "ltr",
    t: (key, values) => format(catalogue[key], locale, values),
    rich: (key, values) =>
      pieces(choose(catalogue[key], locale, values)).map((piece, index) => {
        const node = "text" in piece ? piece.text : showNode(values[piece.name], piece.name, locale);
        return createElement(Fragment, { key: index }, node);
      }),
  };
}

function showNode(value: Value | ReactNode, name: string, locale: string): ReactNode {
  if (typeof value === "string" || typeof value === "number" || value === undefined) return show(value, name, locale);
  return value;
}
