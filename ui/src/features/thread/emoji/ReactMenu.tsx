import { useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { createPortal } from "react-dom";
import { useI18n } from "../../../i18n/i18n";
import type { MessageRow } from "../../../ipc/types";
import { IconButton } from "../../../ui";
import { PlusIcon } from "../../../ui/icons/icons";
import { type Spot, useTalk } from "../talk";
import { EmojiPicker } from "./EmojiPicker";
import styles from "./ReactMenu.module.css";
import { emojiGroups, quickReactions } from "./set";

interface ReactMenuProps {
  row: MessageRow;
  at: Spot;
  onClose: () => void;
}

/** Six quick reactions, and all others behind them. */
export function ReactMenu({ row, at, onClose }: ReactMenuProps) {
  const { t, lang } = useI18n();
  const talk = useTalk();
  const anchor = useRef<HTMLSpanElement>(null);
  const [showsAll, setShowsAll] = useState(false);
  const language = lang === "ar" ? "ar" : "en";
  const react = (sign: string) => {
    onClose();
    talk.react(row, sign);
  };
  const mine = new Set(row.reactions.filter((one) => one.mine).map((one) => one.emoji));
  return (
    <>
      {createPortal(
        <span ref={anchor} className={styles.anchor} style={{ left: at.x, top: at.y }} aria-hidden="true" />,
        document.body,
      )}
      <Popover
        className={styles.popover}
        triggerRef={anchor}
        placement="bottom start"
        offset={4}
        isOpen
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
      >
        <Dialog className={styles.dialog} aria-label={t("thread.menu.react")}>
          {showsAll ? (
            <EmojiPicker onPick={react} />
          ) : (
            <div className={styles.quick}>
              {quickReactions.map((sign, place) => (
                <Button
                  key={sign}
                  className={styles.sign}
                  autoFocus={place === 0}
                  aria-pressed={mine.has(sign)}
                  aria-label={nameOf(sign, language)}
                  data-mine={mine.has(sign) || undefined}
                  onPress={() => react(sign)}
                >
                  {sign}
                </Button>
              ))}
              <IconButton label={t("emoji.more")} icon={PlusIcon} tooltip="none" onPress={() => setShowsAll(true)} />
            </div>
          )}
        </Dialog>
      </Popover>
    </>
  );
}

function nameOf(sign: string, language: "en" | "ar"): string {
  return emojiGroups.flatMap((group) => group.emoji).find((one) => one.sign === sign)?.names[language] ?? sign;
}
