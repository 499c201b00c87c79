/**
 * The backend without a program behind it: a fictitious world in memory. Tests, the gallery and `npm run dev` in a
 * plain browser use it. It keeps the promises of the real one (snapshot first, numbered batches, pages by cursor) and
 * has levers to break them on purpose; the world and the levers stand in memory/base.ts, the commands here.
 */
import type { Answer, Backend } from "./backend";
import { MemoryWorld } from "./memory/base";
import type {
  AccountId,
  ChatCursor,
  ChatId,
  ChatPage,
  Choices,
  CommandError,
  ContactId,
  ContactPanel,
  LinkEventView,
  MessageId,
  MessageRow,
  NotifyRule,
  Past,
  ReceiptView,
  SlotNumber,
  SlotView,
  ThreadAnchor,
  ThreadPage,
  Timestamp,
  Version,
} from "./types";

export type { MemoryOptions } from "./memory/base";

export class MemoryBackend extends MemoryWorld implements Backend {
  inboxPage(after: ChatCursor | null): Answer<ChatPage> {
    return this.answer("inboxPage", [after], () => this.readInbox(after));
  }

  setChatPinned(chat: ChatId, pinned: boolean): Answer<null> {
    return this.answer("setChatPinned", [chat, pinned], () => this.change(chat, { pinned }));
  }

  setChatMuted(chat: ChatId, until: Timestamp | null): Answer<null> {
    return this.answer("setChatMuted", [chat, until], () => this.change(chat, { mutedUntil: until }));
  }

  setChatArchived(chat: ChatId, archived: boolean): Answer<null> {
    return this.answer("setChatArchived", [chat, archived], () => this.change(chat, { archived }));
  }

  markChatRead(chat: ChatId): Answer<null> {
    return this.answer("markChatRead", [chat], () => this.change(chat, { unread: 0, markedUnread: false }));
  }

  seeChat(chat: ChatId): Answer<null> {
    return this.answer("seeChat", [chat], () => {
      const { slot } = this.row(chat);
      const readsLater = slot !== null && this.slot(slot).readLater;
      return readsLater ? null : this.change(chat, { unread: 0, markedUnread: false });
    });
  }

  setChatNotify(chat: ChatId, rule: NotifyRule | null): Answer<null> {
    return this.answer("setChatNotify", [chat, rule], () => this.change(chat, { notify: rule }));
  }

  blockContact(chat: ChatId, blocked: boolean): Answer<null> {
    return this.answer("blockContact", [chat, blocked], () => this.change(chat, { blocked }));
  }

  askPast(chat: ChatId): Answer<Past> {
    return this.answer("askPast", [chat], () => this.askedPast(chat));
  }

  accountPicture(account: AccountId): Answer<string | null> {
    return this.answer("accountPicture", [account], () => this.picture);
  }

  markChatUnread(chat: ChatId): Answer<null> {
    return this.answer("markChatUnread", [chat], () => this.change(chat, { markedUnread: true }));
  }

  chatWith(slot: SlotNumber, phone: string): Answer<ChatId> {
    return this.answer("chatWith", [slot, phone], () => this.messaging.chatWith(slot, phone));
  }

  answerFrom(chat: ChatId, slot: SlotNumber): Answer<ChatId> {
    return this.answer("answerFrom", [chat, slot], () => this.messaging.answerFrom(chat, slot));
  }

  contactPanel(chat: ChatId): Answer<ContactPanel> {
    return this.answer("contactPanel", [chat], () => this.messaging.panel(chat));
  }

  setNotes(contact: ContactId, notes: string): Answer<null> {
    return this.answer("setNotes", [contact, notes], () => this.messaging.setNotes(contact, notes));
  }

  setDraft(chat: ChatId, text: string): Answer<null> {
    return this.answer("setDraft", [chat, text], () => this.change(chat, { draft: text === "" ? null : text }));
  }

  setTyping(chat: ChatId, typing: boolean): Answer<null> {
    return this.answer("setTyping", [chat, typing], () => null);
  }

  sendText(
    chat: ChatId,
    text: string,
    quote: MessageId | null,
    mentions: readonly ContactId[],
    token: string,
  ): Answer<MessageRow> {
    return this.answer("sendText", [chat, text, quote, mentions, token], () =>
      this.messaging.sendText(chat, text, quote, mentions, token),
    );
  }

