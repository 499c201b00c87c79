import { Cards } from "../features/thread/content/Cards";
import { Deleted } from "../features/thread/content/Deleted";
import { Kind } from "../features/thread/content/Kind";
import { Location } from "../features/thread/content/Location";
import { Media } from "../features/thread/content/Media";
import { Text } from "../features/thread/content/Text";
import { Undecryptable } from "../features/thread/content/Undecryptable";
import { Unsupported } from "../features/thread/content/Unsupported";
import { ViewOnce } from "../features/thread/content/ViewOnce";
import { EmojiPicker } from "../features/thread/emoji/EmojiPicker";
import { contentOf } from "../ipc/memory/contents";
import { dice } from "../ipc/memory/random";
import type { Content, MessageKind } from "../ipc/types";
import type { PartsProps } from "./Gallery";
import { Specimen } from "./Specimen";

type File = Extract<Content, { kind: "media" }>;

const fileKinds = ["image", "video", "sticker", "audio", "document"] as const;

export function MessageParts({ words }: PartsProps) {
  return (
    <>
      <Specimen name="Text" width="wide">
        <Text
          text={`*${words.sentence}* _${words.label}_ ~${words.error}~ \`\`\`K7-2210\`\`\`\n> ${words.long}\n- ${words.slots[0]}\n- ${words.slots[1]}\n1. ${words.option[0]}\n2. ${words.option[1]}\nhttps://example.com/a\n@1555`}
          mentions={[{ token: "@1555", name: words.name, me: true }]}
        />
      </Specimen>
      <Specimen name="Long text" width="wide">
        <Text text={Array.from({ length: 40 }, () => words.sentence).join("\n")} />
      </Specimen>
      {fileKinds.map((kind) => (
        <Specimen key={kind} name={`Media: ${kind}`}>
          <Media kind={kind} media={fileOf(kind, words.label)} text={words.sentence} mentions={[]} />
        </Specimen>
      ))}
      <Specimen name="Location">
        <Location
          place={{
            kind: "location",
            latitude: 47.5,
            longitude: -122.25,
            name: words.slots[0] ?? "",
            address: words.label,
            live: true,
          }}
          text=""
        />
      </Specimen>
      <Specimen name="Cards">
        <Cards
          cards={[
            { name: words.name, phones: ["+1 555 000 1111", "+1 555 000 2222"] },
            { name: words.other, phones: [] },
          ]}
        />
      </Specimen>
      <Specimen name="Only the kind is known">
        <Kind kind="location" text={words.sentence} />
        <Kind kind="call" text="" />
      </Specimen>
      <Specimen name="What cannot be shown" width="wide">
        <Undecryptable />
        <Unsupported what="eventMessage" />
        <Unsupported what="onPhoneOnly" />
        <ViewOnce kind="image" />
        <Deleted isOurs={false} by={null} />
        <Deleted isOurs by={null} />
        <Deleted isOurs={false} by={words.name} />
      </Specimen>
      <Specimen name="EmojiPicker" width="wide">
        <EmojiPicker onPick={() => undefined} />
      </Specimen>
    </>
  );
}

function fileOf(kind: MessageKind, name: string): File {
  const content = contentOf(kind, dice(5), name, name);
  if (content.kind !== "media") throw new Error(`${kind} is no file`);
  return content;
}
