import { ToggleButton } from "react-aria-components/ToggleButton";
import { useI18n } from "../../../i18n/i18n";
import type { Content, MessageId, PollOptionView } from "../../../ipc/types";
import { Bidi } from "../../../ui";
import { CheckIcon } from "../../../ui/icons/icons";
import { useDesk } from "../../shared/desk";
import styles from "./Poll.module.css";

type PollView = Extract<Content, { kind: "poll" }>;

interface PollProps {
  message: MessageId;
  poll: PollView;
  /** Whether it left: before that there is nothing to vote on. */
  isSent: boolean;
}

/** A poll: its question, its options as bars, and the account's own vote. */
export function Poll({ message, poll, isSent }: PollProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const most = Math.max(1, ...poll.options.map((option) => option.votes));
  const isSingle = poll.choices === 1;
  const vote = (place: number) => {
    const chosen = poll.options.flatMap((option, index) => (option.mine ? [index] : []));
    const isOn = chosen.includes(place);
    const others = isSingle ? [] : chosen.filter((other) => other !== place);
    const next = isOn ? others : [...others, place];
    if (poll.choices > 0 && next.length > poll.choices) return;
    void desk.attempt(
      desk.backend.votePoll(
        message,
        next.toSorted((a, b) => a - b),
      ),
    );
  };
  const rule = isSingle
    ? t("thread.poll.one")
    : poll.choices === 0
      ? t("thread.poll.any")
      : t("thread.poll.some", { count: poll.choices });
  return (
    <div className={styles.poll}>
      <p className={styles.question}>
        <Bidi>{poll.question}</Bidi>
      </p>
      <p className={styles.rule}>{rule}</p>
      {poll.options.map((option, place) => (
        <ToggleButton
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is known by its place
          key={place}
          className={styles.option}
          isSelected={option.mine}
          isDisabled={!isSent}
          aria-label={t("thread.poll.option", {
            name: option.name,
            votes: t("thread.poll.votes", { count: option.votes }),
          })}
          onChange={() => vote(place)}
        >
          <Option option={option} most={most} />
        </ToggleButton>
      ))}
      <p className={styles.rule}>{t("thread.poll.voters", { count: poll.voters })}</p>
    </div>
  );
}

function Option({ option, most }: { option: PollOptionView; most: number }) {
  const { t } = useI18n();
  const who = [...(option.mine ? [t("thread.you")] : []), ...option.who].join(", ");
  return (
    <>
      <span className={styles.line}>
        <span className={styles.tick}>{option.mine && <CheckIcon size="small" />}</span>
        <Bidi>{option.name}</Bidi>
        <span className={styles.count}>{option.votes}</span>
      </span>
      <span className={styles.track}>
        <span className={styles.bar} style={{ inlineSize: `${(option.votes / most) * 100}%` }} />
      </span>
      {who !== "" && (
        <span className={styles.who}>
          <Bidi>{who}</Bidi>
        </span>
      )}
    </>
  );
}
