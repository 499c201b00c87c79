//! Messages: what they carry and which way they went.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Who wrote a message, seen from the account that holds it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// Written by somebody else.
    Incoming,
    /// Written by the account, here or on its phone.
    Outgoing,
}

/// What a message carries.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum MessageKind {
    /// Text, with WhatsApp's formatting marks.
    Text,
    /// A picture.
    Image,
    /// A moving picture with sound.
    Video,
    /// A voice note or another sound.
    Audio,
    /// A file of any type.
    Document,
    /// A sticker.
    Sticker,
    /// A place.
    Location,
    /// One or more address cards.
    Contact,
    /// A poll.
    Poll,
    /// A call that took place or was missed.
    Call,
    /// Something that happened to the group.
    GroupEvent,
    /// A message its sender deleted for everyone.
    Deleted,
    /// Something this version cannot show; its raw payload is kept.
    Unsupported,
}

impl MessageKind {
    /// Every kind, in the order of declaration.
    pub const ALL: [Self; 13] = [
        Self::Text,
        Self::Image,
        Self::Video,
        Self::Audio,
        Self::Document,
        Self::Sticker,
        Self::Location,
        Self::Contact,
        Self::Poll,
        Self::Call,
        Self::GroupEvent,
        Self::Deleted,
        Self::Unsupported,
    ];
}