  sendPoll(
    chat: ChatId,
    question: string,
    options: readonly string[],
    choices: number,
    token: string,
  ): Answer<MessageRow> {
    return this.answer("sendPoll", [chat, question, options, choices, token], () =>
      this.messaging.sendPoll(chat, question, options, choices, token),
    );
  }

  editMessage(message: MessageId, text: string): Answer<null> {
    return this.answer("editMessage", [message, text], () => this.messaging.edit(message, text));
  }

  deleteMessage(message: MessageId, forEveryone: boolean): Answer<null> {
    return this.answer("deleteMessage", [message, forEveryone], () => {
      if (forEveryone) return this.messaging.deleteForEveryone(message);
      this.remove(this.find(message).chat, message);
      return null;
    });
  }

  reactTo(message: MessageId, emoji: string): Answer<null> {
    return this.answer("reactTo", [message, emoji], () => this.messaging.react(message, emoji));
  }

  votePoll(message: MessageId, options: readonly number[]): Answer<null> {
    return this.answer("votePoll", [message, options], () => this.messaging.vote(message, options));
  }

  forwardMessages(messages: readonly MessageId[], chats: readonly ChatId[], token: string): Answer<null> {
    return this.answer("forwardMessages", [messages, chats, token], () =>
      this.messaging.forward(messages, chats, token),
    );
  }

  starMessage(message: MessageId, starred: boolean): Answer<null> {
    return this.answer("starMessage", [message, starred], () => this.messaging.change(message, { starred }));
  }

  retryMessage(message: MessageId): Answer<null> {
    return this.answer("retryMessage", [message], () => this.messaging.retry(message));
  }

  cancelMessage(message: MessageId): Answer<null> {
    return this.answer("cancelMessage", [message], () => {
      const { chat, delivery, pending } = this.find(message);
      if (pending) return this.messaging.change(message, { pending: null });
      if (delivery !== "queued") throw { kind: "notNow" } satisfies CommandError;
      this.remove(chat, message);
      return null;
    });
  }

  messageVersions(message: MessageId): Answer<Version[]> {
    return this.answer("messageVersions", [message], () => this.messaging.versions(message));
  }

  messageReceipts(message: MessageId): Answer<ReceiptView[]> {
    return this.answer("messageReceipts", [message], () => this.messaging.receipts(message));
  }

  threadPage(chat: ChatId, anchor: ThreadAnchor): Answer<ThreadPage> {
    return this.answer("threadPage", [chat, anchor], () => this.readThread(chat, anchor));
  }

  retryStart(): Answer<null> {
    return this.answer("retryStart", [], () => this.enter({ kind: "ready" }));
  }

  enterRecoveryCode(code: string): Answer<null> {
    return this.answer("enterRecoveryCode", [code], () => {
      const letters = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");
      if (letters(code).length !== letters(this.code).length) throw { kind: "mistypedCode" } satisfies CommandError;
      if (letters(code) !== letters(this.code)) throw { kind: "wrongSecret" } satisfies CommandError;
      return this.enter({ kind: "ready" });
    });
  }

  enterPassphrase(passphrase: string): Answer<null> {
    return this.answer("enterPassphrase", [passphrase], () => {
      if (passphrase !== this.passphrase) throw { kind: "wrongSecret" } satisfies CommandError;
      return this.enter({ kind: "ready" });
    });
  }

  choosePassphrase(passphrase: string): Answer<null> {
    return this.answer("choosePassphrase", [passphrase], () => {
      if (passphrase.length < 10) throw { kind: "weakPassphrase" } satisfies CommandError;
      return this.enter({ kind: "welcome" });
    });
  }

  openWithKeychain(): Answer<null> {
    return this.answer("openWithKeychain", [], () => this.enter({ kind: "ready" }));
  }

  startFresh(): Answer<null> {
    return this.answer("startFresh", [], () => this.enter({ kind: "welcome" }));
  }

  rememberKey(replaceOther: boolean): Answer<null> {
    return this.answer("rememberKey", [replaceOther], () => {
      this.keyCare = { ...this.keyCare, protection: "keychain" };
      this.emit([{ kind: "keyCare", keyCare: this.keyCare }]);
      return null;
    });
  }

