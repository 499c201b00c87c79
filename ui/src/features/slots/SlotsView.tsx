import { useI18n } from "../../i18n/i18n";
import { useMirror } from "../shared/desk";
import { Page } from "../shared/Page";
import { SlotCard } from "./SlotCard";
import styles from "./SlotsView.module.css";

/** The three numbers: who sits where, and how each link is doing. */
export function SlotsView() {
  const { t } = useI18n();
  const slots = useMirror((mirror) => mirror.slots);
  return (
    <Page title={t("slots.title")} lead={t("slots.lead")} width="wide">
      <ul className={styles.cards}>
        {slots.map((slot) => (
          <li key={slot.number}>
            <SlotCard slot={slot} />
          </li>
        ))}
      </ul>
    </Page>
  );
}
