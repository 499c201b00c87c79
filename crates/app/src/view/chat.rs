//! Rows of the inbox.

use frontdesk_domain::{
    attention::NotifyRule,
    chat::ChatKind,
    id::{AccountId, ChatId, ContactId, MessageId},
    message::{Direction, MessageKind},
    past::Past,
    receipt::Delivery,
    slot::SlotNumber,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// One conversation as a row of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatRow {
    /// The conversation.
    pub id: ChatId,
    /// The account it belongs to.
    pub account: AccountId,
    /// The slot that account sits in; `None` once it was unlinked.
    pub slot: Option<SlotNumber>,
    /// Person or group.
    pub kind: ChatKind,
    /// Name of the person or group, or the number where no name is known.
    pub title: String,
    /// The person's phone number, written for reading.
    pub phone: Option<String>,
    /// The newest message, if there is one.
    pub last: Option<LastMessage>,
    /// Where the row stands: newest first.
    pub sort_at: Timestamp,
    /// Incoming messages not read yet.
    pub unread: u32,
    /// Kept above the others.
    pub pinned: bool,
    /// No notifications until then.
    pub muted_until: Option<Timestamp>,
    /// Put away.
    pub archived: bool,
    /// What was typed and not sent.
    pub draft: Option<String>,
    /// Marked as unread by hand, whatever the count says.
    pub marked_unread: bool,
    /// The last word was theirs: somebody waits for an answer.
    pub waiting_for_me: bool,
    /// The conversation of another slot with the same person, from which the
    /// user chose to answer here.
    pub answer_from: Option<ChatId>,
    /// The account blocks the person.
    pub blocked: bool,
    /// Which of its messages are told on the desktop; `None` is as its slot.
    pub notify: Option<NotifyRule>,
}

/// The newest message of a conversation, as much as a row shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LastMessage {
    /// The message.
    pub id: MessageId,
    /// When it was sent.
    pub at: Timestamp,
    /// Which way it went.
    pub direction: Direction,
    /// What it carries.
    pub kind: MessageKind,
    /// Its text or caption, one line, shortened.
    pub preview: String,
    /// Who wrote it, in groups.
    pub sender: Option<String>,
    /// How far it got, for outgoing ones.
    pub delivery: Option<Delivery>,
    /// It does not leave by itself.
    pub stuck: bool,
}

/// Where a page of the inbox ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatCursor {
    /// Among those put away.
    pub archived: bool,
    /// Whether the last row was pinned.
    pub pinned: bool,
    /// Its place in time.
    pub sort_at: Timestamp,
    /// The row itself.
    pub id: ChatId,
}

/// A stretch of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatPage {
    /// Rows, pinned first, then newest first; those put away come behind.
    pub rows: Vec<ChatRow>,
    /// Where the next page starts; `None` at the end.
    pub next: Option<ChatCursor>,
}

/// Who types in a conversation right now. Lives in memory only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TypingView {
    /// Where.
    pub chat: ChatId,
    /// The names of those who type; empty when nobody does any more.
    pub who: Vec<String>,
}

/// What stands beside a thread: who it is with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ContactPanel {
    /// The conversation.
    pub chat: ChatId,
    /// Person or group.
    pub kind: ChatKind,
    /// The person, for a conversation with one.
    pub contact: Option<ContactId>,
    /// The name to show.
    pub title: String,
    /// What the person calls themselves, where another name is shown.
    pub own_name: Option<String>,
    /// The person's phone number, written for reading.
    pub phone: Option<String>,
    /// What the user wrote about the person.
    pub notes: String,
    /// When the person or group was first seen here.
    pub first_seen: Timestamp,
    /// Every conversation with this person, in all slots.
    pub chats: Vec<PanelChat>,
    /// The members of a group, as far as they are known.
    pub members: Vec<Member>,
    /// How much of the conversation is stored here.
    pub coverage: Coverage,
}

/// A conversation with a person, as their panel lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PanelChat {
    /// The conversation.
    pub chat: ChatId,
    /// The slot of its account; `None` once it was unlinked.
    pub slot: Option<SlotNumber>,
    /// The name of the account.
    pub account: String,
    /// Its number, written for reading.
    pub phone: Option<String>,
    /// The time of its newest message.
    pub last_at: Option<Timestamp>,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The person.
    pub contact: ContactId,
    /// The name to show.
    pub name: String,
    /// Their number, written for reading.
    pub phone: Option<String>,
}

/// How much of a conversation is stored here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// How many messages.
    pub messages: u32,
    /// The time of the oldest.
    pub oldest: Option<Timestamp>,
    /// The time of the newest.
    pub newest: Option<Timestamp>,
    /// Messages that came and cannot be read yet.
    pub unreadable: u32,
    /// Messages that others answer and that are not here.
    pub missing: u32,
    /// What is so of the messages before the oldest.
    pub past: Past,
    /// A stretch of it may be missing, and the phone will be asked.
    pub wanted: bool,
}
