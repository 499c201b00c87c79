import { Button } from "react-aria-components/Button";
import { useI18n } from "../../../i18n/i18n";
import type { CardView } from "../../../ipc/types";
import { Bidi, toasts } from "../../../ui";
import { ContactIcon } from "../../../ui/icons/icons";
import { copyText } from "../../shared/clipboard";
import styles from "./Cards.module.css";

/** Address cards. A press on a number copies it. */
export function Cards({ cards }: { cards: readonly CardView[] }) {
  const { t } = useI18n();
  const copy = async (phone: string) => {
    const done = await copyText(phone);
    toasts.show(
      done ? { tone: "success", text: t("thread.cards.copied") } : { tone: "warning", text: t("thread.copyFailed") },
    );
  };
  return (
    <ul className={styles.cards} aria-label={t("thread.kind.contact")}>
      {cards.map((card, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cards of one message stand still
        <li key={place} className={styles.card}>
          <span className={styles.drawing}>
            <ContactIcon />
          </span>
          <div className={styles.words}>
            <p className={styles.name}>
              <Bidi>{card.name}</Bidi>
            </p>
            {card.phones.map((phone) => (
              <Button
                key={phone}
                className={styles.phone}
                aria-label={t("thread.cards.copy", { phone })}
                onPress={() => void copy(phone)}
              >
                <bdi dir="ltr">{phone}</bdi>
              </Button>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
