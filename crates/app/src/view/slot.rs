//! Slots as the rail and the cards show them.

use frontdesk_domain::{
    id::AccountId,
    link::LinkState,
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
    /// The state of the link.
    pub link: LinkState,
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
}
