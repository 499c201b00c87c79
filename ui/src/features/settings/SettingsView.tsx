import type { ReactNode } from "react";
import { useI18n } from "../../i18n/i18n";
import { Page } from "../shared/Page";
import { Appearance } from "./Appearance";
import { Background } from "./Background";
import { Messages } from "./Messages";
import { Notifications } from "./Notifications";
import { StoreCheck } from "./StoreCheck";

/** Everything the user can choose. The section on the key belongs to another feature and is handed in. */
export function SettingsView({ keySection }: { keySection: ReactNode }) {
  const { t } = useI18n();
  return (
    <Page title={t("settings.title")}>
      <Appearance />
      <Notifications />
      <Messages />
      <Background />
      {keySection}
      <StoreCheck />
    </Page>
  );
}
