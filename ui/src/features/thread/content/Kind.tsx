import { useI18n } from "../../../i18n/i18n";
import type { MessageKind } from "../../../ipc/types";
import { kindLooks } from "../../shared/kinds";
import styles from "./Kind.module.css";
import { Text } from "./Text";

/** A message that is more than text and of which only that is known: its drawing and its word, and the caption. */
export function Kind({ kind, text }: { kind: MessageKind; text: string }) {
  const { t } = useI18n();
  const look = kindLooks[kind];
  return (
    <>
      {look && (
        <p className={styles.kind}>
          <span className={styles.drawing}>
            <look.icon />
          </span>
          {t(look.word)}
        </p>
      )}
      {text !== "" && <Text text={text} />}
    </>
  );
}
