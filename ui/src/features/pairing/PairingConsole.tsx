import { useRef, useState } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import type { PairingView, SlotView } from "../../ipc/types";
import { type ConsoleView, consoleView } from "../../model/console";
import { ConfirmDialog, Dialog } from "../../ui";
import { useDesk, useMirror } from "../shared/desk";
import { slotName } from "../shared/SlotMark";
import { Connected } from "./Connected";
import { Deciding } from "./Deciding";
import { useReturnHome, useSteadyFocus } from "./focus";
import { Linking } from "./Linking";
import { Offer } from "./Offer";
import styles from "./PairingConsole.module.css";
import { Passkey } from "./Passkey";
import { Start } from "./Start";
import { StatusLine } from "./StatusLine";
import { Stopped } from "./Stopped";

/** The window in the window where a phone is linked to a slot. Closed while it stands open for none. */
export function PairingConsole() {
  const desk = useDesk();
  const number = useStore(desk.console.state, (state) => state.slot);
  const slot = useMirror((mirror) => mirror.slots.find((one) => one.number === number));
  const pairing = useMirror((mirror) => mirror.pairings.find((one) => one.slot === number));
  return slot ? <Opened key={slot.number} slot={slot} pairing={pairing} /> : null;
}

function Opened({ slot, pairing }: { slot: SlotView; pairing: PairingView | undefined }) {
  const { t } = useI18n();
  const desk = useDesk();
  const isAsking = useStore(desk.console.state, (state) => state.asking === "link");
  const view = consoleView(slot, pairing, isAsking);
  const [wantsToLeave, setWantsToLeave] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  // The form goes where the code comes, and the button that was pressed with it.
  useSteadyFocus(body, `${view} ${pairing?.code.kind ?? ""}`);
  useReturnHome(slot.number);
  const name = slotName(slot, "");
  return (
    <>
      <Dialog
        title={name ? t("pairing.title.named", { slot: slot.number, name }) : t("pairing.title", { slot: slot.number })}
        size="large"
        isOpen
        onOpenChange={() => (view === "offer" ? setWantsToLeave(true) : desk.console.close())}
      >
        <div ref={body} className={styles.console}>
          <StatusLine view={view} link={slot.link} />
          <div className={styles.view} tabIndex={-1} data-view={view}>
            <View view={view} slot={slot} pairing={pairing} />
          </div>
          <p className={styles.notice}>{t("pairing.notice")}</p>
        </div>
      </Dialog>
      <ConfirmDialog
        title={t("pairing.leave.title")}
        confirmLabel={t("pairing.leave.confirm")}
        cancelLabel={t("pairing.leave.stay")}
        tone="danger"
        // Once a phone has accepted there is nothing left to stop.
        isOpen={wantsToLeave && view === "offer"}
        onOpenChange={setWantsToLeave}
        onConfirm={() => desk.console.stop(slot.number)}
      >
        {t("pairing.leave.text")}
      </ConfirmDialog>
    </>
  );
}

interface ViewProps {
  view: ConsoleView;
  slot: SlotView;
  pairing: PairingView | undefined;
}

function View({ view, slot, pairing }: ViewProps) {
  switch (view) {
    case "start":
      return <Start slot={slot} />;
    case "offer":
      return <Offer slot={slot} pairing={pairing} />;
    case "stopped":
      return <Stopped slot={slot} />;
    case "passkey":
      return <Passkey slot={slot} />;
    case "deciding":
      return <Deciding slot={slot} />;
    case "linking":
    case "unlinking":
      return <Linking slot={slot} />;
    case "connected":
      return <Connected slot={slot} />;
  }
}
