import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import { waitOf } from "../../ipc/errors";
import type { PairingView, PhoneCodeView, SlotView, Timestamp } from "../../ipc/types";
import { useSeconds } from "../../lib/now";
import { Button, CodeDisplay, Countdown, toasts } from "../../ui";
import { CopyIcon } from "../../ui/icons/icons";
import { copyText } from "../shared/clipboard";
import { useDesk } from "../shared/desk";
import styles from "./CodePane.module.css";
import { NumberForm } from "./NumberForm";
import type { TypedNumber } from "./Offer";
import { Refusal, ServerRefusal, Wait } from "./Refusal";

const codeLives = 180_000;

interface CodePaneProps {
  slot: SlotView;
  pairing: PairingView | undefined;
  typed: TypedNumber;
  onType: (typed: TypedNumber) => void;
}

/** A code to type on the phone instead of scanning: first the number it is for, then the code itself. */
export function CodePane({ slot, pairing, typed, onType }: CodePaneProps) {
  const now = useSeconds();
  const desk = useDesk();
  const refused = useStore(desk.console.state, (state) => (state.refused?.ask === "code" ? state.refused.error : null));
  const code: PhoneCodeView = pairing?.code ?? { kind: "notYet" };
  const blockedUntil = pairing?.codesBlockedUntil ?? null;
  const isBlocked = [blockedUntil, refused && waitOf(refused)].some((until) => until !== null && until > now);
  if (code.kind === "shown" && code.expiresAt > now) return <Shown slot={slot} code={code} now={now} />;
  return (
    <div className={styles.pane}>
      <Trouble code={code} refused={refused} blockedUntil={blockedUntil} />
      {code.kind === "shown" && <RanOut />}
      <NumberForm
        slot={slot}
        typed={typed}
        onType={onType}
        isAsked={code.kind === "asked"}
        reason={pairing?.qr ? null : "pairing.code.notYet"}
        isBlocked={isBlocked}
      />
    </div>
  );
}

interface TroubleProps {
  code: PhoneCodeView;
  refused: Parameters<typeof Refusal>[0]["error"] | null;
  blockedUntil: Timestamp | null;
}

/** The latest no: what this side said at once, or what the server said a moment later. */
function Trouble({ code, refused, blockedUntil }: TroubleProps) {
  if (refused) return <Refusal error={refused} />;
  if (code.kind === "refused") return <ServerRefusal refusal={code.refusal} until={blockedUntil} />;
  return blockedUntil === null ? null : <Wait until={blockedUntil} />;
}

function RanOut() {
  const { t } = useI18n();
  return <p role="status">{t("pairing.code.ranOut")}</p>;
}

interface ShownProps {
  slot: SlotView;
  code: Extract<PhoneCodeView, { kind: "shown" }>;
  now: number;
}

function Shown({ slot, code, now }: ShownProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const isWithdrawing = useStore(desk.console.state, (state) => state.asking === "code");
  const copy = async () => {
    const done = await copyText(code.text);
    toasts.show(
      done ? { tone: "success", text: t("pairing.code.copied") } : { tone: "warning", text: t("thread.copyFailed") },
    );
  };
  return (
    <div className={styles.pane}>
      <p role="status">{t("pairing.code.ready")}</p>
      <CodeDisplay code={code.text} spoken={t("pairing.code.spoken", { letters: code.spelled })}>
        <Button size="small" icon={CopyIcon} onPress={() => void copy()}>
          {t("pairing.code.copy")}
        </Button>
      </CodeDisplay>
      <p className={styles.line}>
        <span aria-hidden="true">{t("pairing.code.left")}</span>
        <Countdown label={t("pairing.code.left")} until={code.expiresAt} now={now} total={codeLives} />
      </p>
      <div>
        <Button
          variant="quiet"
          size="small"
          isPending={isWithdrawing}
          onPress={() => desk.console.withdrawCode(slot.number)}
        >
          {t("pairing.code.withdraw")}
        </Button>
      </div>
    </div>
  );
}
