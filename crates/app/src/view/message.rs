//! Rows of a thread.

use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId},
    message::{Direction, MessageKind},
    outbox::{self, StuckStep},
    past::Past,
    receipt::Delivery,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// One message as a row of a thread.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
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
    /// What it carries beyond its text.
    pub content: Content,
    /// The message it answers.
    pub quote: Option<Quote>,
    /// The people mentioned in its text.
    pub mentions: Vec<Mention>,
    /// What others and the account itself reacted with, most frequent first.
    pub reactions: Vec<Reaction>,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// How many earlier versions of it are kept.
    pub earlier_versions: u32,
    /// How far it got, for outgoing ones.
    pub delivery: Option<Delivery>,
    /// Why it does not leave by itself.
    pub stuck: Option<StuckView>,
    /// It waits because another message of its conversation is stuck before it.
    pub held_back: bool,
    /// An edit or a deletion of it is on its way, or stuck.
    pub pending: Option<PendingChange>,
    /// Marked with a star.
    pub starred: bool,
    /// Passed on from another conversation.
    pub forwarded: bool,
    /// When it disappears.
    pub disappears_at: Option<Timestamp>,
    /// It may be looked at only once, on the phone.
    pub view_once: bool,
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

/// What a message carries beyond its text or caption.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Content {
    /// Nothing: the text is all.
    Text,
    /// A file; [`MessageRow::kind`] says of which kind.
    Media {
        /// A voice note, not just a sound file.
        voice: bool,
        /// Its type.
        mime: String,
        /// Its size in bytes; 0 when unknown.
        #[specta(type = u32)]
        size: u64,
        /// Its name, for documents.
        file_name: String,
        /// In pixels; 0 when unknown.
        width: u32,
        /// In pixels; 0 when unknown.
        height: u32,
        /// How long it plays.
        seconds: u32,
        /// Loudness along a voice note, 0 to 100.
        waveform: Vec<u8>,
        /// A small picture of it, as a JPEG file in Base64.
        thumbnail: Option<String>,
    },
    /// A place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Its name.
        name: String,
        /// Its postal address.
        address: String,
        /// Whether it is followed for a while.
        live: bool,
    },
    /// Address cards.
    Cards {
        /// The cards.
        cards: Vec<CardView>,
    },
    /// A poll.
    Poll {
        /// The question.
        question: String,
        /// What can be chosen.
        options: Vec<PollOptionView>,
        /// How many may be chosen; 0 is any number.
        choices: u32,
        /// How many people voted.
        voters: u32,
    },
    /// A call.
    Call {
        /// Whether there was a picture.
        video: bool,
        /// Whether nobody answered.
        missed: bool,
        /// How long it lasted.
        seconds: Option<u32>,
    },
    /// Something that happened to the group or the conversation.
    Event {
        /// What, as a stable word.
        what: String,
        /// The names of those it concerns.
        who: Vec<String>,
        /// The new name, number or setting, if there is one.
        value: String,
    },
    /// It came and could not be decrypted; it heals when its sender repeats it.
    Undecryptable,
    /// Deleted for everyone.
    Deleted {
        /// When, as far as that is known.
        at: Option<Timestamp>,
        /// Who deleted it, where that was not its sender.
        by: Option<String>,
    },
    /// Something this version cannot show; it is kept.
    Unsupported {
        /// What the network calls it.
        what: String,
    },
}

/// An address card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// Whose.
    pub name: String,
    /// Their numbers, as written on it.
    pub phones: Vec<String>,
}

/// One choice of a poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PollOptionView {
    /// Its words.
    pub name: String,
    /// How many chose it.
    pub votes: u32,
    /// Whether the account itself did.
    pub mine: bool,
    /// The names of those who did.
    pub who: Vec<String>,
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

/// Somebody mentioned in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Mention {
    /// What stands in the text, with its `@`.
    pub token: String,
    /// The name to show in its place.
    pub name: String,
    /// Whether it is the account itself.
    pub me: bool,
}

/// One reaction and those who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Reaction {
    /// The reaction.
    pub emoji: String,
    /// How many gave it.
    pub count: u32,
    /// Whether the account itself did.
    pub mine: bool,
    /// The names of the others who did.
    pub who: Vec<String>,
}

/// Why something does not leave, and what can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StuckView {
    /// Why.
    pub reason: Stuck,
    /// What can be done.
    pub step: StuckStep,
}

/// Why something that was to be sent does not leave by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Stuck {
    /// WhatsApp does not let this number begin conversations for now.
    NewChatsLocked,
    /// This number has begun as many conversations as WhatsApp allows for now.
    NewChatsUsedUp,
    /// The server does not accept the message as it is.
    NotAccepted,
    /// Too many messages in too short a time.
    TooFast,
    /// The server was too busy, again and again.
    ServerBusy,
    /// The recipient is not on WhatsApp, or has no device.
    NobodyThere,
    /// The message cannot be put into the form the network wants.
    Unsendable,
    /// The keys to encrypt it could not be stored here.
    KeysNotStored,
    /// The time in which WhatsApp allows an edit or a deletion ran out.
    TooLate,
    /// The message that it was about is not here any more.
    TargetGone,
    /// The server refused for a reason that this version has no words for.
    Refused {
        /// The server's code.
        code: u16,
    },
}

impl From<outbox::Stuck> for Stuck {
    fn from(reason: outbox::Stuck) -> Self {
        match reason {
            outbox::Stuck::NewChatsLocked => Self::NewChatsLocked,
            outbox::Stuck::NewChatsUsedUp => Self::NewChatsUsedUp,
            outbox::Stuck::NotAccepted => Self::NotAccepted,
            outbox::Stuck::TooFast => Self::TooFast,
            outbox::Stuck::ServerBusy => Self::ServerBusy,
            outbox::Stuck::NobodyThere => Self::NobodyThere,
            outbox::Stuck::Unsendable => Self::Unsendable,
            outbox::Stuck::KeysNotStored => Self::KeysNotStored,
            outbox::Stuck::TooLate => Self::TooLate,
            outbox::Stuck::TargetGone => Self::TargetGone,
            outbox::Stuck::Refused { code } => Self::Refused { code },
        }
    }
}

/// A change of a message that the network does not have yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PendingChange {
    /// Why it does not leave by itself; `None` while it simply waits.
    pub stuck: Option<StuckView>,
}

/// An earlier wording of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Since when it read like this.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

/// How far a message got with one of its recipients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    /// The recipient.
    pub contact: ContactId,
    /// Their name.
    pub name: String,
    /// When it reached them.
    pub delivered_at: Option<Timestamp>,
    /// When they read it.
    pub read_at: Option<Timestamp>,
    /// When they played it.
    pub played_at: Option<Timestamp>,
}

/// Which stretch of a thread is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
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
    /// What is so of the messages before the oldest one stored here.
    pub past: Past,
}
