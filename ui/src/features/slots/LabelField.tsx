import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { TextField } from "../../ui";
import { useDesk } from "../shared/desk";

const longest = 40;

/** The user's own name for a slot; kept when the field is left or Enter is pressed. */
export function LabelField({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  const save = async () => {
    const label = typed?.trim();
    if (label !== undefined && label !== slot.label) await desk.attempt(desk.backend.setSlotLabel(slot.number, label));
    setTyped(null);
  };
  return (
    <TextField
      label={t("slots.name")}
      placeholder={t("slots.name.example")}
      maxLength={longest}
      value={typed ?? slot.label}
      onChange={setTyped}
      onBlur={() => void save()}
      onSubmit={() => void save()}
    />
  );
}
