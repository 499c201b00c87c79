//! Groups: who is in them and what they are called.

use crate::{clock::Millis, names::AccountId};
use std::collections::BTreeMap;

/// A member's standing in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    Member,
    Admin,
    Founder,
}

impl Rank {
    /// The rank as it stands on the wire; plain members have none.
    pub(crate) const fn wire(self) -> Option<&'static str> {
        match self {
            Self::Member => None,
            Self::Admin => Some("admin"),
            Self::Founder => Some("superadmin"),
        }
    }
}

/// A group.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The user part of the group's address.
    pub(crate) id: String,
    pub(crate) subject: String,
    pub(crate) subject_by: AccountId,
    pub(crate) subject_at: Millis,
    pub(crate) description: Option<(String, String)>,
    pub(crate) creator: AccountId,
    pub(crate) created: Millis,
    pub(crate) members: BTreeMap<AccountId, Rank>,
    /// Whether members are addressed by LID.
    pub(crate) by_lid: bool,
    pub(crate) announcement: bool,
    pub(crate) locked: bool,
    pub(crate) ephemeral: u32,
}
