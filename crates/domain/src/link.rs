//! What a slot card shows about its link.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    address::PhoneNumber, disconnect::Cause, session::LogoutReason, slot::SlotNumber,
    time::Timestamp,
};

/// The state of the link between this computer and the account in a slot.
///
/// "Online" is claimed only while the socket proves it; every other state names
/// its cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum LinkState {
    /// No account sits here.
    Empty,
    /// A connection is being made.
    Connecting {
        /// Which try this is, from 1.
        attempt: u32,
        /// Why the last try failed, or what holds this one up.
        cause: Option<Cause>,
    },
    /// A QR code waits to be scanned.
    QrReady {
        /// When the code stops working.
        expires_at: Timestamp,
        /// Which code of the series this is, from 1.
        number: u8,
        /// How many codes the series has.
        of: u8,
    },
    /// A pairing code waits to be typed on the phone.
    PairingCode {
        /// When the code stops working.
        expires_at: Timestamp,
    },
    /// Pairing stopped; the user may ask for a new code.
    PairingOver {
        /// Why.
        cause: Cause,
    },
    /// The phone demands a passkey that a desktop app cannot provide.
    NeedsPasskey,
    /// The phone linked a number that raises a question.
    NumberConflict {
        /// The number that was linked.
        phone: PhoneNumber,
        /// The slot it sits in already; without one, this slot holds another
        /// number.
        other: Option<SlotNumber>,
    },
    /// Paired; the connection restarts once.
    Authenticated,
    /// Conversations are being brought up to date.
    Syncing {
        /// Items done.
        done: u32,
        /// Items known so far, 0 when unknown.
        total: u32,
    },
    /// Connected, proved by a recent answer of the server.
    Online,
    /// No connection; another try is planned.
    WaitingForNetwork {
        /// Which try comes next.
        attempt: u32,
        /// Why there is no connection.
        cause: Cause,
        /// When the next try starts.
        next_try_at: Timestamp,
    },
    /// The link is being removed, at the server too.
    Unlinking,
    /// The account was opened in another place with the same link.
    Replaced,
    /// The server refuses this version of the client.
    Outdated,
    /// The number is restricted.
    Banned {
        /// When the restriction ends, if the server said so.
        until: Option<Timestamp>,
        /// Whether that time has come.
        over: bool,
    },
    /// The account is locked by WhatsApp.
    Locked,
    /// The link was removed; the history stays.
    LoggedOut {
        /// Who removed it.
        reason: LogoutReason,
    },
    /// The link cannot work, for a cause on this computer.
    Failed {
        /// Why.
        cause: Cause,
    },
}
