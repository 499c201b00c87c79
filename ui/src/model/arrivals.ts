/** Which facts mean that somebody wrote. Pure. */
import type { ChatRow, Fact } from "../ipc/types";
import type { Mirror } from "./mirror";

/** The rows of chats whose newest message just came in; edits, receipts and other changes are not among them. */
export function arrivals(facts: readonly Fact[], before: Mirror): ChatRow[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== "chat" || fact.row.last?.direction !== "incoming") return [];
    const old = before.inbox.rows.get(fact.row.id)?.last;
    return !old || fact.row.last.id > old.id ? [fact.row] : [];
  });
}
