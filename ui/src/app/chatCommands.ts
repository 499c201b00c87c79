/** What can be done in the inbox by name or key. Keys on a focused row are handled by the list before these. */
import type { ChatRow } from "../ipc/types";
import type { Command } from "../lib/commands";
import type { Desk } from "../model/desk";
import { visibleRows } from "../model/filters";
import type { VirtualListHandle } from "../ui";
import { ArchiveIcon, CheckDoubleIcon, InfoIcon, PinIcon, PlusIcon } from "../ui/icons/icons";

interface Around {
  readonly list: { readonly current: VirtualListHandle | null };
  readonly frame: { readonly current: HTMLElement | null };
  readonly isNarrow: boolean;
}

export function chatCommands(desk: Desk, around: Around): Command[] {
  const place = () => desk.navigation.place.getState();
  const open = (): ChatRow | undefined => {
    const { chat } = place();
    return chat === null ? undefined : desk.feed.mirror.getState().inbox.rows.get(chat);
  };
  const onOpen = (act: (row: ChatRow) => unknown) => () => {
    const row = open();
    if (row) act(row);
  };
  const focusBeside = (step: number) => {
    const { filter, query, chat } = place();
    const rows = visibleRows(desk.feed.mirror.getState().inbox, filter, query, chat);
    const at = rows.findIndex((row) => row.id === chat);
    const row = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
    if (row) around.list.current?.focus(`chat ${row.id}`);
  };
  const group = "app.group.chat";
  return [
    {
      id: "chat.new",
      label: "newChat.open",
      group,
      keys: ["n"],
      icon: PlusIcon,
      run: () => desk.navigation.beginChat(true),
    },
    {
      id: "chat.panel",
      label: "panel.toggle",
      group,
      keys: ["mod+shift+d"],
      icon: InfoIcon,
      whileTyping: true,
      when: () => open() !== undefined,
      run: () => desk.navigation.togglePanel(),
    },
    { id: "chat.next", label: "app.chat.next", group, keys: ["j"], inPalette: false, run: () => focusBeside(1) },
    {
      id: "chat.previous",
      label: "app.chat.previous",
      group,
      keys: ["k"],
      inPalette: false,
      run: () => focusBeside(-1),
    },
    {
      id: "chat.back",
      label: "app.chat.back",
      group,
      keys: ["escape"],
      inPalette: false,
      when: () => place().chat !== null,
      run: () => back(desk, around),
    },
    {
      id: "chat.read",
      label: "app.chat.unread",
      group,
      keys: ["u"],
      icon: CheckDoubleIcon,
      when: () => open() !== undefined,
      run: onOpen((row) => desk.toggleUnread(row)),
    },
    {
      id: "chat.pin",
      label: "app.chat.pin",
      group,
      keys: ["p"],
      icon: PinIcon,
      when: () => open() !== undefined,
      run: onOpen((row) => desk.togglePinned(row)),
    },
    {
      id: "chat.archive",
      label: "app.chat.archive",
      group,
      keys: ["e"],
      icon: ArchiveIcon,
      when: () => open() !== undefined,
      run: onOpen((row) => desk.toggleArchived(row)),
    },
  ];
}

/** From the thread to its row; from anywhere else the thread closes. */
function back(desk: Desk, { list, frame, isNarrow }: Around): void {
  const { chat } = desk.navigation.place.getState();
  const isInThread = frame.current
    ?.querySelector("[data-message]")
    ?.closest("section")
    ?.contains(document.activeElement);
  if (isInThread && !isNarrow && list.current) list.current.focus(`chat ${chat}`);
  else desk.navigation.closeChat();
}
