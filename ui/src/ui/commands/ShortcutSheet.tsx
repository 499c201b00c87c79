import { useI18n } from "../../i18n/i18n";
import { type CommandTable, commands, useCommandList } from "../../lib/commands";
import { groupBy } from "../../lib/group";
import { KeyHint } from "../display/KeyHint";
import { Dialog } from "../overlays/Dialog";
import styles from "./ShortcutSheet.module.css";

export interface ShortcutSheetProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  table?: CommandTable;
}

/** Every shortcut there is, by group; what is not available now is listed too, for it will be. */
export function ShortcutSheet({ isOpen, onOpenChange, table = commands }: ShortcutSheetProps) {
  const { t } = useI18n();
  const known = useCommandList(table).filter((command) => command.keys && command.keys.length > 0);
  const groups = groupBy(known, (command) => command.group);
  return (
    <Dialog title={t("shortcuts.title")} isOpen={isOpen} onOpenChange={onOpenChange} size="large">
      <div className={styles.groups}>
        {groups.map(([group, members]) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.heading}>{t(group)}</h3>
            <dl className={styles.list}>
              {/* What can be reached in two ways is one line with both. */}
              {groupBy(members, (command) => command.label).map(([label, ways]) => (
                <div key={label} className={styles.row}>
                  <dt>{t(label)}</dt>
                  <dd className={styles.keys}>
                    {ways
                      .flatMap((command) => command.keys ?? [])
                      .map((keys) => (
                        <KeyHint key={keys} keys={keys} />
                      ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
