import { useState } from "react";
import { AboutView } from "../features/about/AboutView";
import { KeySection } from "../features/keys/KeySection";
import { Rail } from "../features/rail/Rail";
import { SettingsView } from "../features/settings/SettingsView";
import { usePlace } from "../features/shared/desk";
import { SlotsView } from "../features/slots/SlotsView";
import { useCommandKeys } from "../lib/commands";
import type { ViewName } from "../model/navigation";
import { ErrorBoundary } from "../ui";
import { ShortcutSheet } from "../ui/commands/ShortcutSheet";
import { Announcer } from "./Announcer";
import { InboxView } from "./InboxView";
import { Palette } from "./Palette";
import styles from "./Shell.module.css";
import { useShellCommands } from "./useShellCommands";

/** The open window: the rail, the view beside it, and what lies above both. */
export function Shell() {
  const view = usePlace((place) => place.view);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useCommandKeys();
  useShellCommands({ openPalette: () => setPaletteOpen(true), openHelp: () => setHelpOpen(true) });
  return (
    <div className={styles.shell}>
      <Rail />
      <div className={styles.view}>
        <ErrorBoundary key={view}>
          <View view={view} />
        </ErrorBoundary>
      </div>
      <Announcer />
      <Palette isOpen={isPaletteOpen} onOpenChange={setPaletteOpen} />
      <ShortcutSheet isOpen={isHelpOpen} onOpenChange={setHelpOpen} />
    </div>
  );
}

function View({ view }: { view: ViewName }) {
  switch (view) {
    case "inbox":
      return <InboxView />;
    case "slots":
      return <SlotsView />;
    case "settings":
      return <SettingsView keySection={<KeySection />} />;
    case "about":
      return <AboutView />;
  }
}
