/**
 * Linking in the fictitious world: what is offered to a phone that does not exist. Tests move it step by step; with a
 * story it moves by itself.
 */
import type {
  AccountView,
  Cause,
  CommandError,
  EventKind,
  Fact,
  LinkEventView,
  LinkState,
  NumberFault,
  PairingView,
  PhoneCodeView,
  RefusalView,
  SlotNumber,
  SlotView,
} from "../types";
import { isLinked, withLink } from "./links";
import { makeQr } from "./qr";

/** The part of the world that linking touches. */
export interface LinkWorld {
  slot(slot: SlotNumber): SlotView;
  putSlot(slot: SlotView): void;
  emit(facts: Fact[]): void;
}

/** How a pairing goes by itself: all the way, or to the trouble it is named after. */
export type PairingStory = "scanned" | "unscanned" | "silent" | "passkey" | "inOtherSlot" | "overAnother" | "throttled";

const series = 6;
const firstLives = 60_000;
const laterLives = 20_000;
const codeLives = 180_000;
const newcomer: AccountView = {
  id: 9,
  name: "Kiosk on the Corner",
  phone: "+1 555 000 1003",
  linkedAt: null,
  phoneSeenAt: null,
  picture: null,
};

export class Pairings {
  private readonly world: LinkWorld;
  private readonly story: PairingStory | undefined;
  private readonly views = new Map<SlotNumber, PairingView>();
  private readonly lines = new Map<SlotNumber, LinkEventView[]>();
  private readonly timers = new Map<SlotNumber, ReturnType<typeof setTimeout>>();

  constructor(world: LinkWorld, story?: PairingStory) {
    this.world = world;
    this.story = story;
  }

  list(): PairingView[] {
    return [...this.views.values()].sort((a, b) => a.slot - b.slot);
  }

  timeline(slot: SlotNumber): LinkEventView[] {
    return (this.lines.get(slot) ?? []).toSorted((a, b) => b.id - a.id);
  }

  // What the user can ask.

  connect(slot: SlotNumber): null {
    const { link } = this.world.slot(slot);
    if (link.kind === "connecting" || link.kind === "qrReady" || link.kind === "pairingCode") return null;
    if (link.kind === "online" || link.kind === "syncing" || link.kind === "authenticated") {
      throw refused({ kind: "slotAlreadyConnected" });
    }
    this.put({
      slot,
      since: Date.now(),
      step: "connecting",
      cause: null,
      qr: null,
      code: { kind: "notYet" },
      codesBlockedUntil: null,
    });
    this.setLink(slot, { kind: "connecting", attempt: 1, cause: null });
    if (this.story === "silent") this.later(slot, 10_000, () => this.hold(slot, "captivePortal"));
    else if (this.story) this.later(slot, 900, () => this.offer(slot));
    return null;
  }

  cancel(slot: SlotNumber): null {
    const { account, link } = this.world.slot(slot);
    const stops = [
      "connecting",
      "qrReady",
      "pairingCode",
      "waitingForNetwork",
      "pairingOver",
      "needsPasskey",
      "failed",
    ];
    if (link.kind !== "numberConflict" && (!stops.includes(link.kind) || isLinked(this.world.slot(slot)))) {
      throw refused({ kind: "nothingToCancel" });
    }
    this.forget(slot);
    this.setLink(slot, account ? { kind: "loggedOut", reason: "here" } : { kind: "empty" });
    return null;
  }

  retry(slot: SlotNumber): null {
    if (!isLinked(this.world.slot(slot))) return this.connect(slot);
    this.setLink(slot, { kind: "connecting", attempt: 1, cause: null });
    if (this.story) this.later(slot, 1200, () => this.comeUp(slot, "reconnected"));
    return null;
  }

  newCode(slot: SlotNumber): null {
    const qr = this.views.get(slot)?.qr;
    if (qr) throw refused({ kind: "codeStillGood", until: qr.expiresAt });
    return this.connect(slot);
  }

