//! Rows of the inbox.

use frontdesk_domain::{
    chat::ChatKind,
    id::{AccountId, ChatId, MessageId},
    message::{Direction, MessageKind},
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
