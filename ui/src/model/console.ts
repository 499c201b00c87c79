/**
 * The pairing console: in which slot it stands open, and what became of the last thing that was asked in it. How far
 * the link got is in the mirror, not here.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Answer, Backend } from "../ipc/backend";
import type { CommandError, Fact, PairingView, SlotNumber, SlotView } from "../ipc/types";
import type { Feed } from "./feed";
import type { Mirror } from "./mirror";

/** What can be asked in the console. */
export type ConsoleAsk = "link" | "code" | "decide" | "stop";

export interface ConsoleState {
  /** The slot it stands open for. */
  readonly slot: SlotNumber | null;
  /** What was asked and is not answered yet. */
  readonly asking: ConsoleAsk | null;
  /** What was not followed, and why. */
  readonly refused: { readonly ask: ConsoleAsk; readonly error: CommandError } | null;
}

/** What the console has to show. */
export type ConsoleView =
  /** Nothing is under way. */
  | "start"
  /** Codes are offered, or on their way. */
  | "offer"
  /** It ended without a link. */
  | "stopped"
  | "passkey"
  | "deciding"
  /** A phone accepted; the rest goes by itself. */
  | "linking"
  | "unlinking"
  | "connected";

const closed: ConsoleState = { slot: null, asking: null, refused: null };

export class PairingConsole {
  readonly state: StoreApi<ConsoleState> = createStore(() => closed);
  private readonly backend: Backend;
  private readonly feed: Feed;

  constructor(backend: Backend, feed: Feed) {
    this.backend = backend;
    this.feed = feed;
    feed.onFacts((facts, before) => this.watch(facts, before));
  }

  /** Shows how the link of a slot is coming along; asks for nothing. */
  open(slot: SlotNumber): void {
    this.state.setState({ ...closed, slot });
  }

  /** Opens the console and asks for a link, unless one is on the way or there is something to read first. */
  link(slot: SlotNumber): void {
    this.open(slot);
    const { slots } = this.feed.mirror.getState();
    // A passkey was demanded: another code would end there again, so trying once more is a choice of its own.
    const wasRefused = slots.some((one) => one.number === slot && one.link.kind === "needsPasskey");
    if (!wasRefused && !isUnderWay(this.pairing(slot))) void this.ask("link", this.backend.connectSlot(slot));
  }

  /** Opens the console and asks for a new series of codes. */
  newCode(slot: SlotNumber): void {
    this.open(slot);
    void this.ask("link", this.backend.newSlotCode(slot));
  }

  /** Does not wait for the next try. */
  retry(slot: SlotNumber): void {
    this.open(slot);
    void this.ask("link", this.backend.retrySlot(slot));
  }

  askCode(slot: SlotNumber, number: string): void {
    void this.ask("code", this.backend.askPairingCode(slot, number));
  }

  withdrawCode(slot: SlotNumber): void {
    void this.ask("code", this.backend.cancelPairingCode(slot));
  }

  /** The number that raised a question comes here. */
  takeNumber(slot: SlotNumber): void {
    void this.ask("decide", this.backend.takeNumberHere(slot));
  }

  /** Stops what is under way; the console closes when nothing of it is left. */
  async stop(slot: SlotNumber): Promise<void> {
    if (await this.ask("stop", this.backend.cancelSlot(slot))) this.close();
  }

  /** Closes the console; the report of what ended is put away, what goes on goes on. */
  close(): void {
    const { slot } = this.state.getState();
    this.state.setState(closed);
    if (slot !== null) this.putAway(slot);
  }

  private async ask(ask: ConsoleAsk, answer: Answer<null>): Promise<boolean> {
    const { slot } = this.state.getState();
    this.state.setState({ asking: ask, refused: null });
    const outcome = await answer;
    if (this.state.getState().slot === slot) {
      const refused = outcome.status === "error" ? { ask, error: outcome.error } : null;
      this.state.setState({ asking: null, refused });
    }
    return outcome.status === "ok";
  }

  private watch(facts: readonly Fact[], before: Mirror): void {
    const { slot } = this.state.getState();
    for (const fact of facts) {
      if (fact.kind !== "pairing") continue;
      const { pairing } = fact;
      const old = before.pairings.find((one) => one.slot === pairing.slot);
      // What was refused at one step says nothing about the next.
      if (pairing.slot === slot && old && old.step !== pairing.step) this.state.setState({ refused: null });
      if (pairing.slot !== slot && pairing.step === "connected") this.putAway(pairing.slot);
    }
  }

  private putAway(slot: SlotNumber): void {
    const pairing = this.pairing(slot);
    // Nobody waits for the answer: a report that stays costs nothing.
    if (pairing?.step === "connected" || pairing?.step === "over") void this.backend.dismissPairing(slot);
  }

  private pairing(slot: SlotNumber): PairingView | undefined {
    return this.feed.mirror.getState().pairings.find((one) => one.slot === slot);
  }
}

/** Whether codes are offered or on their way, so that leaving would waste them. */
export function isUnderWay(pairing: PairingView | undefined): boolean {
  return pairing?.step === "connecting" || pairing?.step === "codeReady";
}

/** What the console shows of a slot; the state of the link has the say, the pairing tells the rest. */
export function consoleView(
  { link, account }: SlotView,
  pairing: PairingView | undefined,
  isAsking: boolean,
): ConsoleView {
  switch (link.kind) {
    case "numberConflict":
      return "deciding";
    case "needsPasskey":
      return isAsking ? "offer" : "passkey";
    case "unlinking":
      return "unlinking";
    case "qrReady":
    case "pairingCode":
      return "offer";
    case "authenticated":
    case "syncing":
      return "linking";
    case "online":
      return "connected";
    case "connecting":
    case "waitingForNetwork":
      return account?.linkedAt != null && !isUnderWay(pairing) ? "linking" : "offer";
    case "empty":
    case "loggedOut":
      if (isAsking || isUnderWay(pairing)) return "offer";
      // A phone may accept and take it back at the first login; that is worth a word.
      return pairing?.step === "over" ? "stopped" : "start";
    case "pairingOver":
    case "replaced":
    case "outdated":
    case "banned":
    case "locked":
    case "failed":
      return isAsking ? "offer" : "stopped";
  }
}

/** Where a number can be linked: an empty slot first, then one whose link is over. */
export function freeSlot(slots: readonly SlotView[]): SlotView | undefined {
  const free = slots.filter((slot) => slot.action === "connect");
  return free.find((slot) => slot.account === null) ?? free[0];
}