  askCode(slot: SlotNumber, number: string): null {
    const view = this.views.get(slot);
    const why = faultOf(number);
    if (why) throw { kind: "invalidNumber", why } satisfies CommandError;
    if (!view?.qr) throw refused({ kind: "notReadyForPairingCode" });
    if (view.code.kind === "shown") throw refused({ kind: "codeStillGood", until: view.code.expiresAt });
    if (view.codesBlockedUntil !== null && view.codesBlockedUntil > Date.now()) {
      throw refused({ kind: "tooSoon", until: view.codesBlockedUntil });
    }
    const holder = [1, 2, 3].find((other) => other !== slot && digits(this.world.slot(other)) === number.slice(1));
    if (holder) throw refused({ kind: "numberInOtherSlot", slot: holder });
    this.change(slot, { code: { kind: "asked" } });
    if (this.story === "throttled") setTimeout(() => this.throttle(slot), 800);
    else if (this.story) setTimeout(() => this.showCode(slot, "K7RM-2VQX"), 800);
    return null;
  }

  cancelCode(slot: SlotNumber): null {
    this.change(slot, { code: { kind: "free" } });
    const qr = this.views.get(slot)?.qr;
    if (qr) this.setLink(slot, { kind: "qrReady", expiresAt: qr.expiresAt, number: qr.number, of: qr.of });
    return null;
  }

  takeHere(slot: SlotNumber): null {
    const { link } = this.world.slot(slot);
    if (link.kind !== "numberConflict") throw refused({ kind: "nothingToDecide" });
    const other = link.other === null ? null : this.world.slot(link.other);
    if (other) this.world.putSlot(withLink({ ...other, account: null }, { kind: "empty" }));
    this.scan(slot, other?.account ?? newcomer);
    return null;
  }

  unlink(slot: SlotNumber): null {
    const view = this.world.slot(slot);
    if (!isLinked(view) || !view.account) throw refused({ kind: "notLinked" });
    this.forget(slot);
    this.world.putSlot(
      withLink({ ...view, account: { ...view.account, linkedAt: null } }, { kind: "loggedOut", reason: "here" }),
    );
    this.tell(slot, "unlinked", null);
    return null;
  }

  dismiss(slot: SlotNumber): null {
    const view = this.views.get(slot);
    if (!view) throw { kind: "gone" } satisfies CommandError;
    if (view.step !== "over" && view.step !== "connected") throw { kind: "notNow" } satisfies CommandError;
    this.forget(slot);
    return null;
  }

  // What happens.

  /** Shows the next code of the series; after the last one the series is over. */
  offer(slot: SlotNumber): void {
    const view = this.view(slot);
    const number = (view.qr?.number ?? 0) + 1;
    if (number > series) {
      this.end(slot, "codesExpired");
      return;
    }
    const lives = number === 1 ? firstLives : laterLives;
    const qr = makeQr(number, series, Date.now() + lives);
    const code: PhoneCodeView = view.code.kind === "notYet" ? { kind: "free" } : view.code;
    this.change(slot, { step: "codeReady", cause: null, qr, code });
    if (code.kind !== "shown") this.setLink(slot, { kind: "qrReady", expiresAt: qr.expiresAt, number, of: series });
    const after = { scanned: 12_000, passkey: 6_000, inOtherSlot: 6_000, overAnother: 6_000 }[this.story as string];
    if (after !== undefined && number === 1) this.later(slot, after, () => this.follow(slot));
    else if (this.story) this.later(slot, lives, () => this.offer(slot));
  }

  /** The first code does not come, and this is why. */
  hold(slot: SlotNumber, cause: Cause): void {
    this.change(slot, { cause });
    this.setLink(slot, { kind: "connecting", attempt: 1, cause });
  }

  showCode(slot: SlotNumber, text: string): void {
    const expiresAt = Date.now() + codeLives;
    const spelled = text.replace("-", "").split("").join(" ");
    this.change(slot, { code: { kind: "shown", text, spelled, expiresAt } });
    this.setLink(slot, { kind: "pairingCode", expiresAt });
  }

  refuseCode(slot: SlotNumber, refusal: RefusalView): void {
    const until = "until" in refusal ? refusal.until : null;
    this.change(slot, { code: { kind: "refused", refusal }, codesBlockedUntil: until });
  }

  /** A phone accepts a code. */
  scan(slot: SlotNumber, account: AccountView = newcomer): void {
    const linked = { ...account, linkedAt: Date.now(), phoneSeenAt: Date.now() };
    this.change(slot, { step: "authenticated", cause: null, qr: null, code: { kind: "notYet" } });
    this.world.putSlot(withLink({ ...this.world.slot(slot), account: linked }, { kind: "authenticated" }));
    this.tell(slot, "linked", null);
    if (this.story) this.later(slot, 1500, () => this.sync(slot, 0));
  }

