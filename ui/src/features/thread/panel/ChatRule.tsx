import { useI18n } from "../../../i18n/i18n";
import type { ChatRow, NotifyRule } from "../../../ipc/types";
import { Select } from "../../../ui";
import { useDesk } from "../../shared/desk";

type Choice = NotifyRule | "slot";

/** Which messages of the chat are told on the desktop. */
export function ChatRule({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const desk = useDesk();
  // A person always writes to the account: there is nothing in between.
  const choices: readonly Choice[] =
    row.kind === "group" ? ["slot", "all", "addressed", "nothing"] : ["slot", "all", "nothing"];
  return (
    <Select<Choice>
      label={t("panel.notify")}
      value={row.notify ?? "slot"}
      options={choices.map((id) => ({ id, label: t(id === "slot" ? "panel.notify.slot" : `notify.${id}`) }))}
      onChange={(id) => void desk.attempt(desk.backend.setChatNotify(row.id, id === "slot" ? null : id))}
    />
  );
}
