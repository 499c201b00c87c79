import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { slotColours } from "../../ui";
import { CheckIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import styles from "./ColourChoice.module.css";

export function ColourChoice({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  return (
    <RadioGroup
      className={styles.group}
      orientation="horizontal"
      value={slot.colour}
      onChange={(chosen) => {
        const colour = slotColours.find((one) => one === chosen);
        if (colour) void desk.attempt(desk.backend.setSlotColour(slot.number, colour));
      }}
    >
      <Label className={styles.label}>{t("slots.colour")}</Label>
      <div className={styles.swatches}>
        {slotColours.map((colour) => (
          <Radio
            key={colour}
            value={colour}
            className={styles.swatch}
            data-colour={colour}
            aria-label={t(`slots.colour.${colour}`)}
          >
            {({ isSelected }) => isSelected && <CheckIcon size="small" />}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
