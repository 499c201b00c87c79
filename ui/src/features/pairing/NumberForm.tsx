import { type FormEvent, useId, useState } from "react";
import { type MessageKey, useI18n } from "../../i18n/i18n";
import { numberWords } from "../../ipc/errors";
import type { SlotView } from "../../ipc/types";
import { readNumber, writeNumber } from "../../lib/phone";
import { Button, CountryPicker, TextField } from "../../ui";
import { PhoneIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import styles from "./NumberForm.module.css";
import type { TypedNumber } from "./Offer";

interface NumberFormProps {
  slot: SlotView;
  typed: TypedNumber;
  onType: (typed: TypedNumber) => void;
  /** A code is on its way. */
  isAsked: boolean;
  /** Why no code can be asked for yet. */
  reason: MessageKey | null;
  /** Asking is blocked for a while; the time stands elsewhere. */
  isBlocked: boolean;
}

/** The number that the phone has, however it is written. What is wrong with it is said when it is asked with. */
export function NumberForm({ slot, typed, onType, isAsked, reason, isBlocked }: NumberFormProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const hint = useId();
  const [wasTried, setTried] = useState(false);
  const reading = readNumber(typed.text, typed.country);
  const cannot = reason !== null || isBlocked;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (cannot || isAsked) return;
    setTried(true);
    if (reading.kind === "number") desk.console.askCode(slot.number, reading.number);
  };
  const type = (text: string) => {
    setTried(false);
    const read = readNumber(text, typed.country);
    // A number that came with its country chooses it.
    const country = read.kind === "number" && read.country ? read.country : typed.country;
    onType({ text, country });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <CountryPicker
        label={t("pairing.number.country")}
        value={typed.country}
        onChange={(country) => onType({ ...typed, country })}
      />
      <TextField
        label={t("pairing.number")}
        type="tel"
        inputMode="tel"
        direction="ltr"
        icon={PhoneIcon}
        value={typed.text}
        onChange={type}
        help={reading.kind === "number" ? writeNumber(reading.number) : t("pairing.number.help")}
        error={wasTried ? fault(reading, t) : undefined}
      />
      <div className={styles.ask}>
        <Button
          variant="primary"
          type="submit"
          isPending={isAsked}
          isDisabled={cannot}
          aria-describedby={reason ? hint : undefined}
        >
          {t("pairing.number.ask")}
        </Button>
        {reason && (
          <p id={hint} className={styles.reason}>
            {t(reason)}
          </p>
        )}
      </div>
    </form>
  );
}

function fault(reading: ReturnType<typeof readNumber>, t: (key: MessageKey) => string): string | undefined {
  if (reading.kind === "empty") return t("pairing.number.missing");
  if (reading.kind === "number") return undefined;
  const words = numberWords(reading.why);
  return `${t(words.what)} ${t(words.next)}`;
}
