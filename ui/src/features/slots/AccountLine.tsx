import { useI18n } from "../../i18n/i18n";
import type { AccountView } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { writeNumber } from "../../lib/phone";
import { Avatar, Bidi, RelativeTime } from "../../ui";
import { LinkIcon } from "../../ui/icons/icons";
import { usePicture } from "../shared/usePicture";
import styles from "./AccountLine.module.css";

/** Who sits in the slot, and since when. */
export function AccountLine({ account }: { account: AccountView }) {
  const { t } = useI18n();
  const now = useNow();
  return (
    <div className={styles.account}>
      <Avatar name={account.name} seed={`account ${account.id}`} size="large" picture={usePicture(account)} />
      <div className={styles.words}>
        <p className={styles.person}>
          <Bidi display="line">{account.name}</Bidi>
        </p>
        {account.phone !== null && (
          <p className={styles.detail}>
            <bdi dir="ltr">{writeNumber(account.phone)}</bdi>
          </p>
        )}
        <p className={styles.detail}>
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

export function Vacant() {
  const { t } = useI18n();
  return (
    <div className={styles.account}>
      <span className={styles.vacant} aria-hidden="true">
        <LinkIcon />
      </span>
      <div className={styles.words}>
        <p className={styles.person}>{t("slots.vacant")}</p>
        <p className={styles.detail}>{t("slots.vacant.text")}</p>
      </div>
    </div>
  );
}
