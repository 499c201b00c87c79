import { Button } from "react-aria-components/Button";
import { useI18n } from "../../i18n/i18n";
import type { MessageId, Quote } from "../../ipc/types";
import { plain } from "../../model/markup";
import { Bidi } from "../../ui";
import { kindLooks } from "../shared/kinds";
import styles from "./QuoteBlock.module.css";

/** The message that this one answers; a press leads there when it is stored. */
export function QuoteBlock({ quote, onJump }: { quote: Quote; onJump: (message: MessageId) => void }) {
  const { t } = useI18n();
  const look = kindLooks[quote.kind];
  const text = plain(quote.preview).trim();
  const author = quote.sender ?? t("thread.you");
  const words = (
    <>
      <span className={styles.author}>
        <Bidi display="line">{author}</Bidi>
      </span>
      <span className={styles.preview}>
        {look && <look.icon size="small" />}
        <Bidi display="line">{text !== "" ? text : look ? t(look.word) : t("inbox.emptyText")}</Bidi>
      </span>
    </>
  );
  const target = quote.id;
  if (target === null) return <div className={styles.quote}>{words}</div>;
  return (
    <Button
      className={styles.quote}
      aria-label={t("thread.quote.jump", { name: author })}
      onPress={() => onJump(target)}
    >
      {words}
    </Button>
  );
}
