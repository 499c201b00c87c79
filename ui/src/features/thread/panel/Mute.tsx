import { useI18n } from "../../../i18n/i18n";
import type { ChatRow } from "../../../ipc/types";
import { useNow } from "../../../lib/now";
import { isMuted, muteSpans, muteUntil } from "../../../model/mute";
import { Button, MenuButton } from "../../../ui";
import { BellIcon, BellOffIcon } from "../../../ui/icons/icons";
import { useDesk } from "../../shared/desk";

/** Silences the chat for a while, or ends the silence. */
export function Mute({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const desk = useDesk();
  const now = useNow();
  if (isMuted(row, now)) {
    return (
      <Button size="small" icon={BellIcon} onPress={() => void desk.mute(row, null)}>
        {t("inbox.menu.unmute")}
      </Button>
    );
  }
  return (
    <MenuButton
      label={t("panel.mute")}
      size="small"
      icon={BellOffIcon}
      items={muteSpans.map((span) => ({
        id: span,
        label: t(`inbox.menu.mute.${span}`),
        onAction: () => void desk.mute(row, muteUntil(span, Date.now())),
      }))}
    />
  );
}
