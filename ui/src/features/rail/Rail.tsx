import { Button } from "react-aria-components/Button";
import { useI18n } from "../../i18n/i18n";
import type { ViewName } from "../../model/navigation";
import { Badge, type Icon, Tooltip } from "../../ui";
import { FrontdeskMark, InboxIcon, InfoIcon, LinkIcon, SettingsIcon } from "../../ui/icons/icons";
import { useDesk, useMirror, usePlace } from "../shared/desk";
import { Spoken } from "../shared/Spoken";
import styles from "./Rail.module.css";
import { RailSlot } from "./RailSlot";

/** The narrow column at the start: where one is, and how the three numbers are doing. */
export function Rail() {
  const { t } = useI18n();
  const unread = useMirror((mirror) => mirror.unread);
  const slots = useMirror((mirror) => mirror.slots);
  const isDemo = useMirror((mirror) => mirror.demo);
  return (
    <nav className={styles.rail} aria-label={t("rail.label")}>
      <span className={styles.mark}>
        <FrontdeskMark size="large" />
      </span>
      <ul className={styles.group}>
        <RailLink view="inbox" icon={InboxIcon} word={t("rail.inbox")} count={unread} />
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
        <RailLink view="slots" icon={LinkIcon} word={t("rail.numbers")} />
        <RailLink view="settings" icon={SettingsIcon} word={t("rail.settings")} keys="mod+," />
        <RailLink view="about" icon={InfoIcon} word={t("rail.about")} />
      </ul>
    </nav>
  );
}

interface RailLinkProps {
  view: ViewName;
  icon: Icon;
  word: string;
  count?: number;
  keys?: string;
}

function RailLink({ view, icon: Drawing, word, count = 0, keys }: RailLinkProps) {
  const { t } = useI18n();
  const { navigation } = useDesk();
  const isHere = usePlace((place) => place.view === view);
  return (
    <li>
      <Tooltip text={word} keys={keys}>
        <Button
          className={styles.link}
          aria-label={count > 0 ? t("rail.withUnread", { name: word, count }) : word}
          aria-current={isHere ? "page" : undefined}
          data-here={isHere || undefined}
          onPress={() => navigation.show(view)}
        >
          <Drawing />
          {count > 0 && (
            <span className={styles.count} aria-hidden="true">
              <Badge count={count} />
            </span>
          )}
        </Button>
      </Tooltip>
    </li>
  );
}
