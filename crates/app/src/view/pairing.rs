//! The pairing console: what is offered to the phone, and how far it got.

use frontdesk_domain::{disconnect::Cause, pairing::Refusal, slot::SlotNumber, time::Timestamp};
use serde::Serialize;
use specta::Type;

/// A link that is being made. Lives in memory only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PairingView {
    /// In which slot.
    pub slot: SlotNumber,
    /// When the user asked for it.
    pub since: Timestamp,
    /// How far it got.
    pub step: PairingStep,
    /// What holds it up or ended it.
    pub cause: Option<Cause>,
    /// The QR code to be scanned now.
    pub qr: Option<QrView>,
    /// The pairing code.
    pub code: PhoneCodeView,
    /// Until when no pairing code may be asked for.
    pub codes_blocked_until: Option<Timestamp>,
}

/// How far a pairing got, for the console's status line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PairingStep {
    /// On the way to the first code.
    Connecting,
    /// A code is offered.
    CodeReady,
    /// A phone accepted it; the rest of the way is told by the link state.
    Authenticated,
    /// The number raises a question.
    Deciding,
    /// Linked and connected.
    Connected,
    /// Over, without a link.
    Over,
}

/// A QR code, ready to be drawn.
#[derive(Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QrView {
    /// Its side in modules, without a margin.
    pub size: u16,
    /// The dark modules as the `d` of one SVG path, one unit per module.
    pub path: String,
    /// Which code of the series this is, from 1.
    pub number: u8,
    /// How many codes the series has.
    pub of: u8,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for QrView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QrView")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// Where the pairing code stands.
#[derive(Clone, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum PhoneCodeView {
    /// It can be asked for once the first QR code is there.
    NotYet,
    /// It can be asked for.
    Free,
    /// It was asked for.
    Asked,
    /// It waits to be typed on the phone.
    Shown {
        /// As on the phone: `ABCD-EFGH`.
        text: String,
        /// Letter by letter, for a screen reader.
        spelled: String,
        /// When it stops working.
        expires_at: Timestamp,
    },
    /// The server gave none.
    Refused {
        /// Why.
        refusal: RefusalView,
    },
}

impl std::fmt::Debug for PhoneCodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NotYet => "NotYet",
            Self::Free => "Free",
            Self::Asked => "Asked",
            Self::Shown { .. } => "Shown",
            Self::Refused { .. } => "Refused",
        })
    }
}

/// Why an ask about a link is not followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum RefusalView {
    /// The slot has a connected account.
    SlotAlreadyConnected,
    /// The slot has an account, though it is not connected.
    SlotAlreadyLinked,
    /// There is no link to bring up or to end.
    NotLinked,
    /// There is nothing to stop.
    NothingToCancel,
    /// The first QR code is not there yet, or not there any more.
    NotReadyForPairingCode,
    /// A code is shown and still works.
    CodeStillGood {
        /// Until then.
        until: Timestamp,
    },
    /// A code was asked for and is on its way.
    CodeOnItsWay,
    /// Asking again now risks the number.
    TooSoon {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The server throttles codes, or takes the number for wrong.
    CodeThrottled {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The server offers no pairing code for this account.
    CodeNotAvailable,
    /// The server could not make a code.
    CodeFailed {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The number is linked in another slot.
    NumberInOtherSlot {
        /// Which.
        slot: SlotNumber,
    },
    /// A question about the number that was just linked is open.
    DecisionPending,
    /// No question about a number is open.
    NothingToDecide,
    /// The link is just being ended.
    Unlinking,
}

impl From<Refusal> for RefusalView {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::SlotAlreadyConnected => Self::SlotAlreadyConnected,
            Refusal::SlotAlreadyLinked => Self::SlotAlreadyLinked,
            Refusal::NotLinked => Self::NotLinked,
            Refusal::NothingToCancel => Self::NothingToCancel,
            Refusal::NotReadyForPairingCode => Self::NotReadyForPairingCode,
            Refusal::CodeOnItsWay => Self::CodeOnItsWay,
            Refusal::CodeNotAvailable => Self::CodeNotAvailable,
            Refusal::DecisionPending => Self::DecisionPending,
            Refusal::NothingToDecide => Self::NothingToDecide,
            Refusal::Unlinking => Self::Unlinking,
            Refusal::CodeStillGood { until } => Self::CodeStillGood { until },
            Refusal::TooSoon { until } => Self::TooSoon { until },
            Refusal::CodeThrottled { until } => Self::CodeThrottled { until },
            Refusal::CodeFailed { until } => Self::CodeFailed { until },
            Refusal::NumberInOtherSlot { slot } => Self::NumberInOtherSlot { slot },
        }
    }
}
