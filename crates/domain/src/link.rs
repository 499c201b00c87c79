//! What a slot card shows about its link.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::time::Timestamp;

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
    /// The phone demands a passkey that a desktop app cannot provide.
    NeedsPasskey,
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
        /// When the next try starts.
        next_try_at: Timestamp,
    },
    /// The account was opened in another place with the same link.
    Replaced,
    /// The server refuses this version of the client.
    Outdated,
    /// The number is restricted.
    Banned {
        /// When the restriction ends, if the server said so.
        until: Option<Timestamp>,
    },
    /// The account is locked by WhatsApp.
    Locked,
    /// The link was removed; the history stays.
    LoggedOut,
    /// The link cannot work, for a cause the user can read.
    Failed {
        /// Why.
        cause: LinkFailure,
    },
}

/// Why a link is [`LinkState::Failed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LinkFailure {
    /// This build shows stored conversations but holds no engine to connect with.
    NoEngine,
}
