import { useEffect } from "react";
import { useDesk } from "../features/shared/desk";
import { snapshot, t } from "../i18n/i18n";
import { errorWords, waitOf } from "../ipc/errors";
import { writeTime } from "../lib/time";
import { toasts } from "../ui";

/** Shows what went wrong where no form does: what happened, and what to do. */
export function useTroubleToasts(): void {
  const desk = useDesk();
  useEffect(
    () =>
      desk.onTrouble((error) => {
        const words = errorWords(error);
        const until = waitOf(error);
        const { locale } = snapshot();
        const wait = until === null ? "" : t("errors.until", { time: writeTime(until, Date.now(), "clock", locale) });
        toasts.show({ tone: "warning", text: `${t(words.what)} ${t(words.next)} ${wait}`.trim() });
      }),
    [desk],
  );
  useEffect(
    () =>
      desk.feed.onFacts((facts) => {
        if (facts.some((fact) => fact.kind === "blockRefused")) {
          toasts.show({ tone: "warning", text: t("panel.block.refused") });
        }
      }),
    [desk],
  );
}
