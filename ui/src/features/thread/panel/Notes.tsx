import { useEffect, useRef, useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import type { ContactId } from "../../../ipc/types";
import { TextArea } from "../../../ui";
import { useDesk } from "../../shared/desk";

const pause = 700;
const longest = 20_000;

/** What the user writes about a person. It is stored by itself, at the latest when the panel goes. */
export function Notes({ contact, notes }: { contact: ContactId; notes: string }) {
  const { t } = useI18n();
  const desk = useDesk();
  const [text, setText] = useState(notes);
  const [state, setState] = useState<"stored" | "writing" | "failed">("stored");
  const stored = useRef(notes);
  const latest = useRef(notes);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const store = useRef(async () => {
    clearTimeout(timer.current);
    const words = latest.current;
    if (words === stored.current) return;
    if (!(await desk.attempt(desk.backend.setNotes(contact, words)))) {
      setState("failed");
      return;
    }
    stored.current = words;
    setState(latest.current === words ? "stored" : "writing");
  });
  useEffect(() => {
    const { current } = store;
    return () => void current();
  }, []);
  const change = (words: string) => {
    latest.current = words;
    setText(words);
    setState(words === stored.current ? "stored" : "writing");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void store.current(), pause);
  };
  return (
    <TextArea
      label={t("panel.notes")}
      help={t(`panel.notes.${state}`)}
      value={text}
      onChange={change}
      minRows={3}
      maxRows={10}
      maxLength={longest}
    />
  );
}
