//! How far a message of ours got.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Evidence of delivery, ordered: later evidence never takes back earlier.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum Delivery {
    /// Stored here, waiting to leave.
    Queued,
    /// Handed to the connection, not yet acknowledged.
    InFlight,
    /// Acknowledged by the server.
    Sent,
    /// Reached a device of the recipient.
    Delivered,
    /// Read by the recipient.
    Read,
    /// Played by the recipient.
    Played,
}

impl Delivery {
    /// Every step in order.
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::InFlight,
        Self::Sent,
        Self::Delivered,
        Self::Read,
        Self::Played,
    ];

    /// What is known after `evidence` arrived, in whatever order it did.
    #[must_use]
    pub fn merge(self, evidence: Self) -> Self {
        self.max(evidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_receipt_never_takes_back_a_read_mark() {
        assert_eq!(
            Delivery::Read.merge(Delivery::Delivered),
            Delivery::Read,
            "receipts arrive in any order"
        );
    }
}
