import { useI18n } from "../../i18n/i18n";
import type { MessageRow } from "../../ipc/types";
import { Bidi, RelativeTime } from "../../ui";
import { kindLooks } from "../shared/kinds";
import styles from "./Notice.module.css";

/** Something that happened rather than was said: a call, somebody who joined the group. */
export function Notice({ row }: { row: MessageRow }) {
  const { t } = useI18n();
  const look = kindLooks[row.kind];
  return (
    <div className={styles.notice}>
      {look && <look.icon size="small" />}
      <Bidi>{row.text !== "" ? row.text : look ? t(look.word) : ""}</Bidi>
      <RelativeTime className={styles.time} at={row.at} now={row.at} style="clock" />
    </div>
  );
}
