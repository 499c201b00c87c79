import { useEffect, useRef } from "react";
import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { Bidi } from "../../ui";
import { useDesk, usePlace } from "../shared/desk";
import { slotName } from "../shared/SlotMark";
import { AccountLine, Vacant } from "./AccountLine";
import { Attention } from "./Attention";
import { CardMenu } from "./CardMenu";
import { ColourChoice } from "./ColourChoice";
import { LabelField } from "./LabelField";
import { LinkStatus } from "./LinkStatus";
import { NextStep } from "./NextStep";
import { PhoneSeen } from "./PhoneSeen";
import styles from "./SlotCard.module.css";

export function SlotCard({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const card = useRef<HTMLElement>(null);
  useArrival(slot, card);
  const label = slotName(slot, t("slots.unnamed"));
  return (
    <article
      ref={card}
      className={styles.card}
      data-colour={slot.colour}
      data-home={slot.number}
      tabIndex={-1}
      aria-label={t("ui.slot", { slot: slot.number, label })}
    >
      <header className={styles.header}>
        <span className={styles.number} aria-hidden="true">
          {slot.number}
        </span>
        <h2 className={styles.name}>
          <Bidi display="line">{label}</Bidi>
        </h2>
      </header>
      {slot.account ? <AccountLine account={slot.account} /> : <Vacant />}
      <div className={styles.link}>
        <LinkStatus link={slot.link} />
        <PhoneSeen slot={slot} />
        <NextStep slot={slot} />
      </div>
      <div className={styles.choices}>
        <LabelField slot={slot} />
        <ColourChoice slot={slot} />
        <Attention slot={slot} />
      </div>
      <CardMenu slot={slot} />
    </article>
  );
}

/** Whoever was sent to this card, by a notification for instance, finds the keyboard on it. */
function useArrival(slot: SlotView, card: { readonly current: HTMLElement | null }): void {
  const { navigation } = useDesk();
  const isAsked = usePlace((place) => place.slotAsked === slot.number);
  useEffect(() => {
    if (!isAsked) return;
    card.current?.scrollIntoView({ block: "nearest" });
    card.current?.focus();
    navigation.reachedSlot();
  }, [isAsked, card, navigation]);
}
