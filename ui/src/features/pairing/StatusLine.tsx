import { useI18n } from "../../i18n/i18n";
import type { LinkState } from "../../ipc/types";
import type { ConsoleView } from "../../model/console";
import { CheckIcon } from "../../ui/icons/icons";
import { linkWords } from "../shared/links";
import styles from "./StatusLine.module.css";

const steps = ["connecting", "codeReady", "authenticated", "syncing", "connected"] as const;
type Step = (typeof steps)[number];

/** How far the link got: five steps for the eye, one sentence for the ear. Said again only when the step changes. */
export function StatusLine({ view, link }: { view: ConsoleView; link: LinkState }) {
  const { t } = useI18n();
  const step = stepOf(view, link);
  const at = step === null ? -1 : steps.indexOf(step);
  return (
    <div className={styles.line} data-stepped={step !== null || undefined}>
      {step !== null && (
        <ol className={styles.steps} aria-hidden="true">
          {steps.map((one, index) => (
            <li key={one} className={styles.step} data-place={index < at ? "behind" : index === at ? "here" : "ahead"}>
              <span className={styles.dot}>{(index < at || step === "connected") && <CheckIcon size="small" />}</span>
              <span className={styles.name}>{t(`pairing.step.${one}`)}</span>
            </li>
          ))}
        </ol>
      )}
      <p className={styles.words} role="status">
        {step === null ? t(linkWords(link).short) : t(`pairing.step.${step}.long`)}
      </p>
    </div>
  );
}

function stepOf(view: ConsoleView, link: LinkState): Step | null {
  switch (view) {
    case "offer":
      return link.kind === "qrReady" || link.kind === "pairingCode" ? "codeReady" : "connecting";
    case "deciding":
      return "authenticated";
    case "linking":
      return link.kind === "syncing" ? "syncing" : "authenticated";
    case "connected":
      return "connected";
    case "start":
    case "stopped":
    case "passkey":
    case "unlinking":
      return null;
  }
}
