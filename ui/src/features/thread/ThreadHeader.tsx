import type { ReactNode } from "react";
import { useI18n } from "../../i18n/i18n";
import type { ChatRow } from "../../ipc/types";
import { writeNumber } from "../../lib/phone";
import { Avatar, Bidi, IconButton } from "../../ui";
import { InfoIcon } from "../../ui/icons/icons";
import { useDesk, useMirror, usePlace } from "../shared/desk";
import { SlotMark } from "../shared/SlotMark";
import styles from "./ThreadHeader.module.css";

/** With whom, on which number. */
export function ThreadHeader({ row, back }: { row: ChatRow; back: ReactNode }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const hasPanel = usePlace((place) => place.hasPanel);
  const typing = useMirror((mirror) => mirror.typing.get(row.id));
  const phone = row.phone !== null && row.phone !== row.title ? row.phone : null;
  return (
    <header className={styles.header}>
      {back}
      <Avatar name={row.title} seed={`${row.account} ${row.id}`} kind={row.kind === "group" ? "group" : "person"} />
      <div className={styles.words}>
        <h2 className={styles.title}>
          <Bidi display="line">{row.title}</Bidi>
        </h2>
        <p className={styles.detail}>
          {typing ? (
            <span className={styles.typing}>{t("inbox.typing")}</span>
          ) : row.kind === "group" ? (
            t("thread.group")
          ) : (
            phone !== null && <bdi dir="ltr">{writeNumber(phone)}</bdi>
          )}
        </p>
      </div>
      {row.slot === null ? (
        <span className={styles.unlinked}>{t("thread.unlinked")}</span>
      ) : (
        <SlotMark slot={row.slot} display="full" />
      )}
      <IconButton
        label={t("panel.toggle")}
        icon={InfoIcon}
        keys="mod+shift+d"
        isOn={hasPanel}
        onPress={() => navigation.togglePanel()}
      />
    </header>
  );
}
