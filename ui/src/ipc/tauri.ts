/** The backend inside the real window: generated commands of the shell. No other file may know the shell. */
import { Channel } from "@tauri-apps/api/core";
import type { Answer, Backend, Outcome } from "./backend";
import { commands } from "./bindings";
import type { CommandError, FeedMessage } from "./types";

export function tauriBackend(): Backend {
  return {
    openFeed({ message, refused }) {
      let isOpen = true;
      const channel = new Channel<FeedMessage>();
      channel.onmessage = (one) => {
        if (isOpen) message(one);
      };
      commands.feedOpen(channel).catch(() => {
        if (isOpen) refused({ kind: "internal" });
      });
      return () => {
        isOpen = false;
      };
    },
    ackFeed(seq) {
      // An acknowledgement that gets lost is made good by the next one.
      commands.feedAck(seq).catch(() => undefined);
    },

    inboxPage: (after) => guarded(commands.inboxPage(after)),
    setChatPinned: (chat, pinned) => guarded(commands.chatSetPinned(chat, pinned)),
    setChatMuted: (chat, until) => guarded(commands.chatSetMuted(chat, until)),
    setChatArchived: (chat, archived) => guarded(commands.chatSetArchived(chat, archived)),
    markChatRead: (chat) => guarded(commands.chatMarkRead(chat)),
    seeChat: (chat) => guarded(commands.chatSeen(chat)),
    setChatNotify: (chat, rule) => guarded(commands.chatSetNotify(chat, rule)),
    markChatUnread: (chat) => guarded(commands.chatMarkUnread(chat)),
    threadPage: (chat, anchor) => guarded(commands.threadPage(chat, anchor)),
    chatWith: (slot, phone) => guarded(commands.chatWith(slot, phone)),
    answerFrom: (chat, slot) => guarded(commands.chatAnswerFrom(chat, slot)),
    contactPanel: (chat) => guarded(commands.contactPanel(chat)),
    blockContact: (chat, blocked) => guarded(commands.contactBlock(chat, blocked)),
    askPast: (chat) => guarded(commands.pastAsk(chat)),
    setNotes: (contact, notes) => guarded(commands.contactSetNotes(contact, notes)),
    setDraft: (chat, text) => guarded(commands.draftSet(chat, text)),
    setTyping: (chat, typing) => guarded(commands.typingSet(chat, typing)),

    sendText: (chat, text, quote, mentions, token) =>
      guarded(commands.messageSendText(chat, text, quote, mentions, token)),
    sendPoll: (chat, question, options, choices, token) =>
      guarded(commands.messageSendPoll(chat, question, options, choices, token)),
    editMessage: (message, text) => guarded(commands.messageEdit(message, text)),
    deleteMessage: (message, forEveryone) => guarded(commands.messageDelete(message, forEveryone)),
    reactTo: (message, emoji) => guarded(commands.messageReact(message, emoji)),
    votePoll: (message, options) => guarded(commands.pollVote(message, options)),
    forwardMessages: (messages, chats, token) => guarded(commands.messageForward(messages, chats, token)),
    starMessage: (message, starred) => guarded(commands.messageStar(message, starred)),
    retryMessage: (message) => guarded(commands.messageRetry(message)),
    cancelMessage: (message) => guarded(commands.messageCancel(message)),
    messageVersions: (message) => guarded(commands.messageVersions(message)),
    messageReceipts: (message) => guarded(commands.messageReceipts(message)),

    retryStart: () => guarded(commands.startRetry()),
    enterRecoveryCode: (code) => guarded(commands.keyEnterRecoveryCode(code)),
    enterPassphrase: (passphrase) => guarded(commands.keyEnterPassphrase(passphrase)),
    choosePassphrase: (passphrase) => guarded(commands.keyChoosePassphrase(passphrase)),
    openWithKeychain: () => guarded(commands.keyOpenWithKeychain()),
    startFresh: () => guarded(commands.keyStartFresh()),
    rememberKey: (replaceOther) => guarded(commands.keyRemember(replaceOther)),
    issueRecoveryCode: () => guarded(commands.recoveryCodeIssue()),
    confirmRecoveryCode: () => guarded(commands.recoveryCodeConfirm()),

    setSlotLabel: (slot, label) => guarded(commands.slotSetLabel(slot, label)),
    setSlotColour: (slot, colour) => guarded(commands.slotSetColour(slot, colour)),
    setSlotNotify: (slot, rule) => guarded(commands.slotSetNotify(slot, rule)),
    setSlotReadLater: (slot, readLater) => guarded(commands.slotSetReadLater(slot, readLater)),
    accountPicture: (account) => guarded(commands.accountPicture(account)),
    connectSlot: (slot) => guarded(commands.slotConnect(slot)),
    cancelSlot: (slot) => guarded(commands.slotCancel(slot)),
    retrySlot: (slot) => guarded(commands.slotRetry(slot)),
    newSlotCode: (slot) => guarded(commands.slotNewCode(slot)),
    askPairingCode: (slot, number) => guarded(commands.slotPairingCode(slot, number)),
    cancelPairingCode: (slot) => guarded(commands.slotCancelPairingCode(slot)),
    takeNumberHere: (slot) => guarded(commands.slotUseHere(slot)),
    unlinkSlot: (slot) => guarded(commands.slotUnlink(slot)),
    dismissPairing: (slot) => guarded(commands.slotPairingDismiss(slot)),
    slotTimeline: (slot) => guarded(commands.slotTimeline(slot)),
    setSettings: (settings) => guarded(commands.settingsSet(settings)),

    windowPainted() {
      commands.windowPainted().catch(() => undefined);
    },
    about: () => guarded(commands.about()),
    checkStore: () => guarded(commands.storeCheck()),
    cancelTask: (task) => guarded(commands.taskCancel(task)),
    dismissTask: (task) => guarded(commands.taskDismiss(task)),
    testNotification: (chat) => guarded(commands.notificationTest(chat)),
  };
}

/**
 * The shell answers a call it does not allow or understand with a bare string, and a broken bridge throws. Both are
 * defects of ours, so both become `internal`.
 */
export async function guarded<T>(answer: Answer<T>): Answer<T> {
  const internal: Outcome<T> = { status: "error", error: { kind: "internal" } };
  try {
    const outcome = await answer;
    return outcome.status === "ok" || isCommandError(outcome.error) ? outcome : internal;
  } catch {
    return internal;
  }
}

function isCommandError(error: unknown): error is CommandError {
  return typeof error === "object" && error !== null && "kind" in error;
}
