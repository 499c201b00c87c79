//! Rows of a thread.

use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId},
    message::{Direction, MessageKind},
    receipt::Delivery,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// One message as a row of a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MessageRow {
    /// The message.
    pub id: MessageId,
    /// Its conversation.
    pub chat: ChatId,
    /// When it was sent.
    pub at: Timestamp,
    /// Which way it went.
    pub direction: Direction,
    /// Who wrote it, for incoming ones.
    pub sender: Option<Sender>,
    /// What it carries.
    pub kind: MessageKind,
    /// Its text or caption.
    pub text: String,
    /// The message it answers.
    pub quote: Option<Quote>,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// How far it got, for outgoing ones.
    pub delivery: Option<Delivery>,
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// The person.
    pub id: ContactId,
    /// The name to show.
    pub name: String,
}

/// A message that another one answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// The message, if it is stored here.
    pub id: Option<MessageId>,
    /// The name of who wrote it; `None` for the account itself.
    pub sender: Option<String>,
    /// What it carries.
    pub kind: MessageKind,
    /// Its text, shortened.
    pub preview: String,
}

/// Which stretch of a thread is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ThreadAnchor {
    /// Around the first unread message, or the newest ones when all are read.
    FirstUnread,
    /// The newest messages.
    Newest,
    /// The ones before a message.
    Before {
        /// That message; it is not part of the page.
        message: MessageId,
    },
    /// The ones after a message.
    After {
        /// That message; it is not part of the page.
        message: MessageId,
    },
    /// A message and its neighbours.
    Around {
        /// That message.
        message: MessageId,
    },
}

/// A stretch of a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThreadPage {
    /// Messages, oldest first.
    pub rows: Vec<MessageRow>,
    /// Older messages exist before the first row.
    pub more_before: bool,
    /// Newer messages exist after the last row.
    pub more_after: bool,
    /// The first message that was unread when the page was read.
    pub first_unread: Option<MessageId>,
}
