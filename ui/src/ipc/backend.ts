/**
 * The complete surface through which the window reaches the rest of the program. Two things implement it: the shell
 * (`tauri.ts`) and a world in memory (`memory.ts`). Nothing else in the window may know which one it talks to.
 */
import type {
  About,
  AccountId,
  ChatCursor,
  ChatId,
  ChatPage,
  Choices,
  CommandError,
  ContactId,
  ContactPanel,
  FeedMessage,
  LinkEventView,
  MessageId,
  MessageRow,
  NotifyRule,
  Past,
  ReceiptView,
  RecoveryCode,
  SlotColour,
  SlotNumber,
  TaskId,
  ThreadAnchor,
  ThreadPage,
  Timestamp,
  Version,
} from "./types";

/** What a command comes back with. It never rejects: a defect is the error `internal`. */
export type Outcome<T> = { status: "ok"; data: T } | { status: "error"; error: CommandError };
export type Answer<T> = Promise<Outcome<T>>;

export interface FeedListener {
  /** Called in order, the first time with a snapshot. */
  message(message: FeedMessage): void;
  /** The feed could not be opened at all. */
  refused(error: CommandError): void;
}

export interface Backend {
  /** Opens the feed; the one opened before falls silent. The returned function ends it at once. */
  openFeed(listener: FeedListener): () => void;
  /** Everything up to `seq` of the open feed has been applied. */
  ackFeed(seq: number): void;

  inboxPage(after: ChatCursor | null): Answer<ChatPage>;
  setChatPinned(chat: ChatId, pinned: boolean): Answer<null>;
  /** Silences a chat until then; `null` ends the silence. */
  setChatMuted(chat: ChatId, until: Timestamp | null): Answer<null>;
  setChatArchived(chat: ChatId, archived: boolean): Answer<null>;
  /** Everything in the chat has been seen, and its senders are told. */
  markChatRead(chat: ChatId): Answer<null>;
  /** Somebody looks at the chat. It counts as read, unless its slot reads later. */
  seeChat(chat: ChatId): Answer<null>;
  /** Which messages of a chat are told on the desktop; `null` is as its slot. */
  setChatNotify(chat: ChatId, rule: NotifyRule | null): Answer<null>;
  markChatUnread(chat: ChatId): Answer<null>;
  threadPage(chat: ChatId, anchor: ThreadAnchor): Answer<ThreadPage>;
  /** The chat of a slot's account with a number; begins one where there is none. */
  chatWith(slot: SlotNumber, phone: string): Answer<ChatId>;
  /** The chat of another slot with the same person, to answer from there; the choice is kept. */
  answerFrom(chat: ChatId, slot: SlotNumber): Answer<ChatId>;
  contactPanel(chat: ChatId): Answer<ContactPanel>;
  /** Blocks the person of a chat for its account, or no longer; on the phone too. */
  blockContact(chat: ChatId, blocked: boolean): Answer<null>;
  /** Asks the phone for what is older than the oldest message of a chat. The feed tells what comes of it. */
  askPast(chat: ChatId): Answer<Past>;
  setNotes(contact: ContactId, notes: string): Answer<null>;
  /** Keeps what was typed and not sent. */
  setDraft(chat: ChatId, text: string): Answer<null>;
  /** Shows the others that somebody types here, or no longer. */
  setTyping(chat: ChatId, typing: boolean): Answer<null>;

  /** Queues a text. The same token makes the same message, however often it is asked. */
  sendText(
    chat: ChatId,
    text: string,
    quote: MessageId | null,
    mentions: ContactId[],
    token: string,
  ): Answer<MessageRow>;
  sendPoll(chat: ChatId, question: string, options: string[], choices: number, token: string): Answer<MessageRow>;
  editMessage(message: MessageId, text: string): Answer<null>;
  deleteMessage(message: MessageId, forEveryone: boolean): Answer<null>;
  /** An empty text takes the reaction back. */
  reactTo(message: MessageId, emoji: string): Answer<null>;
  /** Votes by the places of the options; replaces an earlier vote. */
  votePoll(message: MessageId, options: number[]): Answer<null>;
  forwardMessages(messages: MessageId[], chats: ChatId[], token: string): Answer<null>;
  starMessage(message: MessageId, starred: boolean): Answer<null>;
  /** Tries again to send what is stuck, under the same id. */
  retryMessage(message: MessageId): Answer<null>;
  /** Takes back what has not left yet. */
  cancelMessage(message: MessageId): Answer<null>;
  /** The wordings of a message that was edited, oldest first. */
  messageVersions(message: MessageId): Answer<Version[]>;
  messageReceipts(message: MessageId): Answer<ReceiptView[]>;

  retryStart(): Answer<null>;
  enterRecoveryCode(code: string): Answer<null>;
  enterPassphrase(passphrase: string): Answer<null>;
  choosePassphrase(passphrase: string): Answer<null>;
  /** Tries the key that the keychain holds, though the key file is gone. */
  openWithKeychain(): Answer<null>;
  startFresh(): Answer<null>;
  /** Puts the key back into the keychain; what another store left there goes only when `replaceOther` says so. */
  rememberKey(replaceOther: boolean): Answer<null>;
  /** Makes a new recovery code; the one before stops working. */
  issueRecoveryCode(): Answer<RecoveryCode>;
  confirmRecoveryCode(): Answer<null>;

  setSlotLabel(slot: SlotNumber, label: string): Answer<null>;
  setSlotColour(slot: SlotNumber, colour: SlotColour): Answer<null>;
  /** Which messages of a slot are told on the desktop. */
  setSlotNotify(slot: SlotNumber, rule: NotifyRule): Answer<null>;
  /** Whether looking at a chat of the slot counts as reading it. */
  setSlotReadLater(slot: SlotNumber, readLater: boolean): Answer<null>;
  /** The picture an account shows to others, as a JPEG file in Base64. */
  accountPicture(account: AccountId): Answer<string | null>;
  /** Links a phone in a slot, or brings its link back up. */
  connectSlot(slot: SlotNumber): Answer<null>;
  /** Stops the pairing of a slot, and answers a question about a number with no; nothing of it stays. */
  cancelSlot(slot: SlotNumber): Answer<null>;
  /** Tries now instead of later; also takes a link back from where it was opened. */
  retrySlot(slot: SlotNumber): Answer<null>;
  /** Asks for a new series of QR codes after the last one ran out. */
  newSlotCode(slot: SlotNumber): Answer<null>;
  /** Asks for a pairing code for the number that the phone has, in international form. */
  askPairingCode(slot: SlotNumber, number: string): Answer<null>;
  cancelPairingCode(slot: SlotNumber): Answer<null>;
  /** Answers the question about a number with yes: this slot takes it. */
  takeNumberHere(slot: SlotNumber): Answer<null>;
  /** Ends the link; the history stays. */
  unlinkSlot(slot: SlotNumber): Answer<null>;
  /** Puts the report of a pairing away that ended. */
  dismissPairing(slot: SlotNumber): Answer<null>;
  /** What happened to the link of a slot, newest first. */
  slotTimeline(slot: SlotNumber): Answer<LinkEventView[]>;

  setSettings(settings: Choices): Answer<null>;

  /** The first frame with content stands on the screen. */
  windowPainted(): void;
  about(): Answer<About>;
  checkStore(): Answer<TaskId>;
  cancelTask(task: TaskId): Answer<null>;
  dismissTask(task: TaskId): Answer<null>;
  /** Raises a notification as a message would; a click on it opens `chat`. */
  testNotification(chat: ChatId | null): Answer<null>;
}
