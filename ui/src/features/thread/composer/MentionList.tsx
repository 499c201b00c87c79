import { type Ref, useEffect, useImperativeHandle, useMemo, useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import type { ChatId, Member } from "../../../ipc/types";
import { fold } from "../../../model/filters";
import { Avatar, Bidi } from "../../../ui";
import { useDesk } from "../../shared/desk";
import styles from "./MentionList.module.css";

export interface MentionListHandle {
  /** Takes a key of the field; says whether it was one of the list's. */
  onKey(key: string): boolean;
}

interface MentionListProps {
  chat: ChatId;
  query: string;
  onPick: (member: Member) => void;
  ref?: Ref<MentionListHandle>;
}

const most = 6;

/** The members of a group whose names fit what is typed after an @. The keyboard stays in the field. */
export function MentionList({ chat, query, onPick, ref }: MentionListProps) {
  const { t } = useI18n();
  const members = useMembers(chat);
  const found = useMemo(() => {
    const word = fold(query);
    return members.filter((member) => member.phone !== null && fold(member.name).includes(word)).slice(0, most);
  }, [members, query]);
  const [moved, setMoved] = useState(0);
  const active = Math.min(moved, found.length - 1);

  useImperativeHandle(ref, () => ({
    onKey: (key) => {
      const member = found[active];
      if (!member) return false;
      if (key === "ArrowDown") setMoved((active + 1) % found.length);
      else if (key === "ArrowUp") setMoved((active - 1 + found.length) % found.length);
      else if (key === "Enter" || key === "Tab") onPick(member);
      else return false;
      return true;
    },
  }));

  if (found.length === 0) return null;
  return (
    <div className={styles.list} role="listbox" aria-label={t("composer.mention")}>
      {found.map((member, place) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the keyboard stays in the field, which works this list
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
        <div
          key={member.contact}
          role="option"
          aria-selected={place === active}
          className={styles.person}
          // The press must not take the keyboard from the field.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(member)}
        >
          <Avatar name={member.name} seed={`${member.contact}`} size="small" />
          <Bidi>{member.name}</Bidi>
        </div>
      ))}
      <span className={styles.spoken} role="status">
        {found[active]?.name}
      </span>
    </div>
  );
}

const none: readonly Member[] = [];

function useMembers(chat: ChatId): readonly Member[] {
  const { backend } = useDesk();
  const [members, setMembers] = useState(none);
  useEffect(() => {
    let isWanted = true;
    void backend.contactPanel(chat).then((answer) => {
      if (isWanted && answer.status === "ok") setMembers(answer.data.members);
    });
    return () => {
      isWanted = false;
    };
  }, [backend, chat]);
  return members;
}
