import { type ReactNode, useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { Button } from "../actions/Button";
import { Dialog } from "./Dialog";

export interface ConfirmDialogProps {
  title: string;
  /** What will happen, and what will not. */
  children: ReactNode;
  /** The verb of the action, e.g. "Unlink number"; never "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  tone?: "primary" | "danger";
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** A promise keeps the dialog open and pending; it closes when the promise is fulfilled and stays when it fails. */
  onConfirm: () => void | Promise<void>;
}

export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  cancelLabel,
  tone = "primary",
  isOpen,
  onOpenChange,
  onConfirm,
}: ConfirmDialogProps) {
  const { t } = useI18n();
  const [isPending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch {
      // The caller told the user what failed; the question stands.
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onOpenChange={(open) => !isPending && onOpenChange(open)}
      size="small"
      role="alertdialog"
      footer={
        <>
          <Button autoFocus={tone === "danger"} isDisabled={isPending} onPress={() => onOpenChange(false)}>
            {cancelLabel ?? t("ui.cancel")}
          </Button>
          <Button autoFocus={tone === "primary"} variant={tone} isPending={isPending} onPress={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
