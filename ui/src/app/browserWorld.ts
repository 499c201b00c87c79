/**
 * The world in memory, set up by the address: `?stage=keyTrouble&trouble=locked`, `?theme=dark`, `?language=ar`,
 * `?chats=0`, `?demo`, `?link=online`, `?flood=50` (messages a second), `?cause=noNetwork`, `?pairing=scanned`. For design work in a plain browser; no part of the product.
 */
import { MemoryBackend } from "../ipc/memory";
import { withLink } from "../ipc/memory/links";
import type { PairingStory } from "../ipc/memory/pairing";
import { makeSlots } from "../ipc/memory/world";
import type { KeyStep, KeyTrouble, LinkState, Protection, Stage, StoreTrouble } from "../ipc/types";

const steps: readonly KeyStep[] = ["unlock", "retry", "recoveryCode", "passphrase", "choosePassphrase", "startFresh"];

export function browserWorld(asked: URLSearchParams): MemoryBackend {
  const now = Date.now();
  const link = asked.get("link");
  const cause = asked.get("cause") ?? "noNetwork";
  const slots = makeSlots(now).map((slot) => (link && slot.account ? withLink(slot, linkOf(link, cause, now)) : slot));
  const world = new MemoryBackend({
    now,
    chats: Number(asked.get("chats") ?? 3000),
    messages: Number(asked.get("messages") ?? 120),
    page: 100,
    taskStep: 120,
    deliveryStep: 900,
    demo: asked.has("demo"),
    slots,
    pairing: (asked.get("pairing") ?? "scanned") as PairingStory,
    stage: stageOf(asked),
    keyCare: { protection: (asked.get("protection") ?? "keychain") as Protection, keychain: "GNOME Keyring" },
    settings: {
      theme: asked.get("theme") === "dark" ? "dark" : asked.get("theme") === "light" ? "light" : "system",
      highContrast: asked.has("contrast"),
      language: asked.get("language") === "ar" ? "ar" : "en",
    },
  });
  flood(world, Number(asked.get("flood") ?? 0));
  return world;
}

/** Messages come in at this rate, every other one in the first chat. Few others: each thread is made when it is first needed. */
function flood(world: MemoryBackend, rate: number): void {
  if (!(rate > 0)) return;
  let count = 0;
  setInterval(() => {
    count += 1;
    world.receive(count % 2 === 0 ? 1 : 1 + ((count * 37) % Math.min(24, world.size)), `message ${count}`);
  }, 1000 / rate);
}

function stageOf(asked: URLSearchParams): Stage {
  const trouble = asked.get("trouble") ?? "locked";
  switch (asked.get("stage")) {
    case "opening":
      return { kind: "opening" };
    case "migrating":
      return { kind: "migrating", done: 2, total: 5 };
    case "welcome":
      return { kind: "welcome" };
    case "keyTrouble": {
      const first = (asked.get("step") ?? "unlock") as KeyStep;
      const others = steps.filter((step) => step !== first).slice(0, 2);
      return {
        kind: "keyTrouble",
        trouble: trouble as KeyTrouble,
        steps: [first, ...others],
        keychain: "GNOME Keyring",
        keptIn: null,
      };
    }
    case "storeTrouble":
      return { kind: "storeTrouble", trouble: { kind: trouble, found: 9, known: 3 } as StoreTrouble };
    default:
      return { kind: "ready" };
  }
}

function linkOf(kind: string, cause: string, now: number): LinkState {
  const all = {
    attempt: 2,
    expiresAt: now + 40_000,
    number: 2,
    of: 6,
    done: 320,
    total: 1200,
    nextTryAt: now + 90_000,
    until: now + 86_400_000,
    cause,
    other: 2,
    phone: "+15550001002",
    over: false,
    reason: "onPhone",
  };
  return { kind, ...all } as unknown as LinkState;
}
