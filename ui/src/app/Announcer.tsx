import { useEffect, useState } from "react";
import { useDesk } from "../features/shared/desk";
import { kindLooks } from "../features/shared/kinds";
import { linkWords } from "../features/shared/links";
import { slotName } from "../features/shared/SlotMark";
import { t } from "../i18n/i18n";
import type { ChatRow, Fact } from "../ipc/types";
import { arrivals } from "../model/arrivals";
import { plain } from "../model/markup";
import type { Mirror } from "../model/mirror";
import { isMuted } from "../model/mute";
import styles from "./Shell.module.css";

/** A screen reader hears of new messages at most this often; what comes in between is summed up. */
const pause = 4000;

/** Says politely what comes in, the words of the open chat, a count for the others, and when a link stops for good. */
export function Announcer() {
  const desk = useDesk();
  const [words, setWords] = useState("");
  useEffect(() => {
    let waiting: ChatRow[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      if (waiting.length === 0) return;
      setWords(sentence(waiting, desk.navigation.place.getState().chat));
      waiting = [];
      timer = setTimeout(say, pause);
    };
    const stop = desk.feed.onFacts((facts, before) => {
      const [stopped] = stops(facts, before);
      if (stopped) setWords(stopped);
      const loud = arrivals(facts, before).filter((row) => !row.archived && !isMuted(row, Date.now()));
      waiting.push(...loud);
      if (timer === undefined) say();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [desk]);
  return (
    <div className={styles.spoken} role="log" aria-live="polite" aria-atomic="true" aria-label={t("app.news")}>
      {words}
    </div>
  );
}

/** The links that just came into a state that only the user can end. Passing troubles are not worth a word. */
function stops(facts: readonly Fact[], before: Mirror): string[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== "slot") return [];
    const { number, link } = fact.slot;
    const words = linkWords(link);
    const old = before.slots.find((slot) => slot.number === number);
    if (words.tone !== "bad" || !old || linkWords(old.link).short === words.short) return [];
    const name = t("ui.slot", { slot: number, label: slotName(fact.slot, t("slots.unnamed")) });
    return [t("rail.attention", { name, state: t(words.short, words.numbers) })];
  });
}

function sentence(rows: readonly ChatRow[], open: number | null): string {
  const [only] = rows;
  if (rows.length > 1 || !only?.last) return t("app.news.several", { count: rows.length });
  if (only.id !== open) return t("app.news.one", { name: only.title });
  const look = kindLooks[only.last.kind];
  const text = plain(only.last.preview).trim() || (look ? t(look.word) : "");
  return t("app.news.here", { name: only.last.sender ?? only.title, text });
}
