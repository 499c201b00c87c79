/** What is being written in one chat: words, what they answer or replace, and what of it is on its way into the store. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Answer, Backend } from "../ipc/backend";
import type { ChatId, CommandError, ContactId, Member, MessageId, MessageRow } from "../ipc/types";

/** One press of "send". Its token stays the same for as long as it is tried, so that it can become one message only. */
export interface Sending {
  readonly token: string;
  readonly chat: ChatId;
  readonly text: string;
  readonly quote: MessageId | null;
  readonly mentions: ContactId[];
}

export interface Unsent extends Sending {
  readonly error: CommandError;
}

export interface ComposerState {
  readonly text: string;
  /** The message that is being answered. */
  readonly reply: MessageRow | null;
  /** The message whose words are being changed. */
  readonly editing: MessageRow | null;
  /** What could not be stored; the words are kept here until they are, or are taken back. */
  readonly unsent: readonly Unsent[];
}

/** What the composer needs of the desk. */
export interface ComposerDesk {
  readonly backend: Backend;
  attempt(answer: Answer<unknown>): Promise<boolean>;
}

export const longestText = 65_536;
const draftPause = 500;
const typingEnds = 5000;
const typingLasts = 10_000;

export class Composer {
  readonly chat: ChatId;
  readonly state: StoreApi<ComposerState>;

  private readonly desk: ComposerDesk;
  private storedDraft: string;
  private draftTimer: ReturnType<typeof setTimeout> | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private typingSince = 0;
  private isTyping = false;
  private isClosed = false;
  /** What was being written before an edit began. */
  private aside: { text: string; reply: MessageRow | null } | null = null;
  private people: readonly Member[] = [];
  /** Sends follow one another, so that what is written first is stored first. */
  private last: Promise<void> = Promise.resolve();

  constructor(desk: ComposerDesk, chat: ChatId, draft: string) {
    this.desk = desk;
    this.chat = chat;
    this.storedDraft = draft;
    this.state = createStore(() => ({ text: draft, reply: null, editing: null, unsent: [] }));
  }

  /** Stores what is left, and tells the others that nobody types any more. */
  close(): void {
    if (this.state.getState().editing) this.cancel();
    this.isClosed = true;
    this.saveDraft();
    this.stopTyping();
  }

  write(text: string): void {
    if (text === this.state.getState().text) return;
    this.state.setState({ text });
    if (this.state.getState().editing) return;
    clearTimeout(this.draftTimer);
    this.draftTimer = setTimeout(() => this.saveDraft(), draftPause);
    if (text.trim() === "") this.stopTyping();
    else this.keepTyping();
  }

  /** A person picked by name; the words carry the name until they are sent. */
  mention(member: Member): void {
    if (!this.people.some((one) => one.contact === member.contact)) this.people = [...this.people, member];
  }

  reply(reply: MessageRow): void {
    if (this.state.getState().editing) this.cancel();
    this.state.setState({ reply });
  }

  edit(editing: MessageRow): void {
    const { text, reply } = this.state.getState();
    this.aside ??= { text, reply };
    this.state.setState({ editing, reply: null, text: editing.text });
  }

  /** Leaves the edit or the reply; says whether there was one. */
  cancel(): boolean {
    const { editing, reply } = this.state.getState();
    if (editing) {
      this.state.setState({ editing: null, text: this.aside?.text ?? "", reply: this.aside?.reply ?? null });
      this.aside = null;
      return true;
    }
    if (reply) this.state.setState({ reply: null });
    return reply !== null;
  }

  /**
   * Sends what is written, into the chat of another number where `to` names one. The words leave the field at once: a
   * second press finds nothing to send.
   */
  send(to: ChatId = this.chat): boolean {
    const { text, editing, reply } = this.state.getState();
    if (!canSend(text)) return false;
    if (editing) {
      this.saveEdit(editing, text.trim());
      return true;
    }
    const { words, mentions } = addressed(text.trim(), this.people);
    this.people = [];
    this.state.setState({ text: "", reply: null });
    clearTimeout(this.draftTimer);
    this.stopTyping();
    // What a message of another chat said cannot be quoted there.
    const quote = to === this.chat ? (reply?.id ?? null) : null;
    this.enqueue({ token: newToken(), chat: to, text: words, quote, mentions });
    return true;
  }

