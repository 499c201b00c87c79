import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { openWindow } from "../../app/testing";

it("leaves what is silenced or put away out of the number on a slot", async () => {
  await openWindow({ chats: 4 }, (world) => {
    const quiet = { unread: 0, archived: false, mutedUntil: null, slot: 1 } as const;
    world.put({ ...world.row(1), ...quiet, unread: 2 });
    world.put({ ...world.row(2), ...quiet, unread: 9, mutedUntil: Number.MAX_SAFE_INTEGER });
    world.put({ ...world.row(3), ...quiet, unread: 5, archived: true });
    world.put({ ...world.row(4), ...quiet });
  });
  const name = screen.getByRole("button", { name: /^Slot 1\b/ }).getAttribute("aria-label");
  expect(name, "the muted nine and the archived five do not call").toMatch(/\b2 unread/);
});
