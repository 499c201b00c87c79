//! Everything a step can want done, in the order it is to be done.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{LogoutReason, Mono, Run};
use crate::{
    address::PhoneNumber,
    disconnect::Cause,
    pairing::{Account, Refusal},
    slot::SlotNumber,
    time::Timestamp,
};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Make a client for one connection attempt and report its notices under
    /// this number. Never asked for while another client is left.
    StartClient {
        /// Its number.
        run: Run,
        /// What it is for.
        purpose: Purpose,
    },
    /// Shut the client down with all its flushes; answered by
    /// [`super::Notice::Stopped`].
    StopClient {
        /// Which.
        run: Run,
    },
    /// The client did not stop in time: drop it at once, flushed or not.
    AbortClient {
        /// Which.
        run: Run,
    },
    /// Tell the server that the link ends; answered by
    /// [`super::Notice::LogoutDone`].
    LogOut {
        /// Through which client.
        run: Run,
    },
    /// Ask the server for a sign of life; answered by
    /// [`super::Notice::RoundTrip`]. Is not reported as [`super::Notice::Sent`].
    Probe {
        /// Through which client.
        run: Run,
    },
    /// Wake this machine at that time, instead of at any time set before.
    SetTimer {
        /// When.
        at: Mono,
    },
    /// Forget the timer.
    CancelTimer,
    /// Ask the server for a pairing code.
    AskPairingCode {
        /// Through which client.
        run: Run,
        /// For which number.
        number: PhoneNumber,
    },
    /// Withdraw the pairing code that was asked for.
    CancelPairingCode {
        /// Through which client.
        run: Run,
    },
    /// Take the account, its history and its place from another slot, and end
    /// the other slot's own link as if the user had unlinked it.
    MoveAccount {
        /// From where.
        from: SlotNumber,
    },
    /// Tie the fresh keys to this account, durably. From here on it is linked.
    SaveCredentials {
        /// The account.
        account: Account,
    },
    /// Note durably that the link is over, before the keys go: a crash in
    /// between must not bring it back.
    MarkLoggedOut {
        /// Why.
        reason: LogoutReason,
    },
    /// Delete the account's keys and protocol state. Only ever follows a
    /// logout by the user or by the server's explicit word. History stays.
    WipeCredentials,
    /// Delete the keys of a link that never came to be, if there are any.
    DiscardUnlinked,
    /// Add a line to the slot's timeline.
    RecordEvent(LinkEvent),
    /// The slot needs the user: one notification.
    RaiseAttention {
        /// Why.
        cause: Cause,
    },
    /// The answer to an ask that is not followed.
    Refuse(Refusal),
}

/// What a client is started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To link a phone, with fresh keys.
    Pair,
    /// To log in with the credentials in the store.
    LogIn,
}

/// A line of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkEvent {
    /// When, on the wall clock.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Why, where there is a why.
    pub cause: Option<Cause>,
    /// The server's code, where there was one.
    pub code: Option<u16>,
    /// How long the state before it lasted, in milliseconds.
    pub lasted: Option<u64>,
}

/// What a line of the timeline tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// A phone linked this slot.
    Linked,
    /// First online since the program started or the phone linked.
    Online,
    /// Online again.
    Reconnected,
    /// The connection was lost; tries go on.
    Lost,
    /// Nothing more happens without the user.
    Stopped,
    /// Not everything that was announced arrived.
    SyncIncomplete,
    /// Pairing ended without a link.
    PairingEnded,
    /// The link was ended here, and the server knows.
    Unlinked,
    /// The link was ended here; the phone still lists it.
    UnlinkedHereOnly,
}
