import type { RefObject } from "react";
import type { MessageId, MessageRow } from "../../ipc/types";
import { type Command, useCommands } from "../../lib/commands";
import { messageActions } from "./actions";
import type { Spot, Talk } from "./talk";

/** What the keys do with the message that has the keyboard, and with the thread around it. */
export function useMessageKeys(talk: Talk, frame: RefObject<HTMLElement | null>): void {
  const focused = () => focusedMessage(talk, frame.current);
  const group = "app.group.message";
  const onMessage = messageActions
    .filter((action) => action.keys !== undefined)
    .map(
      (action): Command => ({
        id: `message.${action.id}`,
        label: action.name,
        group,
        keys: action.keys === undefined ? [] : [action.keys],
        icon: action.icon,
        inPalette: false,
        when: () => {
          const found = focused();
          return found !== null && action.isAvailable(found.row, Date.now());
        },
        run: () => {
          const found = focused();
          if (found) action.run(found.row, talk, found.at);
        },
      }),
    );
  useCommands([
    ...onMessage,
    {
      id: "message.menu",
      label: "thread.menu.open",
      group,
      keys: ["shift+f10", "contextmenu"],
      inPalette: false,
      when: () => focused() !== null,
      run: () => {
        const found = focused();
        if (found) talk.show({ kind: "menu", ...found });
      },
    },
    {
      id: "message.endChoice",
      label: "thread.choose.end",
      group,
      keys: ["escape"],
      inPalette: false,
      when: () => talk.state.getState().chosen !== null,
      run: () => talk.endChoice(),
    },
  ]);
}

/** The message on the row that has the keyboard, or around the control that has it. */
function focusedMessage(talk: Talk, frame: HTMLElement | null): { row: MessageRow; at: Spot } | null {
  const focused = document.activeElement?.closest("[data-index]");
  if (!focused || !frame?.contains(focused)) return null;
  const place = focused.querySelector<HTMLElement>("[data-message]");
  const id: MessageId = Number(place?.dataset.message);
  const row = talk.row(id);
  if (!row || !place) return null;
  const box = (place.querySelector("article") ?? place).getBoundingClientRect();
  return { row, at: { x: box.left + box.width / 2, y: box.bottom } };
}
