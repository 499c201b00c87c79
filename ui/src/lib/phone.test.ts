import { describe, expect, it } from "vitest";
import { countries, countryOf, countryOfLanguage, countryOfNumber } from "./countries";
import { readNumber, writeNumber } from "./phone";

describe("the countries", () => {
  it("have two letters, a code and a name in every language of the window", () => {
    expect(countries.length, "all of the world").toBeGreaterThan(230);
    expect(new Set(countries.map(({ id }) => id)).size, "each once").toBe(countries.length);
    for (const tag of ["en", "ar"]) {
      const names = new Intl.DisplayNames(tag, { type: "region", fallback: "none" });
      for (const { id, code } of countries) {
        expect(code, id).toMatch(/^[1-9]\d{0,2}$/);
        expect(names.of(id), `${id} in ${tag}`).toBeTruthy();
      }
    }
  });

  it("are found by the longest code that fits, and a shared code means the largest", () => {
    expect(countryOfNumber("15550001111")?.id).toBe("US");
    expect(countryOfNumber("35845000111")?.id).toBe("FI");
    expect(countryOfNumber("35389000111")?.id).toBe("IE");
    expect(countryOfNumber("79000000000")?.id).toBe("RU");
    expect(countryOfNumber("0")).toBeNull();
  });

  it("are guessed only where the system names one", () => {
    for (const tag of ["de-CH", "de-ch", "de_CH.UTF-8", "de-Latn-CH", "gsw-CH-u-nu-latn"]) {
      expect(countryOfLanguage(tag)?.id, tag).toBe("CH");
    }
    for (const tag of ["de", "", "c", "C.UTF-8", "POSIX", "de-419", "de-XX", "not a tag"]) {
      expect(countryOfLanguage(tag), tag).toBeNull();
    }
  });
});

describe("a typed number", () => {
  it.each([
    ["555 000 1111", "US", "+15550001111"],
    ["(555) 000-1111", "US", "+15550001111"],
    ["+1 555-000-1111", "DE", "+15550001111"],
    ["001 555 000 1111", "DE", "+15550001111"],
    ["0151 0000 1111", "DE", "+4915100001111"],
    ["0151/00001111", "DE", "+4915100001111"],
    ["06 0000 1111", "IT", "+390600001111"],
    ["+39 06 0000 1111", null, "+390600001111"],
    ["0015550001111", null, "+15550001111"],
    ["\u202a+1 555 000 1111\u202c", null, "+15550001111"],
    ["٠١٥١ ٠٠٠٠ ١١١١", "DE", "+4915100001111"],
    ["555‑000‑1111", "US", "+15550001111"],
  ])("%s in %s is %s", (text, country, number) => {
    expect(readNumber(text, countryOf(country ?? undefined))).toMatchObject({ kind: "number", number });
  });

  it.each([
    ["0151 0000 1111", null, "noCountryCode"],
    ["+0151 0000 1111", "DE", "noCountryCode"],
    ["55", "DE", "tooShort"],
    ["555 1111", "US", "tooShort"],
    ["1 555 000 1111", "US", "tooLong"],
    ["+1234567890123456", null, "tooLong"],
    ["15550001111", null, "noCountryCode"],
    ["my shop", "DE", "strayCharacter"],
    ["1+5550001111", null, "strayCharacter"],
  ])("%s in %s is not taken: %s", (text, country, why) => {
    expect(readNumber(text, countryOf(country ?? undefined))).toEqual({ kind: "fault", why });
  });

  it("says nothing while nothing is typed", () => {
    expect(readNumber("  ", null)).toEqual({ kind: "empty" });
  });

  it("that is complete names its country, and keeps the chosen one where both share a code", () => {
    expect(readNumber("+49 151 0000 1111", countryOf("US"))).toMatchObject({ country: { id: "DE" } });
    expect(readNumber("+1 555 000 1111", countryOf("CA"))).toMatchObject({ country: { id: "CA" } });
  });

  it("is written in groups to compare", () => {
    expect(writeNumber("no number"), "what is none is not made one").toBe("no number");
    expect(writeNumber("+15550001111")).toBe("+1 555 000 1111");
    expect(writeNumber("+4915100001111")).toBe("+49 151 000 011 11");
  });
});
