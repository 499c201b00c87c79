import { useState } from "react";
import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import { Button } from "../../ui";
import { ChatsIcon, ClockIcon, UnlinkIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import styles from "./CardMenu.module.css";
import { Timeline } from "./Timeline";
import { UnlinkQuestion } from "./UnlinkQuestion";

/** What else can be done with a slot: its chats, its story, its end. */
export function CardMenu({ slot }: { slot: SlotView }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const [isStoryOpen, setStoryOpen] = useState(false);
  const [isUnlinking, setUnlinking] = useState(false);
  const canUnlink = slot.account !== null && slot.account.linkedAt !== null && slot.link.kind !== "unlinking";
  return (
    <div className={styles.actions}>
      {slot.account && (
        <Button size="small" icon={ChatsIcon} onPress={() => navigation.setFilter({ kind: "slot", slot: slot.number })}>
          {t("slots.showChats")}
        </Button>
      )}
      <Button size="small" icon={ClockIcon} aria-haspopup="dialog" onPress={() => setStoryOpen(true)}>
        {t("slots.timeline")}
      </Button>
      {canUnlink && (
        <Button size="small" icon={UnlinkIcon} aria-haspopup="dialog" onPress={() => setUnlinking(true)}>
          {t("slots.unlink")}
        </Button>
      )}
      {isStoryOpen && <Timeline slot={slot} onClose={() => setStoryOpen(false)} />}
      <UnlinkQuestion slot={slot} isOpen={isUnlinking} onOpenChange={setUnlinking} />
    </div>
  );
}
