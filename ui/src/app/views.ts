/** Views that nobody needs for the first frame. They come from the same bundle, so loading takes a moment, not a network. */
import { lazy } from "react";

export const AboutView = lazy(async () => ({ default: (await import("../features/about/AboutView")).AboutView }));
export const KeySection = lazy(async () => ({ default: (await import("../features/keys/KeySection")).KeySection }));
export const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));
export const PairingConsole = lazy(async () => ({
  default: (await import("../features/pairing/PairingConsole")).PairingConsole,
}));
export const SettingsView = lazy(async () => ({
  default: (await import("../features/settings/SettingsView")).SettingsView,
}));
export const ShortcutSheet = lazy(async () => ({
  default: (await import("../ui/commands/ShortcutSheet")).ShortcutSheet,
}));
export const SlotsView = lazy(async () => ({ default: (await import("../features/slots/SlotsView")).SlotsView }));
export const StageScreen = lazy(async () => ({ default: (await import("../features/keys/StageScreen")).StageScreen }));