  /** The slot comes online; a pairing that led there is done. */
  comeUp(slot: SlotNumber, event: EventKind = "online"): void {
    this.setLink(slot, { kind: "online" });
    if (this.views.has(slot)) this.change(slot, { step: "connected", qr: null });
    this.tell(slot, event, null);
  }

  /** Pairing ends without a link. */
  end(slot: SlotNumber, cause: Cause): void {
    this.change(slot, { step: "over", cause, qr: null, code: { kind: "notYet" } });
    this.setLink(slot, cause === "passkeyNeeded" ? { kind: "needsPasskey" } : { kind: "pairingOver", cause });
    this.tell(slot, "pairingEnded", cause);
  }

  /** The phone links a number that sits in `other`, or another one than this slot holds. */
  ask(slot: SlotNumber, other: SlotNumber | null): void {
    this.change(slot, { step: "deciding", qr: null, code: { kind: "notYet" } });
    const phone = other === null ? "15550001003" : digits(this.world.slot(other));
    this.setLink(slot, { kind: "numberConflict", phone: `+${phone}`, other });
  }

  /** Adds a line to the timeline of a slot. */
  tell(slot: SlotNumber, event: EventKind, cause: Cause | null, rest: Partial<LinkEventView> = {}): void {
    const lines = this.lines.get(slot) ?? [];
    const line = { id: lines.length + 1, at: Date.now(), event, cause, code: null, lasted: null, ...rest };
    this.lines.set(slot, [...lines, line]);
    this.world.emit([{ kind: "timeline", slot }]);
  }

  private follow(slot: SlotNumber): void {
    if (this.story === "passkey") this.end(slot, "passkeyNeeded");
    else if (this.story === "inOtherSlot") this.ask(slot, slot === 1 ? 2 : 1);
    else if (this.story === "overAnother") this.ask(slot, null);
    else this.scan(slot);
  }

  private sync(slot: SlotNumber, done: number): void {
    const total = 480;
    if (done >= total) {
      this.comeUp(slot);
      return;
    }
    if (done === 0) this.change(slot, { step: "connected" });
    this.setLink(slot, { kind: "syncing", done, total });
    this.later(slot, 350, () => this.sync(slot, done + 60));
  }

  private throttle(slot: SlotNumber): void {
    this.refuseCode(slot, { kind: "codeThrottled", until: Date.now() + 90_000 });
  }

  private view(slot: SlotNumber): PairingView {
    const found = this.views.get(slot);
    if (!found) throw new RangeError(`No link is being made in slot ${slot}`);
    return found;
  }

  private change(slot: SlotNumber, change: Partial<PairingView>): void {
    const view = this.views.get(slot);
    if (view) this.put({ ...view, ...change });
  }

  private put(pairing: PairingView): void {
    this.views.set(pairing.slot, pairing);
    this.world.emit([{ kind: "pairing", pairing }]);
  }

  private forget(slot: SlotNumber): void {
    clearTimeout(this.timers.get(slot));
    if (this.views.delete(slot)) this.world.emit([{ kind: "pairingGone", slot }]);
  }

  private setLink(slot: SlotNumber, link: LinkState): void {
    this.world.putSlot(withLink(this.world.slot(slot), link));
  }

  private later(slot: SlotNumber, wait: number, act: () => void): void {
    clearTimeout(this.timers.get(slot));
    this.timers.set(slot, setTimeout(act, wait));
  }
}

function refused(refusal: RefusalView): CommandError {
  return { kind: "refused", refusal };
}

function digits(slot: SlotView): string {
  return slot.account?.phone?.replace(/\D/g, "") ?? "";
}

function faultOf(number: string): NumberFault | null {
  const body = number
    .trim()
    .replace(/^\+/, "")
    .replace(/[\s().-]/g, "");
  if (/\D/.test(body)) return "strayCharacter";
  if (body.startsWith("0")) return "noCountryCode";
  if (body.length < 7) return "tooShort";
  return body.length > 15 ? "tooLong" : null;
}
