import { useMemo, useState } from "react";
import { Header } from "react-aria-components/Header";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { useI18n } from "../../../i18n/i18n";
import { fold } from "../../../model/filters";
import { SearchField } from "../../../ui";
import styles from "./EmojiPicker.module.css";
import { emojiGroups } from "./set";

/** A small set of signs to pick from, searched by their names; arrows move, Enter picks. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { t, lang } = useI18n();
  const [query, setQuery] = useState("");
  const language = lang === "ar" ? "ar" : "en";
  const groups = useMemo(() => {
    const words = fold(query).split(" ").filter(Boolean);
    return emojiGroups
      .map(({ label, emoji }) => ({
        label,
        emoji: emoji.filter(({ names }) => words.every((word) => fold(names[language]).includes(word))),
      }))
      .filter(({ emoji }) => emoji.length > 0);
  }, [query, language]);
  const first = groups[0]?.emoji[0];
  return (
    <div className={styles.picker}>
      <SearchField
        label={t("emoji.search")}
        placeholder={t("emoji.search")}
        value={query}
        onChange={setQuery}
        onSubmit={() => first && onPick(first.sign)}
        autoFocus
      />
      {groups.length === 0 ? (
        <p className={styles.none}>{t("emoji.none", { query: query.trim() })}</p>
      ) : (
        <ListBox
          className={styles.list}
          aria-label={t("emoji.label")}
          layout="grid"
          selectionMode="none"
          onAction={(key) => onPick(String(key))}
        >
          {groups.map(({ label, emoji }) => (
            <ListBoxSection key={label} id={label} className={styles.group}>
              <Header className={styles.heading}>{t(label)}</Header>
              {emoji.map(({ sign, names }) => (
                <ListBoxItem
                  key={sign}
                  id={sign}
                  textValue={names[language]}
                  aria-label={names[language]}
                  className={styles.sign}
                >
                  <span title={names[language]}>{sign}</span>
                </ListBoxItem>
              ))}
            </ListBoxSection>
          ))}
        </ListBox>
      )}
    </div>
  );
}
