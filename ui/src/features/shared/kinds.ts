/** What stands for a message that is more than text: a drawing and a word. */
import type { MessageKey } from "../../i18n/i18n";
import type { MessageKind } from "../../ipc/types";
import type { Icon } from "../../ui";
import {
  ContactIcon,
  DocumentIcon,
  ErrorIcon,
  GlobeIcon,
  ImageIcon,
  InfoIcon,
  MicIcon,
  PhoneIcon,
  SmileIcon,
  TemplateIcon,
  UsersIcon,
  VideoIcon,
} from "../../ui/icons/icons";

export interface KindLook {
  readonly icon: Icon;
  readonly word: MessageKey;
}

/** `null` for text, which speaks for itself. */
export const kindLooks: Readonly<Record<MessageKind, KindLook | null>> = {
  text: null,
  image: { icon: ImageIcon, word: "thread.kind.image" },
  video: { icon: VideoIcon, word: "thread.kind.video" },
  audio: { icon: MicIcon, word: "thread.kind.audio" },
  document: { icon: DocumentIcon, word: "thread.kind.document" },
  sticker: { icon: SmileIcon, word: "thread.kind.sticker" },
  location: { icon: GlobeIcon, word: "thread.kind.location" },
  contact: { icon: ContactIcon, word: "thread.kind.contact" },
  poll: { icon: TemplateIcon, word: "thread.kind.poll" },
  call: { icon: PhoneIcon, word: "thread.kind.call" },
  groupEvent: { icon: UsersIcon, word: "thread.kind.groupEvent" },
  deleted: { icon: ErrorIcon, word: "thread.kind.deleted" },
  unsupported: { icon: InfoIcon, word: "thread.kind.unsupported" },
};
