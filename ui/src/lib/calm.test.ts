import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { calmly } from "./calm";

vi.unmock("./calm");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("does the first at once and the rest together", () => {
  const act = vi.fn();
  const { call } = calmly(act);
  call();
  expect(act, "nobody waits for a single change").toHaveBeenCalledTimes(1);
  for (let one = 0; one < 50; one += 1) call();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(200);
  expect(act, "the last of the crowd is not lost").toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(act, "nothing is done without a reason").toHaveBeenCalledTimes(2);
  call();
  expect(act, "after a pause the next is at once again").toHaveBeenCalledTimes(3);
});

it("does nothing any more once it was called off", () => {
  const act = vi.fn();
  const { call, cancel } = calmly(act);
  call();
  call();
  cancel();
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(1);
});
