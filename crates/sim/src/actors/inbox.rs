//! What a phone has read and sent.

use crate::{
    clock::Millis,
    content::Draft,
    names::{AccountId, Chat},
    wire::proto::wa,
};
use std::collections::BTreeMap;

/// A message in a phone's memory.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) chat: Chat,
    pub(crate) from: AccountId,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) at: Millis,
    pub(crate) edited: bool,
    pub(crate) revoked: bool,
    pub(crate) reactions: BTreeMap<AccountId, String>,
    pub(crate) votes: BTreeMap<AccountId, Vec<String>>,
    pub(crate) message: wa::Message,
}

impl Received {
    /// Whether the message is shown by itself, and does not only change another.
    pub(crate) fn stands_alone(&self) -> bool {
        !matches!(self.kind, "reaction" | "protocol" | "vote" | "group_key")
    }
}

/// What a phone sent, so that it can be sent again.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) chat: Chat,
    pub(crate) draft: Draft,
}
