import { Button } from "react-aria-components/Button";
import { useI18n } from "../../i18n/i18n";
import type { ChatRow, SlotView } from "../../ipc/types";
import { useNow } from "../../lib/now";
import { isMuted } from "../../model/mute";
import { Badge, Tooltip } from "../../ui";
import { useCalmMirror, useDesk, usePlace } from "../shared/desk";
import { linkWords } from "../shared/links";
import { slotName } from "../shared/SlotMark";
import styles from "./Rail.module.css";
import { StateMark } from "./StateMark";

/** One of the three numbers: shows its chats, or leads to linking a phone while nobody sits there. */
export function RailSlot({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const desk = useDesk();
  const now = useNow();
  const unread = useCalmMirror((mirror) => unreadOf(mirror.inbox.order, slot.number, now));
  const isShown = usePlace(
    ({ view, filter }) => view === "inbox" && filter.kind === "slot" && filter.slot === slot.number,
  );
  const words = linkWords(slot.link);
  const name = t("ui.slot", { slot: slot.number, label: slotName(slot, t("slots.unnamed")) });
  const state = t(words.short, words.numbers);
  const isEmpty = slot.account === null;
  const hint =
    isEmpty && slot.action === "connect" ? t("rail.slot.link", { name, state }) : t("rail.slot", { name, state });
  const spoken = unread > 0 ? t("rail.slot.withUnread", { name, state, count: unread }) : hint;
  const open = () => {
    desk.navigation.showSlot(slot.number);
    if (slot.action === "connect") desk.console.link(slot.number);
    else desk.console.open(slot.number);
  };
  return (
    <li>
      <Tooltip text={hint} keys={`mod+${slot.number}`}>
        <Button
          className={styles.slot}
          aria-label={spoken}
          aria-pressed={isEmpty ? undefined : isShown}
          aria-haspopup={isEmpty ? "dialog" : undefined}
          data-here={isShown || undefined}
          data-colour={slot.colour}
          data-home={slot.number}
          data-empty={isEmpty || undefined}
          onPress={() => (isEmpty ? open() : desk.navigation.toggleSlot(slot.number))}
        >
          <span className={styles.number}>{slot.number}</span>
          {slot.link.kind !== "empty" && <StateMark tone={words.tone} />}
          {unread > 0 && (
            <span className={styles.count}>
              <Badge count={unread} />
            </span>
          )}
        </Button>
      </Tooltip>
    </li>
  );
}

/** Counted as the badge of the whole inbox is: what is silenced or put away does not call. */
function unreadOf(rows: readonly ChatRow[], slot: number, now: number): number {
  let sum = 0;
  for (const row of rows) if (row.slot === slot && !row.archived && !isMuted(row, now)) sum += row.unread;
  return sum;
}
