//! Why an ask about a link is not followed, each with words and a way on.

use crate::{slot::SlotNumber, time::Timestamp};

/// A refused ask. The link stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The slot has a connected account.
    #[error("This slot is already connected")]
    SlotAlreadyConnected,
    /// The slot has an account, though it is not connected.
    #[error("An account is already linked in this slot")]
    SlotAlreadyLinked,
    /// There is no link to bring up or to end.
    #[error("No account is linked in this slot")]
    NotLinked,
    /// There is nothing to stop.
    #[error("Nothing is being linked in this slot")]
    NothingToCancel,
    /// The first QR code is not there yet, or not there any more.
    #[error("Wait for the QR code first, then ask for a pairing code")]
    NotReadyForPairingCode,
    /// A code is shown and still works.
    #[error("The code that is shown still works")]
    CodeStillGood {
        /// Until then.
        until: Timestamp,
    },
    /// A code was asked for and is on its way.
    #[error("A pairing code is on its way")]
    CodeOnItsWay,
    /// Asking again now risks the number.
    #[error("Too soon, wait a moment before asking again")]
    TooSoon {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The server throttles codes, or takes the number for wrong; it uses one
    /// answer for both.
    #[error("WhatsApp gave no code: the number may be wrong, or too many were asked for")]
    CodeThrottled {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The server offers no pairing code for this account.
    #[error("WhatsApp gives no pairing code for this number, use the QR code")]
    CodeNotAvailable,
    /// The server could not make a code.
    #[error("WhatsApp could not make a code")]
    CodeFailed {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The number is linked in another slot.
    #[error("This number is already in slot {}", .slot.get())]
    NumberInOtherSlot {
        /// Which.
        slot: SlotNumber,
    },
    /// A question about the number that was just linked is open.
    #[error("First decide what happens with the number that was just linked")]
    DecisionPending,
    /// No question about a number is open.
    #[error("There is nothing to decide in this slot")]
    NothingToDecide,
    /// The link is just being ended.
    #[error("The link of this slot is just being removed")]
    Unlinking,
}