  issueRecoveryCode(): Answer<{ code: string }> {
    return this.answer("issueRecoveryCode", [], () => ({ code: this.code }));
  }

  confirmRecoveryCode(): Answer<null> {
    return this.answer("confirmRecoveryCode", [], () => this.enter({ kind: "ready" }));
  }

  setSlotLabel(slot: SlotNumber, label: string): Answer<null> {
    return this.answer("setSlotLabel", [slot, label], () => this.changeSlot(slot, { label }));
  }

  setSlotColour(slot: SlotNumber, colour: SlotView["colour"]): Answer<null> {
    return this.answer("setSlotColour", [slot, colour], () => this.changeSlot(slot, { colour }));
  }

  setSlotNotify(slot: SlotNumber, rule: NotifyRule): Answer<null> {
    return this.answer("setSlotNotify", [slot, rule], () => this.changeSlot(slot, { notify: rule }));
  }

  setSlotReadLater(slot: SlotNumber, readLater: boolean): Answer<null> {
    return this.answer("setSlotReadLater", [slot, readLater], () => this.changeSlot(slot, { readLater }));
  }

  connectSlot(slot: SlotNumber): Answer<null> {
    return this.answer("connectSlot", [slot], () => this.pairings.connect(slot));
  }

  cancelSlot(slot: SlotNumber): Answer<null> {
    return this.answer("cancelSlot", [slot], () => this.pairings.cancel(slot));
  }

  retrySlot(slot: SlotNumber): Answer<null> {
    return this.answer("retrySlot", [slot], () => this.pairings.retry(slot));
  }

  newSlotCode(slot: SlotNumber): Answer<null> {
    return this.answer("newSlotCode", [slot], () => this.pairings.newCode(slot));
  }

  askPairingCode(slot: SlotNumber, number: string): Answer<null> {
    return this.answer("askPairingCode", [slot, number], () => this.pairings.askCode(slot, number));
  }

  cancelPairingCode(slot: SlotNumber): Answer<null> {
    return this.answer("cancelPairingCode", [slot], () => this.pairings.cancelCode(slot));
  }

  takeNumberHere(slot: SlotNumber): Answer<null> {
    return this.answer("takeNumberHere", [slot], () => this.pairings.takeHere(slot));
  }

  unlinkSlot(slot: SlotNumber): Answer<null> {
    return this.answer("unlinkSlot", [slot], () => this.pairings.unlink(slot));
  }

  dismissPairing(slot: SlotNumber): Answer<null> {
    return this.answer("dismissPairing", [slot], () => this.pairings.dismiss(slot));
  }

  slotTimeline(slot: SlotNumber): Answer<LinkEventView[]> {
    return this.answer("slotTimeline", [slot], () => this.pairings.timeline(slot));
  }

  setSettings(settings: Choices): Answer<null> {
    return this.answer("setSettings", [settings], () => {
      this.settings = settings;
      this.emit([{ kind: "settings", settings }]);
      return null;
    });
  }

  about() {
    return this.answer("about", [], () => ({
      version: "0.1.0",
      sqlite: "3.53.4",
      sqlcipher: "4.19.0",
      schema: 3,
      databaseBytes: 48_234_496,
      folder: "/home/robin/.local/share/frontdesk",
    }));
  }

  checkStore(): Answer<number> {
    return this.answer("checkStore", [], () => {
      const id = this.tasks.length + 1;
      this.progress({
        id,
        kind: "checkStore",
        done: 0,
        total: 1200,
        since: this.now,
        cancellable: true,
        outcome: null,
      });
      if (this.taskStep !== undefined) this.walk(id, this.taskStep);
      return id;
    });
  }

  cancelTask(task: number): Answer<null> {
    return this.answer("cancelTask", [task], () => {
      const found = this.tasks.find((one) => one.id === task);
      if (found) this.progress({ ...found, outcome: { kind: "cancelled" } });
      return null;
    });
  }

  dismissTask(task: number): Answer<null> {
    return this.answer("dismissTask", [task], () => {
      this.tasks = this.tasks.filter((one) => one.id !== task);
      this.emit([{ kind: "taskGone", task }]);
      return null;
    });
  }

  testNotification(chat: ChatId | null): Answer<null> {
    return this.answer("testNotification", [chat], () => null);
  }
}
