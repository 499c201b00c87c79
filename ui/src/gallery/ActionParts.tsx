import { Button, IconButton } from "../ui";
import { ArchiveIcon, BellOffIcon, ChatsIcon, PinIcon, PlusIcon, SendIcon, TrashIcon } from "../ui/icons/icons";
import type { PartsProps } from "./Gallery";
import { Held, Specimen } from "./Specimen";

const variants = ["primary", "secondary", "quiet", "danger"] as const;
const sizes = ["small", "medium", "large"] as const;

export function ActionParts({ words }: PartsProps) {
  return (
    <>
      {variants.map((variant) => (
        <Specimen key={variant} name={`Button ${variant}`}>
          <Button variant={variant}>{words.slots[0]}</Button>
          <Button variant={variant} icon={PlusIcon}>
            {words.slots[1]}
          </Button>
          <Button variant={variant} isPending>
            {words.slots[2]}
          </Button>
          <Button variant={variant} isDisabled>
            {words.slots[0]}
          </Button>
        </Specimen>
      ))}
      <Specimen name="Button sizes">
        {sizes.map((size) => (
          <Button key={size} size={size} icon={SendIcon} variant="primary">
            {words.slots[0]}
          </Button>
        ))}
      </Specimen>
      <Specimen name="IconButton">
        {variants.map((variant) => (
          <IconButton key={variant} label={`Archive, ${variant}`} icon={ArchiveIcon} variant={variant} keys="mod+e" />
        ))}
        <IconButton label="Chats, 12 unread" icon={ChatsIcon} count={12} />
        <IconButton label="Delete, not now" icon={TrashIcon} isDisabled />
        <Held initial={true}>
          {(isOn, set) => <IconButton label="Pin" icon={PinIcon} isOn={isOn} onPress={() => set(!isOn)} />}
        </Held>
        <IconButton label="Mute, small" icon={BellOffIcon} size="small" />
        <IconButton label="Mute, large" icon={BellOffIcon} size="large" variant="secondary" />
      </Specimen>
    </>
  );
}
