import { useI18n } from "../../i18n/i18n";
import { cx } from "../cx";
import styles from "./SlotBadge.module.css";

export const slotColours = ["teal", "amber", "violet", "rose", "sky", "lime"] as const;
export type SlotColour = (typeof slotColours)[number];
export type SlotNumber = 1 | 2 | 3;

export interface SlotBadgeProps {
  slot: SlotNumber;
  colour: SlotColour;
  /** The user's own name for the slot. */
  label: string;
  /** "number" shows only the number; the label is still its name. */
  display?: "number" | "full";
}

/** Which number a thing belongs to. Colour is never the only sign: the number is always there. */
export function SlotBadge({ slot, colour, label, display = "full" }: SlotBadgeProps) {
  const { t } = useI18n();
  const name = t("ui.slot", { slot, label });
  return (
    <span
      className={cx(styles.badge, display === "full" && styles.full)}
      data-colour={colour}
      role="img"
      aria-label={name}
      title={name}
    >
      <span className={styles.number} aria-hidden="true">
        {slot}
      </span>
      {display === "full" && (
        <bdi className={styles.label} aria-hidden="true">
          {label}
        </bdi>
      )}
    </span>
  );
}
