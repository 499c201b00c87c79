import { ToggleButton } from "react-aria-components/ToggleButton";
import { useStore } from "zustand";
import { useI18n } from "../../i18n/i18n";
import type { MessageId } from "../../ipc/types";
import { CheckIcon } from "../../ui/icons/icons";
import styles from "./ChoiceMark.module.css";
import { useTalk } from "./talk";

/** The box before a message while messages are being chosen. */
export function ChoiceMark({ message, author }: { message: MessageId; author: string }) {
  const { t } = useI18n();
  const talk = useTalk();
  const isOn = useStore(talk.state, ({ chosen }) => (chosen === null ? null : chosen.has(message)));
  if (isOn === null) return null;
  return (
    <ToggleButton
      className={styles.mark}
      aria-label={t("thread.choose.one", { name: author })}
      isSelected={isOn}
      onChange={() => talk.toggle(message)}
    >
      {isOn && <CheckIcon size="small" />}
    </ToggleButton>
  );
}