  /** Tries to store it again, as the same message. */
  retry(token: string): void {
    const found = this.takeUnsent(token);
    if (found) this.enqueue(found);
  }

  /** Puts the words back into the field. */
  takeBack(token: string): void {
    const found = this.takeUnsent(token);
    const { text } = this.state.getState();
    if (found) this.write(text === "" ? found.text : `${found.text}\n${text}`);
  }

  private saveEdit(row: MessageRow, text: string): void {
    this.cancel();
    if (text === row.text) return;
    void this.desk.attempt(this.desk.backend.editMessage(row.id, text)).then((done) => {
      // The words are not lost while nobody began another edit.
      if (done || this.isClosed || this.state.getState().editing) return;
      this.edit(row);
      this.state.setState({ text });
    });
  }

  private enqueue(sending: Sending): void {
    this.last = this.last.then(() => this.store(sending));
  }

  private async store(sending: Sending): Promise<void> {
    const { token, chat, text, quote, mentions } = sending;
    const answer = this.desk.backend.sendText(chat, text, quote, mentions, token);
    const outcome = await answer;
    if (outcome.status === "ok") {
      // Storing a message uses up the draft of its chat, even one that was written meanwhile.
      if (chat === this.chat) this.storedDraft = "";
      this.saveDraft();
      return;
    }
    if (this.isClosed) {
      // Nobody looks at this chat any more: the words go back into its draft, and the trouble is told.
      void this.desk.attempt(answer);
      this.state.setState(({ text: rest }) => ({ text: rest === "" ? text : `${text}\n${rest}` }));
      this.saveDraft();
      return;
    }
    this.state.setState(({ unsent }) => ({ unsent: [...unsent, { ...sending, error: outcome.error }] }));
  }

  private takeUnsent(token: string): Sending | undefined {
    const { unsent } = this.state.getState();
    this.state.setState({ unsent: unsent.filter((one) => one.token !== token) });
    return unsent.find((one) => one.token === token);
  }

  private saveDraft(): void {
    clearTimeout(this.draftTimer);
    const draft = this.aside?.text ?? this.state.getState().text;
    if (draft === this.storedDraft) return;
    this.storedDraft = draft;
    void this.desk.attempt(this.desk.backend.setDraft(this.chat, draft));
  }

  private keepTyping(): void {
    const now = Date.now();
    if (!this.isTyping || now - this.typingSince > typingLasts) {
      this.isTyping = true;
      this.typingSince = now;
      void this.desk.backend.setTyping(this.chat, true);
    }
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.stopTyping(), typingEnds);
  }

  private stopTyping(): void {
    clearTimeout(this.typingTimer);
    if (!this.isTyping) return;
    this.isTyping = false;
    void this.desk.backend.setTyping(this.chat, false);
  }
}

/** How many signs are over the limit; 0 for a text that fits. */
export function excess(text: string): number {
  return text.length <= longestText ? 0 : Math.max(0, [...text].length - longestText);
}

export function canSend(text: string): boolean {
  return text.trim() !== "" && excess(text.trim()) === 0;
}

/** A word that no other send will have. */
export function newToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The network knows people by number: names of those who were picked become numbers. */
function addressed(text: string, people: readonly Member[]): { words: string; mentions: ContactId[] } {
  const mentions: ContactId[] = [];
  let words = text;
  for (const { contact, name, phone } of people.toSorted((a, b) => b.name.length - a.name.length)) {
    const token = `@${name}`;
    const digits = phone?.replace(/\D/g, "") ?? "";
    if (digits === "" || !words.includes(token)) continue;
    words = words.replaceAll(token, `@${digits}`);
    mentions.push(contact);
  }
  return { words, mentions };
}
