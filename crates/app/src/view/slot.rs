//! Slots as the rail and the cards show them.

use frontdesk_domain::{
    attention::NotifyRule,
    disconnect::Cause,
    id::{AccountId, BlobId},
    link::LinkState,
    session::{EventKind, NextAction},
    slot::{SlotColour, SlotNumber},
    time::Timestamp,
};
use serde::Serialize;
use specta::Type;

/// One slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SlotView {
    /// Slot 1, 2 or 3.
    pub number: SlotNumber,
    /// The user's name for it; empty when none was given.
    pub label: String,
    /// The colour that marks it.
    pub colour: SlotColour,
    /// Who sits in it.
    pub account: Option<AccountView>,
    /// Which of its messages are told on the desktop.
    pub notify: NotifyRule,
    /// Looking at a conversation does not count as reading it.
    pub read_later: bool,
    /// The state of the link.
    pub link: LinkState,
    /// The one thing to do about it, where there is one.
    pub action: Option<NextAction>,
}

/// The account in a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The account.
    pub id: AccountId,
    /// The name it shows to others.
    pub name: String,
    /// Its number, written for reading.
    pub phone: Option<String>,
    /// Since when it has been linked.
    pub linked_at: Option<Timestamp>,
    /// When its phone last gave a sign of life; a phone that stays silent for 14
    /// days loses its links.
    pub phone_seen_at: Option<Timestamp>,
    /// The picture it shows to others; another number is another picture.
    pub picture: Option<BlobId>,
}

/// One line of a slot's timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkEventView {
    /// Rises with every line.
    pub id: u32,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: EventKind,
    /// Why, where there is a why.
    pub cause: Option<Cause>,
    /// The server's code, where there was one.
    pub code: Option<u16>,
    /// How long the state before it lasted, in milliseconds.
    #[specta(type = Option<u32>)]
    pub lasted: Option<u64>,
}
