import { useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import type { ChatRow, SlotView } from "../../../ipc/types";
import { Button, ConfirmDialog, MenuButton } from "../../../ui";
import { useDesk, useMirror } from "../../shared/desk";
import { linkWords } from "../../shared/links";
import { SlotMark, slotName } from "../../shared/SlotMark";
import styles from "./AnswerAs.module.css";

/** Which number answers, always in sight; and, where it cannot send right now, why that is. */
export function AnswerAs({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const slots = useMirror((mirror) => mirror.slots);
  const elsewhere = useMirror((mirror) =>
    row.answerFrom === null ? undefined : mirror.inbox.rows.get(row.answerFrom),
  );
  const number = elsewhere ? elsewhere.slot : row.slot;
  const slot = slots.find((one) => one.number === number);
  const others = row.kind === "direct" ? slots.filter((one) => one.account !== null && one.number !== number) : [];
  const reason = useReason(slot);
  return (
    <div className={styles.line}>
      {slot && (
        <p className={styles.as}>
          <span>{t("composer.as")}</span>
          <SlotMark slot={slot.number} display={others.length > 0 ? "number" : "full"} />
          {others.length > 0 && <Choice row={row} slot={slot} others={others} />}
        </p>
      )}
      {reason !== null && (
        <>
          <p className={styles.reason} role="status">
            {reason}
          </p>
          <Button size="small" variant="quiet" onPress={() => navigation.show("slots")}>
            {t("thread.answer.slots")}
          </Button>
        </>
      )}
    </div>
  );
}

function Choice({ row, slot, others }: { row: ChatRow; slot: SlotView; others: readonly SlotView[] }) {
  const { t } = useI18n();
  const desk = useDesk();
  const [asked, setAsked] = useState<SlotView | null>(null);
  const name = (one: SlotView) => slotName(one, t("slots.unnamed"));
  const answerFrom = async (one: SlotView) => {
    const outcome = await desk.backend.answerFrom(row.id, one.number);
    if (outcome.status === "error") {
      await desk.attempt(Promise.resolve(outcome));
      return;
    }
    if (outcome.data !== row.id) desk.navigation.openChat(outcome.data);
  };
  return (
    <>
      <MenuButton
        label={name(slot)}
        size="small"
        variant="quiet"
        placement="top start"
        items={others.map((one) => ({
          id: `slot ${one.number}`,
          label: name(one),
          detail: one.account?.phone ?? undefined,
          // Back to the number that was written to needs no warning.
          onAction: () => (one.number === row.slot ? void answerFrom(one) : setAsked(one)),
        }))}
      />
      {asked && (
        <ConfirmDialog
          title={t("composer.switch", { slot: name(asked) })}
          confirmLabel={t("composer.switch.confirm", { slot: name(asked) })}
          isOpen
          onOpenChange={() => setAsked(null)}
          onConfirm={() => answerFrom(asked)}
        >
          {t("composer.switch.text", { name: row.title, phone: asked.account?.phone ?? "", slot: name(slot) })}
        </ConfirmDialog>
      )}
    </>
  );
}

/** Why what is written now does not leave at once; `null` while it does. */
function useReason(slot: SlotView | undefined): string | null {
  const { t } = useI18n();
  if (!slot) return `${t("thread.answer.unlinked")} ${t("composer.waits.unlinked")}`;
  if (slot.link.kind === "online") return null;
  // The cause and what helps stand on the slot's card, one click away.
  const state = t(linkWords(slot.link).short);
  return t("composer.waits", { state, slot: slotName(slot, t("slots.unnamed")) });
}
