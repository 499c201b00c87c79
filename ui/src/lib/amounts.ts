/** Sizes and lists as people write them. */

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size in bytes with the unit that fits, e.g. "1.2 MB". */
export function writeSize(bytes: number, locale: string): string {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const unit = units[step] ?? "byte";
  const value = bytes / 1000 ** step;
  const maximumFractionDigits = step === 0 || value >= 10 ? 0 : 1;
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits }).format(
    value,
  );
}

/** Names one after the other, as the language lists them. */
export function listWords(names: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { style: "long", type: "conjunction" }).format(names);
}
