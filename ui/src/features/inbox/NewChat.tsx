import { lazy, Suspense } from "react";
import { useI18n } from "../../i18n/i18n";
import { IconButton } from "../../ui";
import { PlusIcon } from "../../ui/icons/icons";
import { useDesk, useMirror, usePlace } from "../shared/desk";

const NewChatDialog = lazy(async () => ({ default: (await import("./NewChatDialog")).NewChatDialog }));

/** Begins a chat with a number. Only where a slot has one to write from. */
export function NewChat() {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const hasAccount = useMirror((mirror) => mirror.slots.some((slot) => slot.account !== null));
  const isOpen = usePlace((place) => place.isBeginning);
  if (!hasAccount) return null;
  return (
    <>
      <IconButton label={t("newChat.open")} icon={PlusIcon} keys="n" onPress={() => navigation.beginChat(true)} />
      {isOpen && (
        <Suspense fallback={null}>
          <NewChatDialog onClose={() => navigation.beginChat(false)} />
        </Suspense>
      )}
    </>
  );
}
