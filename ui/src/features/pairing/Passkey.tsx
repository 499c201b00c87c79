import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { waitOf } from "../../ipc/errors";
import type { SlotView } from "../../ipc/types";
import { Banner, Button } from "../../ui";
import { useDesk } from "../shared/desk";
import styles from "./Passkey.module.css";
import { Refusal, useIsAhead } from "./Refusal";

/** The phone demands what no desktop app can give. No code is shown here: scanning another would end here again. */
export function Passkey({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const refused = useStore(desk.console.state, (state) => (state.refused?.ask === "link" ? state.refused.error : null));
  const mustWait = useIsAhead(refused && waitOf(refused));
  return (
    <div className={styles.passkey}>
      <Banner tone="danger" title={t("pairing.passkey.title")}>
        {t("pairing.passkey.why")}
      </Banner>
      <section className={styles.ideas} aria-label={t("pairing.passkey.try")}>
        <h3 className={styles.heading}>{t("pairing.passkey.try")}</h3>
        <ul className={styles.list}>
          <li>{t("pairing.passkey.update")}</li>
          <li>{t("pairing.passkey.other")}</li>
          <li>{t("pairing.passkey.patience")}</li>
        </ul>
      </section>
      {refused && <Refusal error={refused} />}
      <div className={styles.buttons}>
        <Button variant="primary" onPress={() => desk.console.close()}>
          {t("ui.close")}
        </Button>
        <Button isDisabled={mustWait} onPress={() => desk.console.retry(slot.number)}>
          {t("pairing.passkey.again")}
        </Button>
      </div>
    </div>
  );
}
