/** What can be done with a chat, as a menu. */
import type { I18n } from "../../i18n/i18n";
import type { ChatRow } from "../../ipc/types";
import type { Desk } from "../../model/desk";
import { isMuted, muteSpans, muteUntil } from "../../model/mute";
import type { MenuEntry } from "../../ui";
import { ArchiveIcon, BellIcon, BellOffIcon, CheckDoubleIcon, PinIcon, UnreadIcon } from "../../ui/icons/icons";

export function chatMenu(row: ChatRow, now: number, desk: Desk, t: I18n["t"]): MenuEntry[] {
  const isUnread = row.unread > 0 || row.markedUnread;
  return [
    {
      id: "read",
      label: isUnread ? t("inbox.menu.markRead") : t("inbox.menu.markUnread"),
      icon: isUnread ? CheckDoubleIcon : UnreadIcon,
      keys: "u",
      onAction: () => void desk.toggleUnread(row),
    },
    {
      id: "pin",
      label: row.pinned ? t("inbox.menu.unpin") : t("inbox.menu.pin"),
      icon: PinIcon,
      keys: "p",
      onAction: () => void desk.togglePinned(row),
    },
    {
      id: "archive",
      label: row.archived ? t("inbox.menu.unarchive") : t("inbox.menu.archive"),
      icon: ArchiveIcon,
      keys: "e",
      onAction: () => void desk.toggleArchived(row),
    },
    { kind: "divider", id: "mute" },
    ...muteEntries(row, now, desk, t),
  ];
}

function muteEntries(row: ChatRow, now: number, desk: Desk, t: I18n["t"]): MenuEntry[] {
  if (isMuted(row, now)) {
    return [{ id: "unmute", label: t("inbox.menu.unmute"), icon: BellIcon, onAction: () => void desk.mute(row, null) }];
  }
  return muteSpans.map((span) => ({
    id: `mute ${span}`,
    label: t(`inbox.menu.mute.${span}`),
    icon: BellOffIcon,
    onAction: () => void desk.mute(row, muteUntil(span, now)),
  }));
}
