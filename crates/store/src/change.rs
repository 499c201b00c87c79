//! What a committed transaction changed: ids only, never content.

use frontdesk_domain::{
    id::{AccountId, BlobId, ChatId, ContactId, MessageId},
    slot::SlotNumber,
};

/// One thing that is different since the last commit. Whoever needs the content
/// reads it; what is gone by then was followed by its own `…Gone`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A slot's label, colour or holder.
    Slot(SlotNumber),
    /// A slot's timeline has a new line.
    Timeline(SlotNumber),
    /// An account is new or looks different.
    Account(AccountId),
    /// A person is new, looks different or has another address.
    Contact(ContactId),
    /// A chat is new, or anything its row in the inbox shows.
    Chat(ChatId),
    /// A chat and all its messages were deleted.
    ChatGone(ChatId),
    /// A message is new or looks different.
    Message {
        /// Its chat.
        chat: ChatId,
        /// The message.
        message: MessageId,
    },
    /// A message was deleted from this computer.
    MessageGone {
        /// Its chat.
        chat: ChatId,
        /// The message.
        message: MessageId,
    },
    /// An encrypted file was replaced by another.
    Blob(BlobId),
    /// An encrypted file was deleted.
    BlobGone(BlobId),
    /// A setting.
    Settings,
}

/// The changes of one committed group of writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Rises by one with each group that changed something, from 1 at each
    /// opening of the store.
    pub sequence: u64,
    /// Each change once, in the order in which they first came up.
    pub changes: Vec<Change>,
}
