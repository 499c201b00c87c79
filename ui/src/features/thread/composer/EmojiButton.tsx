import { lazy, Suspense, useState } from "react";
import { useI18n } from "../../../i18n/i18n";
import { IconButton, Popover, Skeleton } from "../../../ui";
import { SmileIcon } from "../../../ui/icons/icons";

const loadPicker = async () => ({ default: (await import("../emoji/EmojiPicker")).EmojiPicker });
const EmojiPicker = lazy(loadPicker);

/** Opens the picker; it is fetched as soon as somebody looks at the button. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const fetchPicker = () => void loadPicker();
  return (
    <Popover
      label={t("emoji.label")}
      placement="top start"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<IconButton label={t("emoji.open")} icon={SmileIcon} onHoverStart={fetchPicker} onFocus={fetchPicker} />}
    >
      {(close) => (
        <Suspense fallback={<Skeleton shape="block" inlineSize="18rem" blockSize="14rem" />}>
          <EmojiPicker
            onPick={(emoji) => {
              close();
              onPick(emoji);
            }}
          />
        </Suspense>
      )}
    </Popover>
  );
}
