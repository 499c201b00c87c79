/** Moments as words, through Intl. The moment of reading is always passed in. */

/**
 * - `relative`: "5 minutes ago", the date after a week
 * - `list`: what a chat list shows: the time today, "Yesterday", the weekday, then the date
 * - `clock`: the time of day
 * - `day`: a day separator: "Today", "Yesterday", weekday and date
 */
export type TimeStyle = "relative" | "list" | "clock" | "day";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Gives "now" (the caller has a word for it) when less than 45 seconds lie between. */
export function writeTime(at: number, now: number, style: TimeStyle, locale: string): string {
  switch (style) {
    case "clock":
      return clock(at, locale);
    case "list":
      return list(at, now, locale);
    case "day":
      return daySeparator(at, now, locale);
    case "relative":
      return relative(at, now, locale);
  }
}

export function fullTime(at: number, locale: string): string {
  return dates(locale, { dateStyle: "full", timeStyle: "short" }).format(at);
}

/** How far the clock on the wall is ahead of UTC at that moment, in minutes. */
export function utcOffset(at: number): number {
  // The sign of zero must not matter to anybody who compares.
  return 0 - new Date(at).getTimezoneOffset();
}

/** How long something takes or took, e.g. "1:05" or "1:02:09". */
export function duration(milliseconds: number, locale: string): string {
  const total = Math.max(0, Math.round(milliseconds / second));
  const pad = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const whole = new Intl.NumberFormat(locale, { useGrouping: false });
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const parts = hours > 0 ? [whole.format(hours), pad.format(minutes)] : [whole.format(minutes)];
  return [...parts, pad.format(total % 60)].join(":");
}

/** How long a state lasted, in its two largest units, e.g. "2 hours 5 minutes". */
export function span(milliseconds: number, locale: string): string {
  const first = spanUnits.findIndex(([, size]) => milliseconds >= size);
  const units = first < 0 ? spanUnits.slice(-1) : spanUnits.slice(first, first + 2);
  let rest = Math.max(0, milliseconds);
  const parts = units.map(([unit, size]) => {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    return { unit, whole };
  });
  const said = parts.filter(({ whole }, index) => whole > 0 || index === 0);
  const words = said.map(({ unit, whole }) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(whole),
  );
  return new Intl.ListFormat(locale, { style: "narrow", type: "unit" }).format(words);
}

const spanUnits = [
  ["day", day],
  ["hour", hour],
  ["minute", minute],
  ["second", second],
] as const;

function relative(at: number, now: number, locale: string): string {
  const gap = at - now;
  const size = Math.abs(gap);
  if (size < 45 * second) return "now";
  const words = relatives(locale);
  if (size < 60 * minute) return words.format(Math.round(gap / minute), "minute");
  if (size < day) return words.format(Math.round(gap / hour), "hour");
  if (size < 7 * day) return words.format(Math.round(gap / day), "day");
  return date(at, now, locale);
}

function list(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now);
  if (days === 0) return clock(at, locale);
  if (days === 1) return capital(relatives(locale).format(-1, "day"), locale);
  if (days > 1 && days < 7) return dates(locale, { weekday: "short" }).format(at);
  return date(at, now, locale);
}

function daySeparator(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now);
  if (days === 0 || days === 1) return capital(relatives(locale).format(-days, "day"), locale);
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return dates(locale, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}

function clock(at: number, locale: string): string {
  return dates(locale, { timeStyle: "short" }).format(at);
}

function date(at: number, now: number, locale: string): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return dates(locale, sameYear ? { day: "numeric", month: "short" } : { dateStyle: "medium" }).format(at);
}

function daysBetween(at: number, now: number): number {
  return Math.round((midnight(now) - midnight(at)) / day);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(words: string, locale: string): string {
  const [first = ""] = words;
  return first.toLocaleUpperCase(locale) + words.slice(first.length);
}

// Building a formatter costs far more than using one, and a list shows hundreds.
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dateFormats, locale + JSON.stringify(options), () => new Intl.DateTimeFormat(locale, options));
}

function relatives(locale: string): Intl.RelativeTimeFormat {
  return kept(relativeFormats, locale, () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
}

function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const found = cache.get(key) ?? make();
  cache.set(key, found);
  return found;
}
