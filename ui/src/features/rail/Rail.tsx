import { useId } from "react";
import { Button } from "react-aria-components/Button";
import { useI18n } from "../../i18n/i18n";
import type { SlotView } from "../../ipc/types";
import type { ViewName } from "../../model/navigation";
import { Badge, type Icon, Tooltip } from "../../ui";
import { FrontdeskMark, InboxIcon, InfoIcon, LinkIcon, SettingsIcon } from "../../ui/icons/icons";
import { useCalmMirror, useDesk, useMirror, usePlace } from "../shared/desk";
import { type LinkTone, linkWords, worstSlot } from "../shared/links";
import { slotName } from "../shared/SlotMark";
import { Spoken } from "../shared/Spoken";
import styles from "./Rail.module.css";
import { RailSlot } from "./RailSlot";
import { StateMark } from "./StateMark";

/** The narrow column at the start: where one is, and how the three numbers are doing. */
export function Rail() {
  const { t } = useI18n();
  const slots = useMirror((mirror) => mirror.slots);
  const worst = worstSlot(slots);
  const troubleOf = (slot: SlotView) => {
    const words = linkWords(slot.link);
    const name = t("ui.slot", { slot: slot.number, label: slotName(slot, t("slots.unnamed")) });
    return t("rail.attention", { name, state: t(words.short, words.numbers) });
  };
  const isDemo = useMirror((mirror) => mirror.demo);
  return (
    <nav className={styles.rail} aria-label={t("rail.label")}>
      <span className={styles.mark}>
        <FrontdeskMark size="large" />
      </span>
      <ul className={styles.group}>
        <InboxLink />
      </ul>
      <ul className={styles.group} aria-label={t("rail.slots")}>
        {slots.map((slot) => (
          <RailSlot key={slot.number} slot={slot} />
        ))}
      </ul>
      <ul className={styles.end}>
        {isDemo && (
          <li className={styles.demo} title={t("rail.demo.long")}>
            <span aria-hidden="true">{t("rail.demo")}</span>
            <Spoken>{t("rail.demo.long")}</Spoken>
          </li>
        )}
        <RailLink
          view="slots"
          icon={LinkIcon}
          word={t("rail.numbers")}
          trouble={worst && { tone: linkWords(worst.link).tone, words: troubleOf(worst) }}
        />
        <RailLink view="settings" icon={SettingsIcon} word={t("rail.settings")} keys="mod+," />
        <RailLink view="about" icon={InfoIcon} word={t("rail.about")} />
      </ul>
    </nav>
  );
}

/** Counts by itself, so that a message draws this and not the whole column. */
function InboxLink() {
  const { t } = useI18n();
  const unread = useCalmMirror((mirror) => mirror.unread);
  return <RailLink view="inbox" icon={InboxIcon} word={t("rail.inbox")} count={unread} />;
}

interface RailLinkProps {
  view: ViewName;
  icon: Icon;
  word: string;
  count?: number;
  keys?: string;
  /** What needs the user behind this link: a mark on it, and the words for it. */
  trouble?: { readonly tone: LinkTone; readonly words: string } | null;
}

function RailLink({ view, icon: Drawing, word, count = 0, keys, trouble }: RailLinkProps) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const isHere = usePlace((place) => place.view === view);
  const description = useId();
  return (
    <li>
      <Tooltip text={trouble ? `${word} · ${trouble.words}` : word} keys={keys}>
        <Button
          className={styles.link}
          aria-label={count > 0 ? t("rail.withUnread", { name: word, count }) : word}
          aria-current={isHere ? "page" : undefined}
          aria-describedby={trouble ? description : undefined}
          data-here={isHere || undefined}
          onPress={() => navigation.show(view)}
        >
          <Drawing />
          {count > 0 && (
            <span className={styles.count} aria-hidden="true">
              <Badge count={count} />
            </span>
          )}
          {trouble && <StateMark tone={trouble.tone} />}
        </Button>
      </Tooltip>
      {trouble && <Spoken id={description}>{trouble.words}</Spoken>}
    </li>
  );
}
