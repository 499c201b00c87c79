import { useMemo } from "react";
import { useDesk, useMirror } from "../features/shared/desk";
import { useI18n } from "../i18n/i18n";
import type { ChatRow } from "../ipc/types";
import { writeNumber } from "../lib/phone";
import { CommandPalette, type PaletteItem } from "../ui/commands/CommandPalette";
import { ContactIcon, UsersIcon } from "../ui/icons/icons";

const none: readonly ChatRow[] = [];

/** The palette with all chats in it, newest first. */
export function Palette({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  // Thousands of rows are worth nothing while nobody looks.
  const rows = useMirror((mirror) => (isOpen ? mirror.inbox.order : none));
  const items = useMemo(
    () =>
      rows.map(
        (row): PaletteItem => ({
          id: `chat ${row.id}`,
          label: row.title,
          detail: row.phone !== null && row.phone !== row.title ? writeNumber(row.phone) : undefined,
          keywords: row.phone?.replace(/\D/g, ""),
          group: t("app.group.chats"),
          icon: row.kind === "group" ? UsersIcon : ContactIcon,
          run: () => navigation.openChat(row.id),
        }),
      ),
    [rows, navigation, t],
  );
  return <CommandPalette isOpen={isOpen} onOpenChange={onOpenChange} items={items} />;
}
