import { useEffect, useRef, useState } from "react";
import { useI18n } from "../../i18n/i18n";
import { errorWords } from "../../ipc/errors";
import type { CommandError } from "../../ipc/types";
import { Banner, Button, Checkbox, Skeleton, toasts } from "../../ui";
import { CopyIcon } from "../../ui/icons/icons";
import { copyText } from "../shared/clipboard";
import { useDesk } from "../shared/desk";
import styles from "./CodeToKeep.module.css";

interface CodeToKeepProps {
  confirmLabel: string;
  onConfirmed?: () => void;
  /** Offered when no code could be made. */
  onGiveUp?: () => void;
}

/** Makes a recovery code, shows it once, and goes on only after the user says that it is written down. */
export function CodeToKeep({ confirmLabel, onConfirmed, onGiveUp }: CodeToKeepProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const { code, error, retry } = useNewCode();
  const [isKept, setKept] = useState(false);
  const [isPending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    if (await desk.attempt(desk.backend.confirmRecoveryCode())) onConfirmed?.();
    setPending(false);
  };
  const copy = async (text: string) => {
    const done = await copyText(text);
    toasts.show(
      done ? { tone: "success", text: t("stage.code.copied") } : { tone: "warning", text: t("thread.copyFailed") },
    );
  };
  if (error) {
    return (
      <div className={styles.keep}>
        <Banner tone="danger" title={t(errorWords(error).what)} action={{ label: t("stage.retry"), onPress: retry }}>
          {t(errorWords(error).next)}
        </Banner>
        {onGiveUp && (
          <div>
            <Button onPress={onGiveUp}>{t("ui.close")}</Button>
          </div>
        )}
      </div>
    );
  }
  return (
    <div className={styles.keep}>
      {code === null ? <Skeleton shape="block" blockSize="5.5rem" /> : <Groups code={code} />}
      <div className={styles.line}>
        <Button
          size="small"
          icon={CopyIcon}
          isDisabled={code === null}
          onPress={() => code !== null && void copy(code)}
        >
          {t("stage.code.copy")}
        </Button>
        <p className={styles.hint}>{t("stage.code.hint")}</p>
      </div>
      <Checkbox label={t("stage.code.kept")} isSelected={isKept} isDisabled={code === null} onChange={setKept} />
      <div>
        <Button
          variant="primary"
          size="large"
          isDisabled={!isKept}
          isPending={isPending}
          onPress={() => void confirm()}
        >
          {confirmLabel}
        </Button>
      </div>
    </div>
  );
}

function Groups({ code }: { code: string }) {
  const { t } = useI18n();
  const groups = code.split("-").map((letters, place) => ({ letters, place }));
  return (
    <section className={styles.code} dir="ltr" aria-label={t("stage.code.label")}>
      {groups.map(({ letters, place }) => (
        <span key={place} className={styles.group}>
          {letters}
        </span>
      ))}
    </section>
  );
}

/** Asks for one code. Each request makes the code before it useless, so it must not be sent twice by accident. */
function useNewCode() {
  const { backend } = useDesk();
  const [code, setCode] = useState<string | null>(null);
  const [error, setError] = useState<CommandError | null>(null);
  const wasAsked = useRef(false);
  const ask = async () => {
    setError(null);
    const outcome = await backend.issueRecoveryCode();
    if (outcome.status === "ok") setCode(outcome.data.code);
    else setError(outcome.error);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per appearance, whatever renders in between
  useEffect(() => {
    if (wasAsked.current) return;
    wasAsked.current = true;
    void ask();
  }, []);
  return { code, error, retry: () => void ask() };
}
