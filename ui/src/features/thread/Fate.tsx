import { useI18n } from "../../i18n/i18n";
import type { MessageRow, StuckView } from "../../ipc/types";
import { Button } from "../../ui";
import { ClockIcon, WarningIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import { slotName } from "../shared/SlotMark";
import styles from "./Fate.module.css";
import { stepWords, stuckWords } from "./stuck";

/** Why a message has not left, or a change of it, and the one thing to do about it. Nothing for all others. */
export function Fate({ row }: { row: MessageRow }) {
  const { t } = useI18n();
  if (row.stuck) return <StuckLine row={row} stuck={row.stuck} isChange={false} />;
  if (row.pending?.stuck) return <StuckLine row={row} stuck={row.pending.stuck} isChange />;
  if (row.pending) return <Waiting words={t("thread.pending")} />;
  if (row.heldBack) return <Waiting words={t("thread.heldBack")} />;
  if (row.delivery === "queued") return <WaitsForSlot chat={row.chat} />;
  return null;
}

function StuckLine({ row, stuck, isChange }: { row: MessageRow; stuck: StuckView; isChange: boolean }) {
  const { t } = useI18n();
  const { attempt, backend } = useTalkDesk();
  const { reason, step } = stuck;
  const act = () => void attempt(step === "discard" ? backend.cancelMessage(row.id) : backend.retryMessage(row.id));
  const words = t(stuckWords[reason.kind], reason.kind === "refused" ? { code: String(reason.code) } : {});
  return (
    <div className={styles.stuck}>
      <p className={styles.words}>
        <WarningIcon size="small" />
        <span>
          <strong>{t(isChange ? "thread.stuck.change" : "thread.stuck")}</strong> {words}
        </span>
      </p>
      <Button size="small" onPress={act}>
        {t(stepWords[step])}
      </Button>
    </div>
  );
}

function useTalkDesk() {
  const desk = useDesk();
  return { backend: desk.backend, attempt: desk.attempt.bind(desk) };
}

/** Queued messages of a slot that is not online wait for it by name. */
function WaitsForSlot({ chat }: { chat: number }) {
  const { t } = useI18n();
  const number = useMirror((mirror) => mirror.inbox.rows.get(chat)?.slot ?? null);
  const slot = useMirror((mirror) => mirror.slots.find((one) => one.number === number));
  if (!slot) return <Waiting words={t("thread.waits.unlinked")} />;
  if (slot.link.kind === "online") return null;
  return <Waiting words={t("thread.waits", { slot: slotName(slot, t("slots.unnamed")) })} />;
}

function Waiting({ words }: { words: string }) {
  return (
    <p className={styles.waiting}>
      <ClockIcon size="small" />
      {words}
    </p>
  );
}
