import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { Button, ProgressBar } from "../../ui";
import { useDesk } from "../shared/desk";
import { linkWords } from "../shared/links";
import styles from "./Linking.module.css";

/** A phone accepted, or a link is being removed: it goes on by itself, with this window open or not. */
export function Linking({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const words = linkWords(slot.link);
  const { link } = slot;
  return (
    <div className={styles.linking}>
      <h3 className={styles.heading}>{words.says.map((key) => t(key, words.numbers)).join(" ")}</h3>
      {link.kind === "syncing" ? (
        <ProgressBar label={t("slots.syncing")} done={link.done} total={link.total} />
      ) : (
        <ProgressBar label={t(words.short, words.numbers)} />
      )}
      <p className={styles.note}>{t("pairing.linking.text")}</p>
      <div>
        <Button onPress={() => desk.console.close()}>{t("pairing.linking.leave")}</Button>
      </div>
    </div>
  );
}
