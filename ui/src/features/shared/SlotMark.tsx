import { useI18n } from "../../i18n/i18n";
import type { SlotNumber, SlotView } from "../../ipc/types";
import { SlotBadge } from "../../ui";
import { useMirror } from "./desk";

export interface SlotMarkProps {
  /** `null` for conversations of a number that sits in no slot any more. */
  slot: SlotNumber | null;
  display?: "number" | "full";
}

/** The badge of a slot by its number. */
export function SlotMark({ slot, display = "number" }: SlotMarkProps) {
  const { t } = useI18n();
  const view = useMirror((mirror) => mirror.slots.find((one) => one.number === slot));
  if (!view || !isSlotNumber(view.number)) return null;
  return (
    <SlotBadge slot={view.number} colour={view.colour} label={slotName(view, t("slots.unnamed"))} display={display} />
  );
}

/** What a slot is called: the user's label, else the account's name, else the word for a slot without either. */
export function slotName(slot: SlotView, unnamed: string): string {
  return slot.label || slot.account?.name || unnamed;
}

function isSlotNumber(number: number): number is 1 | 2 | 3 {
  return number === 1 || number === 2 || number === 3;
}
