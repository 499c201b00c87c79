//! Identifiers. Each is made in exactly one place: the store hands out row ids,
//! the outbox makes wire ids.

use serde::{Deserialize, Serialize};
use specta::Type;

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
        )]
        #[serde(transparent)]
        pub struct $name(
            // Row ids stay far below 2^53, so a JavaScript number holds them.
            #[specta(type = u32)] pub i64,
        );

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

row_id!(
    /// One WhatsApp number that is or was linked.
    AccountId
);
row_id!(
    /// A person, whatever addresses they are known by.
    ContactId
);
row_id!(
    /// A conversation of one account with one person or group.
    ChatId
);
row_id!(
    /// One message row. Larger means stored later, not sent later.
    MessageId
);
row_id!(
    /// One encrypted file.
    BlobId
);
row_id!(
    /// One thing to be sent; larger means queued later.
    OutboxId
);

/// The id a message carries on the network: made once per logical send and
/// never again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct WireId(pub String);
