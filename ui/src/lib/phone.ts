/** Phone numbers as people type and paste them: spaces, dashes, brackets, a + or 00, and digits of other scripts. */
import type { NumberFault } from "../ipc/types";
import { type Country, countryOfNumber } from "./countries";

export type Reading =
  | {
      readonly kind: "number";
      /** In international form, with the +. */
      readonly number: string;
      readonly country: Country | null;
    }
  | { readonly kind: "empty" }
  | { readonly kind: "fault"; readonly why: NumberFault };

/** Reads a number; one without a country code belongs to the chosen country. */
export function readNumber(text: string, chosen: Country | null): Reading {
  const typed = westernDigits(text).replace(invisible, "").trim();
  if (typed === "") return { kind: "empty" };
  const isFull = /^(\+|00)/.test(typed);
  const body = typed.replace(/^\+/, "");
  if (!allowed.test(body)) return { kind: "fault", why: "strayCharacter" };
  // Without either, whose country would it be? Guessing could ask for a code for a stranger's number.
  if (!isFull && !chosen) return { kind: "fault", why: "noCountryCode" };
  const digits = body.replace(/\D/g, "");
  const full = isFull ? digits.replace(typed.startsWith("+") ? /^$/ : /^00/, "") : complete(digits, chosen);
  if (full.startsWith("0")) return { kind: "fault", why: "noCountryCode" };
  const [least, most] = full.startsWith("1") ? northAmerica : anywhere;
  if (full.length < least) return { kind: "fault", why: "tooShort" };
  if (full.length > most) return { kind: "fault", why: "tooLong" };
  const own = chosen && full.startsWith(chosen.code) ? chosen : countryOfNumber(full);
  return { kind: "number", number: `+${full}`, country: own };
}

/** A number in international form in groups, for comparing it with the phone. What is no number stays as it is. */
export function writeNumber(number: string): string {
  if (!/^\+?[\d\s().-]+$/.test(number)) return number;
  const digits = number.replace(/\D/g, "");
  const code = countryOfNumber(digits)?.code ?? "";
  const groups = [`+${code}`];
  let rest = digits.slice(code.length);
  while (rest.length > 4) {
    groups.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  return [...groups, rest].join(" ").trim();
}

/** What a number may have besides digits. */
const allowed = /^[\d\s()./\u2010-\u2015-]*$/;
const invisible = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const anywhere = [7, 15] as const;
const northAmerica = [11, 11] as const;

/** Countries whose numbers begin with a zero that stays. */
const keepsZero = new Set(["IT", "SM", "VA", "CI", "CG"]);

function complete(digits: string, chosen: Country | null): string {
  return (chosen?.code ?? "") + (keepsZero.has(chosen?.id ?? "") ? digits : digits.replace(/^0/, ""));
}

function westernDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}
