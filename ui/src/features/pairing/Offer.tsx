import { useState } from "react";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import type { PairingView, SlotView } from "../../ipc/types";
import { type Country, countryOfLanguage } from "../../lib/countries";
import { Tabs } from "../../ui";
import { KeyboardIcon, QrCodeIcon } from "../../ui/icons/icons";
import { useDesk } from "../shared/desk";
import { CodePane } from "./CodePane";
import styles from "./Offer.module.css";
import { type PhoneKind, PhoneSteps } from "./PhoneSteps";
import { QrPane } from "./QrPane";
import { Refusal } from "./Refusal";

export interface TypedNumber {
  readonly text: string;
  readonly country: Country | null;
}

type Way = "qr" | "code";

/** Two ways to the same link, both alive on one connection; what was typed stays when one looks at the other. */
export function Offer({ slot, pairing }: { slot: SlotView; pairing: PairingView | undefined }) {
  const { t } = useI18n();
  const desk = useDesk();
  const [way, setWay] = useState<Way>(pairing?.code.kind === "shown" ? "code" : "qr");
  const [phone, setPhone] = useState<PhoneKind>("android");
  const [typed, setTyped] = useState<TypedNumber>(() => ({
    text: "",
    country: countryOfLanguage(navigator.language),
  }));
  const refused = useStore(desk.console.state, (state) => state.refused);
  const steps = <PhoneSteps way={way} phone={phone} onPhone={setPhone} />;
  return (
    <div className={styles.offer}>
      {refused && refused.ask !== "code" && <Refusal error={refused.error} />}
      <Tabs<Way>
        label={t("pairing.ways")}
        selected={way}
        onSelect={setWay}
        tabs={[
          {
            id: "qr",
            label: t("pairing.qr"),
            icon: QrCodeIcon,
            content: (
              <div className={styles.panes}>
                <QrPane slot={slot} pairing={pairing} />
                {steps}
              </div>
            ),
          },
          {
            id: "code",
            label: t("pairing.code"),
            icon: KeyboardIcon,
            content: (
              <div className={styles.panes}>
                <CodePane slot={slot} pairing={pairing} typed={typed} onType={setTyped} />
                {steps}
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}
