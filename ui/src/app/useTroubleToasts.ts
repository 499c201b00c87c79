import { useEffect } from "react";
import { useDesk } from "../features/shared/desk";
import { t } from "../i18n/i18n";
import { errorWords } from "../ipc/errors";
import { toasts } from "../ui";

/** Shows what went wrong where no form does: what happened, and what to do. */
export function useTroubleToasts(): void {
  const desk = useDesk();
  useEffect(
    () =>
      desk.onTrouble((error) => {
        const words = errorWords(error);
        toasts.show({ tone: "warning", text: `${t(words.what)} ${t(words.next)}` });
      }),
    [desk],
  );
}
