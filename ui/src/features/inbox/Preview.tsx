import { useI18n } from "../../i18n/i18n";
import type { ChatRow } from "../../ipc/types";
import { plain } from "../../model/markup";
import { Bidi } from "../../ui";
import { EditIcon, WarningIcon } from "../../ui/icons/icons";
import { useMirror } from "../shared/desk";
import { kindLooks } from "../shared/kinds";
import { Spoken } from "../shared/Spoken";
import { Ticks } from "../shared/Ticks";
import styles from "./ChatRow.module.css";

/** The second line of a row: the draft if there is one, else the newest message. */
export function Preview({ row, isOpen }: { row: ChatRow; isOpen: boolean }) {
  const { t } = useI18n();
  const typing = useMirror((mirror) => mirror.typing.get(row.id));
  if (typing) {
    const words =
      row.kind === "direct" || typing.length === 0
        ? t("inbox.typing")
        : typing.length === 1
          ? t("inbox.typing.one", { name: typing[0] ?? "" })
          : t("inbox.typing.several", { count: typing.length });
    return (
      <span className={styles.preview}>
        <span className={styles.typing}>{words}</span>
      </span>
    );
  }
  // The words of the open chat stand in its own field.
  if (!isOpen && row.draft !== null && row.draft !== "") {
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
  const { kind, preview, sender, direction, delivery, stuck } = row.last;
  const look = kindLooks[kind];
  const text = plain(preview).trim();
  const names = row.kind === "group" && direction === "incoming" && sender !== null && kind !== "groupEvent";
  return (
    <span className={styles.preview}>
      {stuck && (
        <span className={styles.stuck} title={t("inbox.stuck")}>
          <WarningIcon size="small" />
          <Spoken>{t("inbox.stuck")}</Spoken>
        </span>
      )}
      {direction === "outgoing" && delivery !== null && !stuck && <Ticks delivery={delivery} />}
      {names && <bdi className={styles.sender}>{t("inbox.sender", { name: sender })}</bdi>}
      {look && <look.icon size="small" />}
      <Bidi display="line">{text !== "" ? text : look ? t(look.word) : t("inbox.emptyText")}</Bidi>
    </span>
  );
}
