import { Button } from "react-aria-components/Button";
import { useI18n } from "../../../i18n/i18n";
import { toasts } from "../../../ui";
import { copyText } from "../../shared/clipboard";
import styles from "./Text.module.css";

/** A web address. It is never opened from here: a press copies it, and the user decides what to do with it. */
export function LinkText({ address }: { address: string }) {
  const { t } = useI18n();
  const copy = async () => {
    const done = await copyText(address);
    toasts.show(
      done ? { tone: "success", text: t("thread.link.copied") } : { tone: "warning", text: t("thread.copyFailed") },
    );
  };
  return (
    <Button className={styles.link} aria-label={t("thread.link.copy", { address })} onPress={() => void copy()}>
      {address}
    </Button>
  );
}
