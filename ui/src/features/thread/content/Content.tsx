import type { MessageRow } from "../../../ipc/types";
import { unreachable } from "../../../model/exhaustive";
import { Cards } from "./Cards";
import { Deleted } from "./Deleted";
import { Kind } from "./Kind";
import { Location } from "./Location";
import { Media } from "./Media";
import { Poll } from "./Poll";
import { Text } from "./Text";
import { Undecryptable } from "./Undecryptable";
import { Unsupported } from "./Unsupported";
import { ViewOnce } from "./ViewOnce";

/** What a message carries. One component per way of showing, one line here per kind. */
export function Content({ row }: { row: MessageRow }) {
  const { content, kind, text, mentions } = row;
  if (row.viewOnce && content.kind !== "deleted") return <ViewOnce kind={kind} />;
  switch (content.kind) {
    case "text":
      return <Bare row={row} />;
    case "media":
      return <Media kind={kind} media={content} text={text} mentions={mentions} />;
    case "location":
      return <Location place={content} text={text} />;
    case "cards":
      return <Cards cards={content.cards} />;
    case "poll":
      return <Poll message={row.id} poll={content} isSent={row.delivery !== "queued"} />;
    case "undecryptable":
      return <Undecryptable />;
    case "deleted":
      return <Deleted isOurs={row.direction === "outgoing"} by={content.by} />;
    case "unsupported":
      return <Unsupported what={content.what} />;
    case "call":
    case "event":
      return <Kind kind={kind} text={text} />;
    default:
      return unreachable(content);
  }
}

/** A message of which nothing but the kind and the words are stored. */
function Bare({ row: { kind, text, mentions, direction } }: { row: MessageRow }) {
  switch (kind) {
    case "text":
      return <Text text={text} mentions={mentions} />;
    case "deleted":
      return <Deleted isOurs={direction === "outgoing"} by={null} />;
    case "unsupported":
      return <Unsupported what="" />;
    default:
      return <Kind kind={kind} text={text} />;
  }
}
