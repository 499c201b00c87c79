import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../../i18n/i18n";
import type { ChatRow, Member } from "../../../ipc/types";
import { type Command, useCommands } from "../../../lib/commands";
import { canEdit } from "../actions";
import { useTalk } from "../talk";
import { type Field, insert, mentionAt, wrap } from "./editing";
import { MentionList, type MentionListHandle } from "./MentionList";
import styles from "./WriteField.module.css";

export interface WriteFieldHandle {
  focus(): void;
  /** Puts signs where the caret stands, and the keyboard back into the field. */
  insert(text: string): void;
}

interface WriteFieldProps {
  row: ChatRow;
  onSend: () => void;
  ref?: Ref<WriteFieldHandle>;
}

const marks: readonly (readonly [name: "bold" | "italic" | "strike" | "mono", keys: string, mark: string])[] = [
  ["bold", "mod+b", "*"],
  ["italic", "mod+i", "_"],
  ["strike", "mod+shift+x", "~"],
  ["mono", "mod+shift+m", "```"],
];

/** Keys that the field handles itself; they stand in the help sheet with all others. */
const ownKeys: readonly (readonly [name: "send" | "newLine" | "editLast" | "leave", keys: string])[] = [
  ["send", "enter"],
  ["newLine", "shift+enter"],
  ["editLast", "arrowup"],
  ["leave", "escape"],
];

/** The field for the words: grows with them, sends on Enter, formats on the usual keys. */
export function WriteField({ row, onSend, ref }: WriteFieldProps) {
  const { t } = useI18n();
  const { composer, thread } = useTalk();
  const area = useRef<HTMLTextAreaElement>(null);
  const people = useRef<MentionListHandle>(null);
  const text = useStore(composer.state, (state) => state.text);
  const goal = useStore(composer.state, (state) => state.editing ?? state.reply);
  const [asked, setAsked] = useState<{ from: number; query: string } | null>(null);
  const caret = useRef<readonly [number, number] | null>(null);
  /** The text that the field's height was last measured for. */
  const measured = useRef("");

  useLayoutEffect(() => {
    const node = area.current;
    if (!node) return;
    // What is written on needs no less room than before; folding the field up to measure it moves the whole thread.
    if (!text.startsWith(measured.current)) node.style.blockSize = "auto";
    measured.current = text;
    // The content's height, and the borders that it does not count.
    const height = `${node.scrollHeight + node.offsetHeight - node.clientHeight}px`;
    if (node.style.blockSize !== height) node.style.blockSize = height;
    if (caret.current) node.setSelectionRange(...caret.current);
    caret.current = null;
  }, [text]);

  // A reply or an edit was chosen: the words come next.
  useEffect(() => {
    if (goal) area.current?.focus();
  }, [goal]);

  // A chat that was opened with the pointer is there to be answered.
  useEffect(() => {
    if (!isWorkedByKeyboard()) area.current?.focus({ preventScroll: true });
  }, []);

  const put = (field: Field) => {
    caret.current = [field.start, field.end];
    composer.write(field.text);
    const { current } = area;
    if (current?.value === field.text) current.setSelectionRange(field.start, field.end);
    current?.focus();
  };
  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    insert: (signs) => put(insert(fieldOf(area.current, composer.state.getState().text), signs)),
  }));

  const look = () => {
    const node = area.current;
    setAsked(node && row.kind === "group" ? mentionAt(fieldOf(node, node.value)) : null);
  };
  const pick = (member: Member) => {
    if (!asked) return;
    const { text: now, end } = fieldOf(area.current, composer.state.getState().text);
    composer.mention(member);
    put(insert({ text: now, start: asked.from, end }, `@${member.name} `));
    setAsked(null);
  };

  const group = "app.group.writing";
  useCommands([
    ...marks.map(
      ([name, keys, mark]): Command => ({
        id: `write.${name}`,
        label: `composer.${name}`,
        group,
        keys: [keys],
        whileTyping: true,
        inPalette: false,
        when: () => document.activeElement === area.current,
        run: () => put(wrap(fieldOf(area.current, composer.state.getState().text), mark)),
      }),
    ),
    ...ownKeys.map(
      ([name, keys]): Command => ({
        id: `write.${name}`,
        label: `composer.keys.${name}`,
        group,
        keys: [keys],
        inPalette: false,
        when: () => false,
        run: () => undefined,
      }),
    ),
  ]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While letters are being composed, every key belongs to the input method.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (people.current?.onKey(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) onSend();
    else if (event.key === "Escape") leave();
    else if (event.key === "ArrowUp" && text === "") editLast();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const leave = () => {
    if (asked) setAsked(null);
    else if (!composer.cancel()) focusMessages(area.current);
  };
  const editLast = () => {
    const last = thread.state.getState().rows.findLast((one) => one.direction === "outgoing");
    if (last && canEdit(last, Date.now())) composer.edit(last);
  };

  return (
    <div className={styles.field}>
      {asked && <MentionList ref={people} chat={row.id} query={asked.query} onPick={pick} />}
      <textarea
        ref={area}
        className={styles.area}
        aria-label={t("composer.label", { name: row.title })}
        placeholder={t("composer.placeholder")}
        value={text}
        rows={1}
        dir="auto"
        spellCheck
        onChange={(event) => {
          composer.write(event.target.value);
          look();
        }}
        onSelect={look}
        onBlur={() => setAsked(null)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function fieldOf(area: HTMLTextAreaElement | null, text: string): Field {
  return { text, start: area?.selectionStart ?? text.length, end: area?.selectionEnd ?? text.length };
}

/** Gives the keyboard to the messages above, whichever of them had it last. */
function focusMessages(from: HTMLElement | null): void {
  from?.closest("section")?.querySelector<HTMLElement>('[role="list"] > [tabindex="0"]')?.focus();
}

function isWorkedByKeyboard(): boolean {
  const { activeElement } = document;
  return activeElement !== null && activeElement !== document.body && activeElement.matches(":focus-visible");
}
