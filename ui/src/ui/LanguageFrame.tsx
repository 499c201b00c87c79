import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { useI18n } from "../i18n/i18n";

/** Tells React Aria the language and direction, which it else takes from the system. Stands around the app. */
export function LanguageFrame({ children }: { children: ReactNode }) {
  const { lang } = useI18n();
  return <I18nProvider locale={lang}>{children}</I18nProvider>;
}
