import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { waitOf } from "../../ipc/errors";
import type { SlotView } from "../../ipc/types";
import { Button } from "../../ui";
import { QrCodeIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import { Refusal, useIsAhead } from "./Refusal";
import styles from "./Start.module.css";

/** Nothing is under way: what a link is, and the button that begins one. */
export function Start({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const refused = useStore(desk.console.state, (state) => (state.refused?.ask === "link" ? state.refused.error : null));
  const mustWait = useIsAhead(refused && waitOf(refused));
  return (
    <div className={styles.start}>
      {refused && <Refusal error={refused} />}
      <p>{t("pairing.start")}</p>
      <div>
        <Button
          variant="primary"
          icon={QrCodeIcon}
          isDisabled={mustWait}
          onPress={() => desk.console.link(slot.number)}
        >
          {t("pairing.start.begin")}
        </Button>
      </div>
    </div>
  );
}
