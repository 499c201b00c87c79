import { Suspense, useState } from "react";
import { useStore } from "zustand";
import { Rail } from "../features/rail/Rail";
import { useDesk, usePlace } from "../features/shared/desk";
import { useCommandKeys } from "../lib/commands";
import type { ViewName } from "../model/navigation";
import { ErrorBoundary } from "../ui";
import { Announcer } from "./Announcer";
import { InboxView } from "./InboxView";
import styles from "./Shell.module.css";
import { useQuietClock } from "./useQuietClock";
import { useShellCommands } from "./useShellCommands";
import { AboutView, KeySection, PairingConsole, Palette, SettingsView, ShortcutSheet, SlotsView } from "./views";

/** The open window: the rail, the view beside it, and what lies above both. */
export function Shell() {
  const view = usePlace((place) => place.view);
  const isLinking = useStore(useDesk().console.state, (state) => state.slot !== null);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useCommandKeys();
  useQuietClock();
  useShellCommands({ openPalette: () => setPaletteOpen(true), openHelp: () => setHelpOpen(true) });
  return (
    <div className={styles.shell}>
      <Rail />
      <div className={styles.view}>
        <ErrorBoundary key={view}>
          <Suspense fallback={null}>
            <View view={view} />
          </Suspense>
        </ErrorBoundary>
      </div>
      <Announcer />
      <Suspense fallback={null}>
        {isLinking && <PairingConsole />}
        {isPaletteOpen && <Palette isOpen onOpenChange={setPaletteOpen} />}
        {isHelpOpen && <ShortcutSheet isOpen onOpenChange={setHelpOpen} />}
      </Suspense>
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
