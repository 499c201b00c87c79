import { useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import type { MessageRow } from "../../../ipc/types";
import { Button, Dialog } from "../../../ui";
import { useDesk } from "../../shared/desk";
import { canDeleteForAll } from "../actions";
import styles from "./Dialogs.module.css";

/** Asks for whom messages are deleted. Offers "for everyone" only while WhatsApp allows it for all of them. */
export function DeleteDialog({ rows, onClose }: { rows: readonly MessageRow[]; onClose: () => void }) {
  const { t } = useI18n();
  const desk = useDesk();
  const [isPending, setPending] = useState(false);
  const now = Date.now();
  const forAll = rows.every((row) => canDeleteForAll(row, now));
  const remove = async (forEveryone: boolean) => {
    setPending(true);
    for (const row of rows) {
      if (!(await desk.attempt(desk.backend.deleteMessage(row.id, forEveryone)))) break;
    }
    onClose();
  };
  return (
    <Dialog
      title={t("thread.delete", { count: rows.length })}
      isOpen
      onOpenChange={(isOpen) => !isOpen && !isPending && onClose()}
      size="small"
      role="alertdialog"
      footer={
        <>
          <Button autoFocus isDisabled={isPending} onPress={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button variant="danger" isDisabled={isPending} onPress={() => void remove(false)}>
            {t("thread.delete.forMe")}
          </Button>
          {forAll && (
            <Button variant="danger" isDisabled={isPending} onPress={() => void remove(true)}>
              {t("thread.delete.forAll")}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.words}>
        <p>{t("thread.delete.forMe.text")}</p>
        <p>{forAll ? t("thread.delete.forAll.text") : t("thread.delete.notForAll")}</p>
      </div>
    </Dialog>
  );
}
