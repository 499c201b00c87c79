import { expect, test } from "vitest";
import { duration, span, type TimeStyle, writeTime } from "./time";

const now = new Date(2026, 2, 14, 15, 9).getTime();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const words = (ago: number, style: TimeStyle, locale = "en") =>
  writeTime(now - ago, now, style, locale).replace(/\s/gu, " ");

test("what just happened is now, then minutes, hours and days, then a date", () => {
  expect(words(20_000, "relative")).toBe("now");
  expect(words(5 * minute, "relative")).toBe("5 minutes ago");
  expect(words(3 * hour, "relative")).toBe("3 hours ago");
  expect(words(day, "relative")).toBe("yesterday");
  expect(words(9 * day, "relative")).toBe("Mar 5");
  expect(words(400 * day, "relative")).toBe("Feb 7, 2025");
  expect(words(-10 * minute, "relative"), "a next try lies ahead").toBe("in 10 minutes");
});

test("a chat list shows the shortest that says when", () => {
  expect(words(hour, "list")).toBe("2:09 PM");
  expect(words(16 * hour, "list"), "midnight lies between, though not 24 hours").toBe("Yesterday");
  expect(words(3 * day, "list")).toBe("Wed");
  expect(words(8 * day, "list")).toBe("Mar 6");
});

test("a day separator names today and yesterday, and the year only when it is another", () => {
  expect(words(hour, "day")).toBe("Today");
  expect(words(day, "day")).toBe("Yesterday");
  expect(words(2 * day, "day")).toBe("Thursday, March 12");
  expect(words(400 * day, "day")).toContain("2025");
});

test("Arabic has its own words", () => {
  expect(words(day, "list", "ar")).toBe("أمس");
});

test("durations count like a clock", () => {
  expect(duration(65_000, "en")).toBe("1:05");
  expect(duration(3_729_000, "en")).toBe("1:02:09");
  expect(duration(-5, "en")).toBe("0:00");
});

test("how long something lasted is told in its two largest units", () => {
  expect(span(3 * day + 5 * hour + 59 * minute, "en")).toBe("3 days 5 hours");
  expect(span(2 * hour + 5 * minute, "en")).toBe("2 hours 5 minutes");
  expect(span(3 * hour + 20_000, "en"), "nothing in between is left out").toBe("3 hours");
  expect(span(61_000, "en")).toBe("1 minute 1 second");
  expect(span(400, "en")).toBe("0 seconds");
  expect(span(-5, "en")).toBe("0 seconds");
});
