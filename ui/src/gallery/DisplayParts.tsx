import {
  Avatar,
  Badge,
  Bidi,
  Button,
  CodeDisplay,
  Countdown,
  KeyHint,
  QrCode,
  RelativeTime,
  SlotBadge,
  slotColours,
} from "../ui";
import * as icons from "../ui/icons/icons";
import { CopyIcon } from "../ui/icons/icons";
import styles from "./DisplayParts.module.css";
import type { PartsProps } from "./Gallery";
import { Specimen } from "./Specimen";
import { now, type Samples } from "./samples";

const minute = 60_000;
const day = 24 * 60 * minute;
const people = ["Zoë Ångström", "محمد علي", "👩🏽‍🚀 Captain", "李小龙", "x", "+1 555 000 1111", "José", "Éa Ö", "🇨🇭"];
const picture =
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAYABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQD/8QAFRABAQAAAAAAAAAAAAAAAAAAABP/xAAWAQEBAQAAAAAAAAAAAAAAAAAABAX/xAAXEQEAAwAAAAAAAAAAAAAAAAAAARIT/9oADAMBAAIRAxEAPwDShRNQonyUaKaCagZGiWhQGjWENpKAFYLS/9k=";

/** No real code, only something to look at: a frame in a frame. */
const code = { size: 21, path: "M0 0h21v21h-21zM2 2v17h17v-17zM7 7h7v7h-7z" };

export function DisplayParts({ words }: PartsProps) {
  return (
    <>
      <Specimen name="Badge">
        <Badge count={1} label="1 unread" />
        <Badge count={42} label="42 unread" />
        <Badge count={1234} label="1234 unread" />
        <Badge count={7} tone="muted" label="7 muted" />
        <Badge count={3} tone="danger" label="3 failed" />
      </Specimen>
      <Specimen name="SlotBadge">
        {slotColours.map((colour, index) => (
          <SlotBadge
            key={colour}
            slot={((index % 3) + 1) as 1 | 2 | 3}
            colour={colour}
            label={words.slots[index % 3] ?? ""}
          />
        ))}
        {slotColours.map((colour) => (
          <SlotBadge key={colour} slot={2} colour={colour} label={words.slots[1] ?? ""} display="number" />
        ))}
      </Specimen>
      <Specimen name="Avatar">
        {people.map((name) => (
          <Avatar key={name} name={name} isNamed />
        ))}
        <Avatar name={words.name} kind="group" isNamed />
        <Avatar name="+1 555 000 2222" kind="group" isNamed />
        <Avatar name={words.other} picture={picture} isNamed />
      </Specimen>
      <Specimen name="Avatar sizes">
        {(["small", "medium", "large", "huge"] as const).map((size) => (
          <Avatar key={size} name={words.name} size={size} />
        ))}
      </Specimen>
      <Specimen name="KeyHint">
        {["mod+k", "mod+shift+f", "alt+arrowup", "?", "escape", "mod+1"].map((keys) => (
          <KeyHint key={keys} keys={keys} />
        ))}
      </Specimen>
      <Specimen name="RelativeTime">
        <ul className={styles.times}>
          {[0, 5 * minute, 3 * 60 * minute, day, 3 * day, 40 * day, 400 * day].map((ago) => (
            <li key={ago} className={styles.time}>
              <RelativeTime at={now - ago} now={now} />
              <RelativeTime at={now - ago} now={now} style="list" />
              <RelativeTime at={now - ago} now={now} style="day" />
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="QrCode">
        <QrCode code={code} label="A code" />
        <QrCode code={null} label="A code on its way" />
      </Specimen>
      <Specimen name="CodeDisplay">
        <CodeDisplay code="K7RM-2VQX" spoken="K 7 R M 2 V Q X">
          <Button size="small" icon={CopyIcon}>
            {words.slots[0]}
          </Button>
        </CodeDisplay>
      </Specimen>
      <Specimen name="Countdown">
        {[60, 42, 5, 0].map((seconds) => (
          <Countdown key={seconds} label={`${seconds}`} until={now + seconds * 1000} now={now} total={60_000} />
        ))}
        <Countdown label="One hour" until={now + 60 * minute} now={now} />
      </Specimen>
      <Specimen name="Bidi">
        <Sentences words={words} />
      </Specimen>
      <Specimen name="Icons" width="wide">
        {Object.entries(icons).map(([name, Drawing]) => (
          <span key={name} className={styles.icon}>
            <Drawing />
            <small>{name.replace(/Icon$/, "")}</small>
          </span>
        ))}
      </Specimen>
    </>
  );
}

function Sentences({ words }: { words: Samples }) {
  return (
    <div className={styles.sentences}>
      {["שלום (123)!", "سلام (456)!", "hello (789)!"].map((text) => (
        <p key={text}>
          {words.slots[0]}: <Bidi>{text}</Bidi> — 5
        </p>
      ))}
      <Bidi display="line">{words.long}</Bidi>
      <Bidi display="block">{"first line\nالسطر الثاني\nthird line"}</Bidi>
    </div>
  );
}
