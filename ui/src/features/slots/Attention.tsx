import { useI18n } from "../../i18n/i18n";
import type { NotifyRule, SlotView } from "../../ipc/types";
import { Select, Switch } from "../../ui";
import { useDesk } from "../shared/desk";

const rules: readonly NotifyRule[] = ["all", "addressed", "nothing"];

/** What of a slot is told on the desktop, and when its chats count as read. */
export function Attention({ slot: { number, notify, readLater } }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  return (
    <>
      <Select<NotifyRule>
        label={t("slots.notify")}
        value={notify}
        options={rules.map((id) => ({ id, label: t(`notify.${id}`) }))}
        onChange={(rule) => void desk.attempt(desk.backend.setSlotNotify(number, rule))}
      />
      <Switch
        label={t("slots.readLater")}
        help={t("slots.readLater.help")}
        isOn={readLater}
        onChange={(on) => void desk.attempt(desk.backend.setSlotReadLater(number, on))}
      />
    </>
  );
}
