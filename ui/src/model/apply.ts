/** How the mirror changes with each message of the feed. Pure; parts that a message does not touch stay identical. */
import type { Fact, FeedMessage, PairingView, SlotView, Snapshot, TaskView, TypingView } from "../ipc/types";
import { unreachable } from "./exhaustive";
import { emptyInbox, type Inbox, InboxDraft, restart } from "./inbox";
import { keep } from "./keep";
import { type Mirror, withDefaults } from "./mirror";

export function apply(mirror: Mirror, message: FeedMessage): Mirror {
  switch (message.kind) {
    case "snapshot":
      return applySnapshot(mirror, message.seq, message.snapshot);
    case "batch":
      return applyBatch(mirror, message.seq, message.facts);
    case "resync":
      // The next snapshot replaces everything; until then the last known state stays on screen.
      return mirror;
    default:
      return unreachable(message);
  }
}

function applySnapshot(mirror: Mirror, seq: number, snapshot: Snapshot): Mirror {
  const isSameStore = mirror.stage.kind === "ready" && snapshot.stage.kind === "ready";
  return {
    seq,
    stage: keep(mirror.stage, snapshot.stage),
    demo: snapshot.demo,
    slots: keepEach(mirror.slots, snapshot.slots, (slot) => slot.number),
    pairings: keepEach(mirror.pairings, snapshot.pairings, (pairing) => pairing.slot),
    inbox: restart(isSameStore ? mirror.inbox : emptyInbox, snapshot.inbox),
    typing: new Map(snapshot.typing.map(({ chat, who }) => [chat, who])),
    unread: snapshot.unread,
    settings: keep(mirror.settings, withDefaults(snapshot.settings)),
    keyCare: keep(mirror.keyCare, snapshot.keyCare),
    tasks: keepEach(mirror.tasks, snapshot.tasks, (task) => task.id),
  };
}

function applyBatch(mirror: Mirror, seq: number, facts: readonly Fact[]): Mirror {
  const draft = new InboxDraft(mirror.inbox);
  const rest = facts.reduce((state, fact) => applyFact(state, fact, draft), mirror);
  return { ...rest, seq, inbox: settled(rest, draft.done()) };
}

function settled(state: Mirror, inbox: Inbox): Inbox {
  // A store that closed takes its conversations with it.
  return state.stage.kind === "ready" ? inbox : emptyInbox;
}

function applyFact(state: Mirror, fact: Fact, inbox: InboxDraft): Mirror {
  switch (fact.kind) {
    case "stage":
      return { ...state, stage: keep(state.stage, fact.stage) };
    case "slot":
      return { ...state, slots: withSlot(state.slots, fact.slot) };
    case "pairing":
      return { ...state, pairings: withPairing(state.pairings, fact.pairing) };
    case "pairingGone":
      return { ...state, pairings: withoutPairing(state.pairings, fact.slot) };
    case "chat":
      inbox.put(fact.row);
      return state;
    case "chatGone":
      inbox.remove(fact.chat);
      return state;
    case "typing":
      return { ...state, typing: withTyping(state.typing, fact.typing) };
    case "unread":
      return { ...state, unread: fact.unread };
    case "settings":
      return { ...state, settings: keep(state.settings, withDefaults(fact.settings)) };
    case "keyCare":
      return { ...state, keyCare: keep(state.keyCare, fact.keyCare) };
    case "task":
      return { ...state, tasks: withTask(state.tasks, fact.task) };
    case "taskGone":
      return { ...state, tasks: state.tasks.filter((task) => task.id !== fact.task) };
    case "message":
    case "messageGone":
    case "past":
    case "blockRefused":
    case "timeline":
    case "show":
      // Threads, timelines and the navigation listen for these themselves: a mirror of everything would have no end.
      return state;
    default:
      return unreachable(fact);
  }
}

function withSlot(slots: readonly SlotView[], slot: SlotView): readonly SlotView[] {
  const others = slots.filter((other) => other.number !== slot.number);
  return keepEach(
    slots,
    [...others, slot].sort((a, b) => a.number - b.number),
    (one) => one.number,
  );
}

function withPairing(pairings: readonly PairingView[], pairing: PairingView): readonly PairingView[] {
  const others = pairings.filter((other) => other.slot !== pairing.slot);
  return keepEach(
    pairings,
    [...others, pairing].sort((a, b) => a.slot - b.slot),
    (one) => one.slot,
  );
}

function withoutPairing(pairings: readonly PairingView[], slot: number): readonly PairingView[] {
  return pairings.some((one) => one.slot === slot) ? pairings.filter((one) => one.slot !== slot) : pairings;
}

function withTyping(typing: Mirror["typing"], { chat, who }: TypingView): Mirror["typing"] {
  const next = new Map(typing);
  if (who.length > 0) next.set(chat, keep(typing.get(chat), who));
  else next.delete(chat);
  return next;
}

function withTask(tasks: readonly TaskView[], task: TaskView): readonly TaskView[] {
  const known = tasks.some((other) => other.id === task.id);
  const fresh = known ? tasks.map((other) => (other.id === task.id ? task : other)) : [...tasks, task];
  return keepEach(tasks, fresh, (one) => one.id);
}

function keepEach<T>(old: readonly T[], fresh: readonly T[], key: (item: T) => number): readonly T[] {
  const before = new Map(old.map((item) => [key(item), item]));
  const next = fresh.map((item) => keep(before.get(key(item)), item));
  return next.length === old.length && next.every((item, index) => item === old[index]) ? old : next;
}
