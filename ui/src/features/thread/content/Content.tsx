import type { MessageRow } from "../../../ipc/types";
import { unreachable } from "../../../model/exhaustive";
import { Deleted } from "./Deleted";
import { Media } from "./Media";
import { Text } from "./Text";
import { Unsupported } from "./Unsupported";

/** What a message carries. One component per way of showing, one line here per kind. */
export function Content({ row }: { row: MessageRow }) {
  const { kind } = row;
  switch (kind) {
    case "text":
      return <Text text={row.text} />;
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
    case "location":
    case "contact":
    case "poll":
    case "call":
    case "groupEvent":
      return <Media kind={kind} text={row.text} />;
    case "deleted":
      return <Deleted isOurs={row.direction === "outgoing"} />;
    case "unsupported":
      return <Unsupported />;
    default:
      return unreachable(kind);
  }
}
