import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { setLanguage } from "../../i18n/i18n";
import type { Cause, LinkState } from "../../ipc/types";
import { LinkStatus } from "./LinkStatus";

const now = Date.now();
const at = now + 60_000;

const causes: Record<Cause, Cause> = {
  noNetwork: "noNetwork",
  unreachable: "unreachable",
  captivePortal: "captivePortal",
  badCertificate: "badCertificate",
  clockWrong: "clockWrong",
  noVersion: "noVersion",
  serverSilent: "serverSilent",
  serverBusy: "serverBusy",
  serverFault: "serverFault",
  slowDown: "slowDown",
  serverRefused: "serverRefused",
  restart: "restart",
  recycled: "recycled",
  connectionLost: "connectionLost",
  noAnswer: "noAnswer",
  asleep: "asleep",
  syncStalled: "syncStalled",
  storeFailed: "storeFailed",
  replaced: "replaced",
  outdated: "outdated",
  banned: "banned",
  banOver: "banOver",
  locked: "locked",
  loggedOut: "loggedOut",
  noKeys: "noKeys",
  noEngine: "noEngine",
  codesExpired: "codesExpired",
  passkeyNeeded: "passkeyNeeded",
  pairFailed: "pairFailed",
  cancelled: "cancelled",
};

const links: Record<LinkState["kind"], readonly LinkState[]> = {
  empty: [{ kind: "empty" }],
  connecting: [
    { kind: "connecting", attempt: 2, cause: null },
    ...Object.values(causes).map((cause) => ({ kind: "connecting", attempt: 2, cause }) as const),
  ],
  qrReady: [{ kind: "qrReady", expiresAt: at, number: 2, of: 6 }],
  pairingCode: [{ kind: "pairingCode", expiresAt: at }],
  pairingOver: Object.values(causes).map((cause) => ({ kind: "pairingOver", cause })),
  needsPasskey: [{ kind: "needsPasskey" }],
  numberConflict: [
    { kind: "numberConflict", phone: "+15550001002", other: 2 },
    { kind: "numberConflict", phone: "+15550001009", other: null },
  ],
  authenticated: [{ kind: "authenticated" }],
  syncing: [{ kind: "syncing", done: 3, total: 12 }],
  online: [{ kind: "online" }],
  waitingForNetwork: Object.values(causes).map((cause) => ({
    kind: "waitingForNetwork",
    attempt: 2,
    cause,
    nextTryAt: at,
  })),
  unlinking: [{ kind: "unlinking" }],
  replaced: [{ kind: "replaced" }],
  outdated: [{ kind: "outdated" }],
  banned: [
    { kind: "banned", until: now + 3_600_000, over: false },
    { kind: "banned", until: null, over: false },
    { kind: "banned", until: now - 1000, over: true },
  ],
  locked: [{ kind: "locked" }],
  loggedOut: [
    { kind: "loggedOut", reason: "here" },
    { kind: "loggedOut", reason: "onPhone" },
    { kind: "loggedOut", reason: "whileAway" },
  ],
  failed: Object.values(causes).map((cause) => ({ kind: "failed", cause })),
};

/** The two sentences of a state that are announced: what is the case, and why. */
function said(link: LinkState): string {
  const view = render(<LinkStatus link={link} />);
  const status = view.getByRole("status");
  const words = [...status.children].map((line) => line.textContent?.trim()).join("\n");
  expect(view.container.textContent, link.kind).not.toMatch(/[{}]|undefined/);
  view.unmount();
  return words;
}

describe.each(["en", "ar"])("in the language %s", (language) => {
  it.each(Object.entries(links))("the state %s names its cause in words of its own", async (_, states) => {
    await setLanguage(language);
    const all = states.map(said);
    for (const words of all) expect(words).toMatch(/^[^\n]+\n[^\n]+[.؟!]$/);
    expect(new Set(all).size, "each cause has its own sentence").toBe(all.length - likeAnother(states));
  });
});

/** A restriction with and without an end is the same state; the end stands beside it. */
function likeAnother(states: readonly LinkState[]): number {
  return states.filter((state) => state.kind === "banned" && !state.over).length > 1 ? 1 : 0;
}

it("the time that is left is counted, and is no news to a screen reader", () => {
  const view = render(
    <LinkStatus link={{ kind: "waitingForNetwork", attempt: 3, cause: "noNetwork", nextTryAt: Date.now() + 65_400 }} />,
  );
  expect(view.getByRole("timer").textContent).toMatch(/^Next try in 1:0[56]$/);
  expect(view.getByRole("status").contains(view.getByRole("timer"))).toBe(false);
});

it("catching up shows how far it got", () => {
  const view = render(<LinkStatus link={{ kind: "syncing", done: 30, total: 120 }} />);
  expect(view.getByRole("progressbar").getAttribute("aria-valuetext")).toBe("30 of 120 (25%)");
});

it("a restriction that ends says when", () => {
  const view = render(<LinkStatus link={{ kind: "banned", until: Date.now() + 49 * 3_600_000, over: false }} />);
  expect(view.container.textContent, "to the minute: hours matter then").toMatch(/Until \w+, .+\d:\d\d/);
  expect(view.container.querySelector("time")).not.toBeNull();
});
