//! Conversations.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Whom a conversation is with.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum ChatKind {
    /// One person.
    Direct,
    /// A group.
    Group,
}
