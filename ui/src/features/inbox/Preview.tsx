import { useI18n } from "../../i18n/i18n";
import type { ChatRow } from "../../ipc/types";
import { plain } from "../../model/markup";
import { Bidi } from "../../ui";
import { EditIcon } from "../../ui/icons/icons";
import { kindLooks } from "../shared/kinds";
import { Ticks } from "../shared/Ticks";
import styles from "./ChatRow.module.css";

/** The second line of a row: the draft if there is one, else the newest message. */
export function Preview({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  if (row.draft !== null && row.draft !== "") {
    return (
      <span className={styles.preview}>
        <span className={styles.draft}>
          <EditIcon size="small" />
          {t("inbox.draft")}
        </span>
        <Bidi display="line">{row.draft}</Bidi>
      </span>
    );
  }
  if (!row.last) return <span className={styles.preview}>{t("inbox.noMessages")}</span>;
  const { kind, preview, sender, direction, delivery } = row.last;
  const look = kindLooks[kind];
  const text = plain(preview).trim();
  const names = row.kind === "group" && direction === "incoming" && sender !== null && kind !== "groupEvent";
  return (
    <span className={styles.preview}>
      {direction === "outgoing" && delivery !== null && <Ticks delivery={delivery} />}
      {names && <bdi className={styles.sender}>{t("inbox.sender", { name: sender })}</bdi>}
      {look && <look.icon size="small" />}
      <Bidi display="line">{text !== "" ? text : look ? t(look.word) : t("inbox.emptyText")}</Bidi>
    </span>
  );
}
