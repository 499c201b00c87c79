/** The words for what happens to a group or a conversation, by the stable word that the program has for it. */
import type { I18n, MessageKey } from "../../i18n/i18n";
import type { Content } from "../../ipc/types";
import { listWords } from "../../lib/amounts";
import { span } from "../../lib/time";

type Happening = Extract<Content, { kind: "event" }>;

/** The sentence for it; `null` for a word that this version does not know. `author` is who did it, where that is known. */
export function eventWords({ what, who, value }: Happening, author: string | null, { t, locale }: I18n): string | null {
  const people = listWords(who, locale) || author || t("thread.event.somebody");
  if (what === "ephemeral") {
    const seconds = Number(value);
    if (!(seconds > 0)) return t("thread.event.ephemeralOff");
    return t("thread.event.ephemeral", { time: span(seconds * 1000, locale) });
  }
  const words = sentences.get(what);
  return words ? t(words, { who: people, value }) : null;
}

/** A map, since the word comes from outside: an object would also answer to the names that every object has. */
const sentences: ReadonlyMap<string, MessageKey> = new Map([
  ["add", "thread.event.add"],
  ["announcement", "thread.event.announcement"],
  ["create", "thread.event.create"],
  ["delete", "thread.event.delete"],
  ["demote", "thread.event.demote"],
  ["description", "thread.event.description"],
  ["groupInvite", "thread.event.groupInvite"],
  ["joinedByLink", "thread.event.joinedByLink"],
  ["leave", "thread.event.leave"],
  ["linkRevoked", "thread.event.linkRevoked"],
  ["locked", "thread.event.locked"],
  ["messagePinned", "thread.event.messagePinned"],
  ["messageUnpinned", "thread.event.messageUnpinned"],
  ["notAnnouncement", "thread.event.notAnnouncement"],
  ["numberChanged", "thread.event.numberChanged"],
  ["promote", "thread.event.promote"],
  ["remove", "thread.event.remove"],
  ["subject", "thread.event.subject"],
  ["unlocked", "thread.event.unlocked"],
]);
