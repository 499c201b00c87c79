import { useState } from "react";
import { type MessageKey, useI18n } from "../../i18n/i18n";
import type { NextAction, SlotView } from "../../ipc/types";
import { isUnderWay } from "../../model/console";
import { Button, ConfirmDialog } from "../../ui";
import { LinkIcon, QrCodeIcon, RefreshIcon } from "../../ui/icons/icons";
import { useDesk, useMirror } from "../shared/desk";
import styles from "./NextStep.module.css";

/** The one thing to do about a link, where there is one. */
export function NextStep({ slot }: { slot: SlotView }) {
  const desk = useDesk();
  const pairing = useMirror((mirror) => mirror.pairings.find((one) => one.slot === slot.number));
  const { number, action } = slot;
  if (isUnderWay(pairing)) return <Running number={number} />;
  switch (action) {
    case null:
      return null;
    case "connect":
      return <Step word="slots.action.connect" icon={LinkIcon} run={() => desk.console.link(number)} />;
    case "showNewCode":
      return <Step word="slots.action.showNewCode" icon={QrCodeIcon} run={() => desk.console.newCode(number)} />;
    case "decide":
      return <Step word="slots.action.decide" icon={LinkIcon} run={() => desk.console.open(number)} />;
    case "cancel":
      return <Asking word="slots.action.cancel" run={() => desk.attempt(desk.backend.cancelSlot(number))} />;
    case "retryNow":
      return <Asking word="slots.action.retryNow" run={() => desk.attempt(desk.backend.retrySlot(number))} />;
    case "useHere":
      return <Asking word="slots.action.useHere" run={() => desk.attempt(desk.backend.retrySlot(number))} />;
    case "updateApp":
    case "openOnPhone":
      return <Explained action={action} run={() => desk.attempt(desk.backend.retrySlot(number))} />;
  }
}

/** Codes are on offer: back to them, or away with them. */
function Running({ number }: { number: number }) {
  const { t } = useI18n();
  const desk = useDesk();
  return (
    <div className={styles.step}>
      <Button variant="primary" icon={QrCodeIcon} aria-haspopup="dialog" onPress={() => desk.console.open(number)}>
        {t("slots.action.showCode")}
      </Button>
      <Button variant="quiet" onPress={() => void desk.attempt(desk.backend.cancelSlot(number))}>
        {t("slots.action.cancel")}
      </Button>
    </div>
  );
}

interface StepProps {
  word: MessageKey;
  icon: typeof LinkIcon;
  run: () => void;
}

function Step({ word, icon, run }: StepProps) {
  const { t } = useI18n();
  return (
    <div className={styles.step}>
      <Button variant="primary" icon={icon} aria-haspopup="dialog" onPress={run}>
        {t(word)}
      </Button>
    </div>
  );
}

function Asking({ word, run }: { word: MessageKey; run: () => Promise<boolean> }) {
  const { t } = useI18n();
  const [isPending, setPending] = useState(false);
  const press = async () => {
    setPending(true);
    await run();
    setPending(false);
  };
  return (
    <div className={styles.step}>
      <Button variant="primary" icon={RefreshIcon} isPending={isPending} onPress={() => void press()}>
        {t(word)}
      </Button>
    </div>
  );
}

/** What has to be done elsewhere first is explained before anything is tried. */
function Explained({
  action,
  run,
}: {
  action: Extract<NextAction, "updateApp" | "openOnPhone">;
  run: () => Promise<boolean>;
}) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.step}>
      <Button variant="primary" aria-haspopup="dialog" onPress={() => setOpen(true)}>
        {t(`slots.action.${action}`)}
      </Button>
      <ConfirmDialog
        title={t(`slots.action.${action}.title`)}
        confirmLabel={t("slots.action.done")}
        cancelLabel={t("slots.action.later")}
        isOpen={isOpen}
        onOpenChange={setOpen}
        onConfirm={async () => {
          if (!(await run())) throw new Error("The try was refused; the reason has been shown");
        }}
      >
        {t(`slots.action.${action}.text`)}
      </ConfirmDialog>
    </div>
  );
}
