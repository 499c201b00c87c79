import { useI18n } from "../../i18n/i18n";
import type { AccountView, SlotView } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { Avatar, Bidi, Button, RelativeTime } from "../../ui";
import { ChatsIcon, LinkIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import { slotName } from "../shared/SlotMark";
import { ColourChoice } from "./ColourChoice";
import { LabelField } from "./LabelField";
import { LinkStatus } from "./LinkStatus";
import styles from "./SlotCard.module.css";

export function SlotCard({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const name = t("ui.slot", { slot: slot.number, label: slotName(slot, t("slots.unnamed")) });
  return (
    <article className={styles.card} data-colour={slot.colour} aria-label={name}>
      <header className={styles.header}>
        <span className={styles.number} aria-hidden="true">
          {slot.number}
        </span>
        <h2 className={styles.name}>
          <Bidi display="line">{slotName(slot, t("slots.unnamed"))}</Bidi>
        </h2>
      </header>
      {slot.account ? <Account account={slot.account} /> : <Vacant />}
      <LinkStatus link={slot.link} />
      <div className={styles.choices}>
        <LabelField slot={slot} />
        <ColourChoice slot={slot} />
      </div>
      {slot.account && (
        <div className={styles.actions}>
          <Button
            size="small"
            icon={ChatsIcon}
            onPress={() => navigation.setFilter({ kind: "slot", slot: slot.number })}
          >
            {t("slots.showChats")}
          </Button>
        </div>
      )}
    </article>
  );
}

function Account({ account }: { account: AccountView }) {
  const { t } = useI18n();
  const now = useNow();
  return (
    <div className={styles.account}>
      <Avatar name={account.name} seed={`account ${account.id}`} size="large" />
      <div className={styles.words}>
        <p className={styles.person}>
          <Bidi display="line">{account.name}</Bidi>
        </p>
        {account.phone !== null && (
          <p className={styles.phone}>
            <bdi dir="ltr">{account.phone}</bdi>
          </p>
        )}
        <p className={styles.since}>
          {account.linkedAt === null ? (
            t("slots.notLinked")
          ) : (
            <>
              {t("slots.since")} <RelativeTime at={account.linkedAt} now={now} />
            </>
          )}
        </p>
      </div>
    </div>
  );
}

function Vacant() {
  const { t } = useI18n();
  return (
    <div className={styles.account}>
      <span className={styles.vacant} aria-hidden="true">
        <LinkIcon />
      </span>
      <div className={styles.words}>
        <p className={styles.person}>{t("slots.vacant")}</p>
        <p className={styles.since}>{t("slots.vacant.text")}</p>
      </div>
    </div>
  );
}
