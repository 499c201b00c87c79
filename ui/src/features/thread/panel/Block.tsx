import { useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import type { ChatRow } from "../../../ipc/types";
import { Button, ConfirmDialog } from "../../../ui";
import { useDesk } from "../../shared/desk";

/** Blocks the person, once asked, or ends that. */
export function Block({ row }: { row: ChatRow }) {
  const { t } = useI18n();
  const desk = useDesk();
  const [isAsking, setAsking] = useState(false);
  if (row.blocked) {
    return (
      <Button size="small" onPress={() => void desk.attempt(desk.backend.blockContact(row.id, false))}>
        {t("panel.unblock")}
      </Button>
    );
  }
  return (
    <>
      <Button size="small" variant="danger" aria-haspopup="dialog" onPress={() => setAsking(true)}>
        {t("panel.block")}
      </Button>
      <ConfirmDialog
        title={t("panel.block.title", { name: row.title })}
        confirmLabel={t("panel.block")}
        tone="danger"
        isOpen={isAsking}
        onOpenChange={setAsking}
        onConfirm={async () => {
          if (!(await desk.attempt(desk.backend.blockContact(row.id, true)))) {
            throw new Error("Blocking was refused; the reason has been shown");
          }
        }}
      >
        {t("panel.block.text")}
      </ConfirmDialog>
    </>
  );
}
