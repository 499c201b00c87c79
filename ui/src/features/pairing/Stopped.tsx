import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { waitOf } from "../../ipc/errors";
import type { SlotView } from "../../ipc/types";
import { Banner, Button } from "../../ui";
import { useDesk } from "../shared/desk";
import { linkWords } from "../shared/links";
import { Refusal, useIsAhead } from "./Refusal";
import styles from "./Start.module.css";

/** It ended without a link: why, what helps, and the one way on. */
export function Stopped({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const words = linkWords(slot.link);
  const refused = useStore(desk.console.state, (state) => (state.refused?.ask === "link" ? state.refused.error : null));
  const mustWait = useIsAhead(refused && waitOf(refused));
  const isNewCode = slot.action === "showNewCode" || slot.action === "connect";
  return (
    <div className={styles.start}>
      <Banner
        tone={words.tone === "bad" ? "danger" : "warning"}
        title={words.says.map((key) => t(key, words.numbers)).join(" ")}
      >
        {words.next.map((key) => t(key)).join(" ")}
      </Banner>
      {refused && <Refusal error={refused} />}
      <div>
        <Button
          variant="primary"
          isDisabled={mustWait}
          onPress={() => (isNewCode ? desk.console.newCode(slot.number) : desk.console.retry(slot.number))}
        >
          {isNewCode ? t("pairing.newCode") : t("pairing.tryAgain")}
        </Button>
      </div>
    </div>
  );
}
