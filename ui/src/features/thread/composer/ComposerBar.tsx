import { useCallback, useRef } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../../i18n/i18n";
import type { ChatRow } from "../../../ipc/types";
import { useCommands } from "../../../lib/commands";
import { canSend, excess } from "../../../model/composer";
import { IconButton } from "../../../ui";
import { CheckIcon, SendIcon, TemplateIcon } from "../../../ui/icons/icons";
import { useDesk } from "../../shared/desk";
import { useTalk } from "../talk";
import { AnswerAs } from "./AnswerAs";
import { Basis } from "./Basis";
import { Blocked } from "./Blocked";
import styles from "./ComposerBar.module.css";
import { EmojiButton } from "./EmojiButton";
import { ReadLater } from "./ReadLater";
import { Unsent } from "./Unsent";
import { WriteField, type WriteFieldHandle } from "./WriteField";

/** The place where answers are written. */
export function ComposerBar({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const desk = useDesk();
  const talk = useTalk();
  const { composer } = talk;
  const field = useRef<WriteFieldHandle>(null);
  // Not the words themselves: each letter would draw everything around the field.
  const isSendable = useStore(composer.state, (state) => canSend(state.text));
  const over = useStore(composer.state, (state) => excess(state.text));
  const isEditing = useStore(composer.state, (state) => state.editing !== null);

  const send = useCallback(() => {
    const to = isEditing ? row.id : (row.answerFrom ?? row.id);
    if (!composer.send(to)) return;
    field.current?.focus();
    if (to === row.id) void talk.thread.toEnd();
    else desk.navigation.openChat(to);
  }, [composer, talk, desk, isEditing, row.id, row.answerFrom]);

  useCommands([
    {
      id: "chat.write",
      label: "composer.write",
      group: "app.group.chat",
      keys: ["w"],
      inPalette: false,
      run: () => field.current?.focus(),
    },
  ]);

  if (row.blocked) return <Blocked row={row} />;
  return (
    <footer className={styles.bar}>
      <ReadLater chat={row.id} />
      <Unsent />
      <Basis row={row} />
      <div className={styles.line}>
        <EmojiButton onPick={(emoji) => field.current?.insert(emoji)} />
        {!isEditing && (
          <IconButton label={t("composer.poll")} icon={TemplateIcon} onPress={() => talk.show({ kind: "poll" })} />
        )}
        <WriteField ref={field} row={row} onSend={send} />
        <IconButton
          label={t(isEditing ? "composer.saveEdit" : "composer.send")}
          icon={isEditing ? CheckIcon : SendIcon}
          variant="primary"
          keys="enter"
          isDisabled={!isSendable}
          onPress={send}
        />
      </div>
      {over > 0 && (
        <p className={styles.over} role="alert">
          {t("composer.tooLong", { count: over })}
        </p>
      )}
      <AnswerAs row={row} />
    </footer>
  );
}
