import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { useI18n } from "../../i18n/i18n";
import { type Filter, filterName } from "../../model/filters";
import { useDesk, useMirror, usePlace } from "../shared/desk";
import { slotName } from "../shared/SlotMark";
import styles from "./FilterChips.module.css";

interface Chip {
  filter: Filter;
  word: string;
  colour?: string;
}

/** One of the filters is always on. */
export function FilterChips() {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const slots = useMirror((mirror) => mirror.slots);
  const chosen = usePlace((place) => filterName(place.filter));
  const chips: Chip[] = [
    { filter: { kind: "all" }, word: t("inbox.filter.all") },
    { filter: { kind: "unread" }, word: t("inbox.filter.unread") },
    { filter: { kind: "waiting" }, word: t("inbox.filter.waiting") },
    ...slots
      .filter((slot) => slot.account !== null)
      .map((slot) => ({
        filter: { kind: "slot", slot: slot.number } as const,
        word: slotName(slot, t("slots.unnamed")),
        colour: slot.colour,
      })),
    { filter: { kind: "groups" }, word: t("inbox.filter.groups") },
    { filter: { kind: "archived" }, word: t("inbox.filter.archived") },
  ];
  // A filter without a chip, such as that of an empty slot, still shows that it is on.
  const isKnown = chips.some((chip) => filterName(chip.filter) === chosen);
  return (
    <ToggleButtonGroup
      className={styles.chips}
      aria-label={t("inbox.filters")}
      selectionMode="single"
      disallowEmptySelection={isKnown}
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const chip = chips.find((one) => keys.has(filterName(one.filter)));
        if (chip) navigation.setFilter(chip.filter);
      }}
    >
      {chips.map((chip) => (
        <ToggleButton
          key={filterName(chip.filter)}
          id={filterName(chip.filter)}
          className={styles.chip}
          data-colour={chip.colour}
        >
          <bdi>{chip.word}</bdi>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
