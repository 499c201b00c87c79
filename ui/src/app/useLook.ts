import { useEffect } from "react";
import { useCalmMirror, useMirror } from "../features/shared/desk";
import { setLanguage } from "../i18n/i18n";
import { applyLook } from "../theme/theme";

/** Applies theme, contrast, language and the number in the title, as the mirror has them. */
export function useLook(): void {
  const isKnown = useMirror((mirror) => mirror.seq !== null);
  const { theme, highContrast, language } = useMirror((mirror) => mirror.settings);
  const unread = useCalmMirror((mirror) => mirror.unread);
  useEffect(() => {
    if (!isKnown) return;
    return applyLook({ theme, contrast: highContrast ? "more" : "system" });
  }, [isKnown, theme, highContrast]);
  useEffect(() => {
    if (isKnown) void setLanguage(language ?? "system");
  }, [isKnown, language]);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Frontdesk` : "Frontdesk";
  }, [unread]);
}
