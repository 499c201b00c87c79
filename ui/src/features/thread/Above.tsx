import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import type { MessageRow } from "../../ipc/types";
import { type MenuEntry, PlacedMenu } from "../../ui";
import { messageActions } from "./actions";
import { type Above as AboveThread, type Spot, useTalk } from "./talk";

const ReactMenu = lazy(async () => ({ default: (await import("./emoji/ReactMenu")).ReactMenu }));
const InfoDialog = lazy(async () => ({ default: (await import("./dialogs/InfoDialog")).InfoDialog }));
const VersionsDialog = lazy(async () => ({ default: (await import("./dialogs/VersionsDialog")).VersionsDialog }));
const ForwardDialog = lazy(async () => ({ default: (await import("./dialogs/ForwardDialog")).ForwardDialog }));
const DeleteDialog = lazy(async () => ({ default: (await import("./dialogs/DeleteDialog")).DeleteDialog }));
const PollDialog = lazy(async () => ({ default: (await import("./dialogs/PollDialog")).PollDialog }));

/** The menu or dialog above the thread. Each is fetched when it is asked for. */
export function Above() {
  const talk = useTalk();
  const above = useStore(talk.state, (state) => state.above);
  if (!above) return null;
  return <Suspense fallback={null}>{show(above, () => talk.putAway())}</Suspense>;
}

function show(above: AboveThread, close: () => void) {
  switch (above.kind) {
    case "menu":
      return <MessageMenu row={above.row} at={above.at} onClose={close} />;
    case "react":
      return <ReactMenu row={above.row} at={above.at} onClose={close} />;
    case "info":
      return <InfoDialog row={above.row} onClose={close} />;
    case "versions":
      return <VersionsDialog row={above.row} onClose={close} />;
    case "forward":
      return <ForwardDialog rows={above.rows} onClose={close} />;
    case "delete":
      return <DeleteDialog rows={above.rows} onClose={close} />;
    case "poll":
      return <PollDialog onClose={close} />;
  }
}

function MessageMenu({ row, at, onClose }: { row: MessageRow; at: Spot; onClose: () => void }) {
  const { t } = useI18n();
  const talk = useTalk();
  const now = Date.now();
  const items = messageActions
    .filter((action) => action.isAvailable(row, now))
    .map(
      (action): MenuEntry => ({
        id: action.id,
        label: t(typeof action.label === "function" ? action.label(row) : action.label),
        icon: action.icon,
        keys: action.keys,
        tone: action.tone,
        // The menu goes before what it opens comes.
        onAction: () => {
          talk.putAway();
          action.run(row, talk, at);
        },
      }),
    );
  return <PlacedMenu label={t("thread.menu")} items={items} at={at} onClose={() => closeMenu(talk, onClose)} />;
}

/** An action may have opened something else already: only the menu itself is put away. */
function closeMenu(talk: ReturnType<typeof useTalk>, onClose: () => void): void {
  if (talk.state.getState().above?.kind === "menu") onClose();
}
