import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { errorWords, numberWords } from "../../ipc/errors";
import type { CommandError, SlotNumber } from "../../ipc/types";
import { readNumber } from "../../lib/phone";
import { Button, Dialog, RadioGroup, TextField } from "../../ui";
import { useDesk, useMirror, usePlace } from "../shared/desk";
import { slotName } from "../shared/SlotMark";
import styles from "./NewChatDialog.module.css";

/** Asks from which slot and to which number. Nothing is sent: the chat opens, and the first message begins it. */
export function NewChatDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const desk = useDesk();
  const slots = useMirror((mirror) => mirror.slots).filter((slot) => slot.account !== null);
  const filter = usePlace((place) => place.filter);
  const shown = slots.find((slot) => filter.kind === "slot" && slot.number === filter.slot) ?? slots[0];
  const [slot, setSlot] = useState<SlotNumber | null>(shown?.number ?? null);
  const [text, setText] = useState("");
  const [error, setError] = useState<CommandError | null>(null);
  const [isPending, setPending] = useState(false);
  const open = async () => {
    const reading = readNumber(text, null);
    if (slot === null || reading.kind === "empty") return;
    if (reading.kind === "fault") {
      setError({ kind: "invalidNumber", why: reading.why });
      return;
    }
    setPending(true);
    const answer = await desk.backend.chatWith(slot, reading.number);
    setPending(false);
    if (answer.status === "error") {
      setError(answer.error);
      return;
    }
    onClose();
    desk.navigation.openChat(answer.data);
  };
  return (
    <Dialog
      title={t("newChat.title")}
      isOpen
      onOpenChange={onClose}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button variant="primary" isDisabled={text.trim() === ""} isPending={isPending} onPress={() => void open()}>
            {t("newChat.start")}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextField
          label={t("newChat.number")}
          help={t("newChat.number.help")}
          error={error ? wordsOf(error, t) : undefined}
          value={text}
          onChange={(value) => {
            setText(value);
            setError(null);
          }}
          onSubmit={() => void open()}
          type="tel"
          inputMode="tel"
          direction="ltr"
          maxLength={40}
          autoFocus
        />
        {slots.length > 1 && (
          <RadioGroup
            label={t("newChat.from")}
            value={slot === null ? null : String(slot)}
            options={slots.map((one) => ({
              id: String(one.number),
              label: slotName(one, t("slots.unnamed")),
              detail: one.account?.phone ?? undefined,
            }))}
            onChange={(number) => setSlot(Number(number))}
          />
        )}
        <p className={styles.notice}>{t("newChat.consent")}</p>
      </div>
    </Dialog>
  );
}

function wordsOf(error: CommandError, t: ReturnType<typeof useI18n>["t"]): string {
  const { what, next } = error.kind === "invalidNumber" ? numberWords(error.why) : errorWords(error);
  return error.kind === "invalidNumber" ? t(what) : `${t(what)} ${t(next)}`;
}
