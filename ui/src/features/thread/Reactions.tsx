import { Button } from "react-aria-components/Button";
import { useI18n } from "../../i18n/i18n";
import type { MessageRow } from "../../ipc/types";
import { listWords } from "../../lib/amounts";
import styles from "./Reactions.module.css";
import { useTalk } from "./talk";

/** What people reacted with; a press adds one's own or takes it back. */
export function Reactions({ row }: { row: MessageRow }) {
  const { t, locale } = useI18n();
  const talk = useTalk();
  return (
    <ul className={styles.reactions} aria-label={t("thread.reactions")}>
      {row.reactions.map(({ emoji, count, mine, who }) => {
        const names = listWords([...(mine ? [t("thread.you")] : []), ...who], locale);
        const words =
          names === "" ? t("thread.reaction.counted", { emoji, count }) : t("thread.reaction", { emoji, names });
        return (
          <li key={emoji}>
            <span title={words}>
              <Button
                className={styles.reaction}
                data-mine={mine || undefined}
                aria-label={words}
                aria-pressed={mine}
                onPress={() => talk.react(row, emoji)}
              >
                <span>{emoji}</span>
                {count > 1 && <span className={styles.count}>{count}</span>}
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
