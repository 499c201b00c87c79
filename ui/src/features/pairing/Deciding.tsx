import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { writeNumber } from "../../lib/phone";
import { Button } from "../../ui";
import { useDesk, useMirror } from "../shared/desk";
import { slotName } from "../shared/SlotMark";
import styles from "./Deciding.module.css";
import { Refusal } from "./Refusal";

/** The phone linked a number that sits elsewhere, or another one than the slot holds. Nothing moves before the answer. */
export function Deciding({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const { link } = slot;
  const other = useMirror((mirror) =>
    mirror.slots.find((one) => link.kind === "numberConflict" && one.number === link.other),
  );
  const asking = useStore(desk.console.state, (state) => state.asking);
  const refused = useStore(desk.console.state, (state) => state.refused);
  if (link.kind !== "numberConflict") return null;
  const phone = writeNumber(link.phone);
  const from = other ? { slot: other.number, name: slotName(other, t("slots.unnamed")) } : null;
  const held = slot.account?.phone ?? slot.account?.name ?? "";
  return (
    <div className={styles.deciding}>
      <h3 className={styles.heading}>
        {from ? t("pairing.decide.other", { phone, ...from }) : t("pairing.decide.here", { phone, held })}
      </h3>
      <p>
        {from
          ? t("pairing.decide.other.text", { slot: from.slot, here: slot.number })
          : t("pairing.decide.here.text", { held })}
      </p>
      <p className={styles.note}>{t("pairing.decide.cancel.text")}</p>
      {refused && refused.ask !== "link" && <Refusal error={refused.error} />}
      <div className={styles.buttons}>
        <Button
          variant="primary"
          isPending={asking === "decide"}
          isDisabled={asking === "stop"}
          onPress={() => desk.console.takeNumber(slot.number)}
        >
          {from ? t("pairing.decide.move") : t("pairing.decide.use", { phone })}
        </Button>
        <Button
          isPending={asking === "stop"}
          isDisabled={asking === "decide"}
          onPress={() => void desk.console.stop(slot.number)}
        >
          {t("ui.cancel")}
        </Button>
      </div>
    </div>
  );
}
