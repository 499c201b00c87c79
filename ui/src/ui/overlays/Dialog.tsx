import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useI18n } from "../../i18n/i18n";
import { IconButton } from "../actions/IconButton";
import { CloseIcon } from "../icons/icons";
import styles from "./Dialog.module.css";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
  /** Buttons, in reading order; the last one is the next step. */
  footer?: ReactNode;
  size?: "small" | "medium" | "large";
  /** False where an answer is needed: no close button, no Escape, no press outside. */
  isDismissable?: boolean;
  role?: "dialog" | "alertdialog";
}

/** A modal window in the window. Focus stays inside and returns to where it was. */
export function Dialog({
  title,
  isOpen,
  onOpenChange,
  children,
  footer,
  size = "medium",
  isDismissable = true,
  role = "dialog",
}: DialogProps) {
  const { t } = useI18n();
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
    >
      <Modal className={styles.modal} data-size={size}>
        <AriaDialog className={styles.dialog} role={role}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title}>
              {title}
            </Heading>
            {isDismissable && (
              <IconButton
                label={t("ui.close")}
                icon={CloseIcon}
                size="small"
                tooltip="none"
                onPress={() => onOpenChange(false)}
              />
            )}
          </header>
          <div className={styles.body}>{children}</div>
          {footer && <footer className={styles.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
