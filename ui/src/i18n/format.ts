/** Turns a message and its values into words: placeholders, plurals, isolation of foreign text. Pure. */

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };
export type Message = string | Plural;
export type Value = string | number;
export type Values = Readonly<Record<string, Value>>;

const placeholder = /\{(\w+)\}/g;

/** The names of all placeholders of a message, sorted, each once. */
export function placeholders(message: Message): string[] {
  const forms = typeof message === "string" ? [message] : Object.values(message);
  const names = forms.flatMap((form) => [...form.matchAll(placeholder)].map((match) => match[1] ?? ""));
  return [...new Set(names)].sort();
}

/** Picks the plural form by the value called `count`. */
export function choose(message: Message, locale: string, values: Readonly<Record<string, unknown>>): string {
  if (typeof message === "string") return message;
  const { count } = values;
  if (typeof count !== "number") throw new RangeError("A plural message needs a number called count");
  return message[made(plurals, locale, (tag) => new Intl.PluralRules(tag)).select(count)] ?? message.other;
}

const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();
const cut = new Map<string, readonly Piece[]>();

type Piece = { readonly text: string } | { readonly name: string };

/** Words are asked for with every row that is drawn; what makes them is made once. */
function made<T>(known: Map<string, T>, key: string, make: (key: string) => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const fresh = make(key);
  known.set(key, fresh);
  return fresh;
}

/** The message as alternating text and placeholder pieces, in reading order. */
export function pieces(form: string): readonly Piece[] {
  return made(cut, form, () =>
    form
      .split(/(\{\w+\})/g)
      .filter((piece) => piece !== "")
      .map((piece) => (/^\{\w+\}$/.test(piece) ? { name: piece.slice(1, -1) } : { text: piece })),
  );
}

export function format(message: Message, locale: string, values: Values = {}): string {
  return pieces(choose(message, locale, values))
    .map((piece) => ("text" in piece ? piece.text : show(values[piece.name], piece.name, locale)))
    .join("");
}

export function show(value: Value | undefined, name: string, locale: string): string {
  if (value === undefined) throw new RangeError(`No value for {${name}}`);
  if (typeof value === "number") return made(numbers, locale, (tag) => new Intl.NumberFormat(tag)).format(value);
  return isolate(value, locale);
}

export function isRightToLeft(locale: string): boolean {
  return /^(ar|fa|he|ur|ckb|ps|sd|ug|yi|dv)\b/.test(locale);
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const leftToRight = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Number}]/u;

/** Fences a value whose direction differs from the sentence, so that it cannot reorder the words around it. */
function isolate(value: string, locale: string): string {
  const foreign = isRightToLeft(locale) ? leftToRight : rightToLeft;
  return foreign.test(value) ? `\u2068${value}\u2069` : value;
}
