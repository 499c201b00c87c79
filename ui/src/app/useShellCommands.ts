import { useDesk, useMirror } from "../features/shared/desk";
import { type Command, useCommands } from "../lib/commands";
import { freeSlot } from "../model/console";
import {
  CommandIcon,
  FilterIcon,
  InboxIcon,
  InfoIcon,
  KeyboardIcon,
  LinkIcon,
  MonitorIcon,
  MoonIcon,
  QrCodeIcon,
  SearchIcon,
  SettingsIcon,
  SunIcon,
} from "../ui/icons/icons";

/** What can be done anywhere in the open window. */
export function useShellCommands({ openPalette, openHelp }: { openPalette: () => void; openHelp: () => void }): void {
  const desk = useDesk();
  const slots = useMirror((mirror) => mirror.slots);
  const { navigation } = desk;
  const go = "app.group.go";
  const look = "app.group.look";
  const perSlot: Command[] = slots.map(({ number }) => ({
    id: `filter.slot${number}`,
    label: number === 1 ? "app.slot1" : number === 2 ? "app.slot2" : "app.slot3",
    group: go,
    keys: [`mod+${number}`],
    icon: FilterIcon,
    whileTyping: true,
    run: () => navigation.toggleSlot(number),
  }));
  useCommands([
    {
      id: "palette",
      label: "app.palette",
      group: go,
      keys: ["mod+k"],
      icon: CommandIcon,
      whileTyping: true,
      inPalette: false,
      run: openPalette,
    },
    {
      id: "search",
      label: "app.search",
      group: go,
      keys: ["mod+f"],
      icon: SearchIcon,
      whileTyping: true,
      run: () => navigation.search(),
    },
    {
      id: "search.slash",
      label: "app.search",
      group: go,
      keys: ["/"],
      inPalette: false,
      run: () => navigation.search(),
    },
    {
      id: "go.inbox",
      label: "app.go.inbox",
      group: go,
      keys: ["mod+0"],
      icon: InboxIcon,
      whileTyping: true,
      run: () => navigation.setFilter({ kind: "all" }),
    },
    ...perSlot,
    {
      id: "filter.unread",
      label: "app.filter.unread",
      group: go,
      icon: FilterIcon,
      run: () => navigation.setFilter({ kind: "unread" }),
    },
    {
      id: "filter.waiting",
      label: "app.filter.waiting",
      group: go,
      icon: FilterIcon,
      run: () => navigation.setFilter({ kind: "waiting" }),
    },
    {
      id: "filter.groups",
      label: "app.filter.groups",
      group: go,
      icon: FilterIcon,
      run: () => navigation.setFilter({ kind: "groups" }),
    },
    {
      id: "filter.archived",
      label: "app.filter.archived",
      group: go,
      icon: FilterIcon,
      run: () => navigation.setFilter({ kind: "archived" }),
    },
    {
      id: "link",
      label: "app.link",
      group: go,
      icon: QrCodeIcon,
      when: () => freeSlot(slots) !== undefined,
      run: () => {
        const free = freeSlot(slots);
        if (free) desk.console.link(free.number);
      },
    },
    { id: "go.slots", label: "app.go.slots", group: go, icon: LinkIcon, run: () => navigation.show("slots") },
    {
      id: "go.settings",
      label: "app.go.settings",
      group: go,
      keys: ["mod+,"],
      icon: SettingsIcon,
      whileTyping: true,
      run: () => navigation.show("settings"),
    },
    { id: "go.about", label: "app.go.about", group: go, icon: InfoIcon, run: () => navigation.show("about") },
    { id: "help", label: "app.help", group: go, keys: ["?"], icon: KeyboardIcon, run: openHelp },
    {
      id: "look.system",
      label: "app.look.system",
      group: look,
      icon: MonitorIcon,
      run: () => void desk.choose({ theme: "system" }),
    },
    {
      id: "look.light",
      label: "app.look.light",
      group: look,
      icon: SunIcon,
      run: () => void desk.choose({ theme: "light" }),
    },
    {
      id: "look.dark",
      label: "app.look.dark",
      group: look,
      icon: MoonIcon,
      run: () => void desk.choose({ theme: "dark" }),
    },
  ]);
}
