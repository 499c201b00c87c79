/** Where the user is: which view, which chat, which filter. View state; the Rust side knows nothing of it. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ChatId, Destination, SlotNumber } from "../ipc/types";
import type { Filter } from "./filters";

export type ViewName = "inbox" | "slots" | "settings" | "about";

export interface Place {
  readonly view: ViewName;
  /** The chat whose thread is open in the inbox. */
  readonly chat: ChatId | null;
  readonly filter: Filter;
  /** What is searched for in the titles. */
  readonly query: string;
  /** What is known of the open chat stands beside it. */
  readonly hasPanel: boolean;
  /** A new chat is being begun. */
  readonly isBeginning: boolean;
  /** Rises when the keyboard should go to the search field. */
  readonly searchAsked: number;
  /** The slot whose card the keyboard should go to; `null` once it is there. */
  readonly slotAsked: SlotNumber | null;
}

export class Navigation {
  readonly place: StoreApi<Place> = createStore<Place>(() => ({
    view: "inbox",
    chat: null,
    filter: { kind: "all" },
    query: "",
    hasPanel: false,
    isBeginning: false,
    searchAsked: 0,
    slotAsked: null,
  }));

  show(view: ViewName): void {
    this.place.setState({ view });
  }

  /** The cards, at one of them. */
  showSlot(slot: SlotNumber): void {
    this.place.setState({ view: "slots", slotAsked: slot });
  }

  /** The keyboard stands on the card that was asked for. */
  reachedSlot(): void {
    this.place.setState({ slotAsked: null });
  }

  openChat(chat: ChatId): void {
    this.place.setState({ view: "inbox", chat });
  }

  closeChat(): void {
    this.place.setState({ chat: null });
  }

  togglePanel(): void {
    this.place.setState(({ hasPanel }) => ({ hasPanel: !hasPanel }));
  }

  beginChat(isBeginning: boolean): void {
    this.place.setState(isBeginning ? { view: "inbox", isBeginning } : { isBeginning });
  }

  setFilter(filter: Filter): void {
    this.place.setState({ view: "inbox", filter });
  }

  /** The chats of one slot, or all again when they are shown already. */
  toggleSlot(slot: SlotNumber): void {
    const { filter, view } = this.place.getState();
    const isShown = view === "inbox" && filter.kind === "slot" && filter.slot === slot;
    this.setFilter(isShown ? { kind: "all" } : { kind: "slot", slot });
  }

  setQuery(query: string): void {
    this.place.setState({ query });
  }

  search(): void {
    this.place.setState(({ searchAsked }) => ({ view: "inbox", searchAsked: searchAsked + 1 }));
  }

  /** Follows a wish from outside the window, such as a click on a notification. */
  follow(what: Destination): void {
    switch (what.kind) {
      case "chat":
        this.place.setState({ view: "inbox", chat: what.chat, filter: { kind: "all" }, query: "" });
        return;
      case "slot":
        this.showSlot(what.slot);
        return;
      case "settings":
        this.show("settings");
    }
  }
}
