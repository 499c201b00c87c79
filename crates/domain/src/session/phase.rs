//! Where a slot's link can stand.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Alive, Deadline, Mono};
use crate::{
    disconnect::Cause,
    pairing::{Account, Conflict, Pairing},
};

/// Every place a link can be in. What the card shows of it is
/// [`crate::link::LinkState`]; see [`super::Session::link_state`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No account sits here.
    Empty,
    /// A connection is being made: to log in if credentials sit here, to pair
    /// if not.
    Connecting {
        /// Which try this is, from 1.
        attempt: u32,
        /// Why the last try failed, or what holds this one up.
        cause: Option<Cause>,
        /// How far it got.
        stage: Stage,
    },
    /// The next try is set.
    Waiting {
        /// Which try comes next.
        attempt: u32,
        /// Why there is no connection.
        cause: Cause,
        /// When it starts.
        next_try: Deadline,
    },
    /// Codes are offered to the phone, by QR, by digits, or both.
    Pairing(Pairing),
    /// Pairing stopped; the user may ask for a new code, nobody else does.
    PairingOver {
        /// Why.
        cause: Cause,
    },
    /// The phone demands a passkey that a desktop app cannot provide.
    NeedsPasskey,
    /// The phone linked a number that raises a question.
    Conflict {
        /// The number that was linked.
        account: Account,
        /// The question.
        conflict: Conflict,
    },
    /// Paired; the connection restarts once.
    Authenticated {
        /// How far the restart got.
        stage: Stage,
    },
    /// Connected, and being brought up to date.
    Syncing {
        /// What is being fetched.
        sync: Sync,
        /// Items done.
        done: u32,
        /// Items known so far, 0 when unknown.
        total: u32,
        /// When a lack of progress counts as a stall.
        stalls_at: Mono,
        /// The proof that the connection lives.
        alive: Alive,
    },
    /// Connected and up to date.
    Online {
        /// The proof that the connection lives.
        alive: Alive,
    },
    /// The link is being removed at the server too.
    Unlinking {
        /// How far that got.
        stage: Stage,
        /// When it is removed here whether the server heard it or not.
        by: Mono,
    },
    /// The same link was opened elsewhere.
    Replaced,
    /// The server refuses this version of the client.
    Outdated,
    /// The number is restricted.
    Banned {
        /// When the server said it ends.
        until: Option<Deadline>,
        /// Whether that time has come.
        over: bool,
    },
    /// The account is locked by WhatsApp.
    Locked,
    /// The link is over; the history stays.
    LoggedOut {
        /// Why.
        reason: LogoutReason,
    },
    /// The link cannot work, for a cause on this computer.
    Failed {
        /// Why.
        cause: Cause,
    },
}

/// How far one connection attempt got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Starts at this time, and once the client before it is gone.
    Planned {
        /// Not before.
        at: Mono,
    },
    /// The client is starting and dialling.
    Dialling {
        /// Given up at.
        by: Mono,
    },
    /// The socket stands; keys are being exchanged.
    Handshaking {
        /// Given up at.
        by: Mono,
    },
    /// The channel is private; the server is to let us in, or to hand out codes.
    LoggingIn {
        /// Given up at.
        by: Mono,
    },
    /// Just paired: the server is to restart the stream.
    Restarting {
        /// Restarted from here at.
        by: Mono,
    },
    /// The server is being told that the link ends.
    LoggingOut,
}

/// What is being brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sync {
    /// What arrived while this computer was offline. Comes first: while it
    /// runs, news of the other kind does not replace it.
    Backlog,
    /// Older conversations sent by the phone.
    History,
}

/// Who ended a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LogoutReason {
    /// The user, here.
    Here,
    /// The user on the phone, while this computer was connected.
    OnPhone,
    /// The server no longer knows the link: removed while this computer was
    /// offline, or the phone stayed unused for too long.
    WhileAway,
}

impl Phase {
    /// Whether the phase waits for the user and does nothing by itself.
    pub const fn needs_user(&self) -> bool {
        match self {
            Self::Empty
            | Self::PairingOver { .. }
            | Self::NeedsPasskey
            | Self::Conflict { .. }
            | Self::Replaced
            | Self::Outdated
            | Self::Banned { .. }
            | Self::Locked
            | Self::LoggedOut { .. }
            | Self::Failed { .. } => true,
            Self::Connecting { .. }
            | Self::Waiting { .. }
            | Self::Pairing(_)
            | Self::Authenticated { .. }
            | Self::Syncing { .. }
            | Self::Online { .. }
            | Self::Unlinking { .. } => false,
        }
    }

    /// Whether the server let us in.
    pub const fn is_up(&self) -> bool {
        matches!(self, Self::Syncing { .. } | Self::Online { .. })
    }

    /// How far the attempt in this phase got, where there is one.
    pub(super) const fn stage(&self) -> Option<Stage> {
        match self {
            Self::Connecting { stage, .. }
            | Self::Authenticated { stage }
            | Self::Unlinking { stage, .. } => Some(*stage),
            Self::Empty
            | Self::Waiting { .. }
            | Self::Pairing(_)
            | Self::PairingOver { .. }
            | Self::NeedsPasskey
            | Self::Conflict { .. }
            | Self::Syncing { .. }
            | Self::Online { .. }
            | Self::Replaced
            | Self::Outdated
            | Self::Banned { .. }
            | Self::Locked
            | Self::LoggedOut { .. }
            | Self::Failed { .. } => None,
        }
    }

    pub(super) const fn stage_mut(&mut self) -> Option<&mut Stage> {
        match self {
            Self::Connecting { stage, .. }
            | Self::Authenticated { stage }
            | Self::Unlinking { stage, .. } => Some(stage),
            Self::Empty
            | Self::Waiting { .. }
            | Self::Pairing(_)
            | Self::PairingOver { .. }
            | Self::NeedsPasskey
            | Self::Conflict { .. }
            | Self::Syncing { .. }
            | Self::Online { .. }
            | Self::Replaced
            | Self::Outdated
            | Self::Banned { .. }
            | Self::Locked
            | Self::LoggedOut { .. }
            | Self::Failed { .. } => None,
        }
    }

    /// The proof that the connection lives, where one is claimed.
    pub(super) const fn alive_mut(&mut self) -> Option<&mut Alive> {
        match self {
            Self::Syncing { alive, .. } | Self::Online { alive } => Some(alive),
            Self::Empty
            | Self::Connecting { .. }
            | Self::Waiting { .. }
            | Self::Pairing(_)
            | Self::PairingOver { .. }
            | Self::NeedsPasskey
            | Self::Conflict { .. }
            | Self::Authenticated { .. }
            | Self::Unlinking { .. }
            | Self::Replaced
            | Self::Outdated
            | Self::Banned { .. }
            | Self::Locked
            | Self::LoggedOut { .. }
            | Self::Failed { .. } => None,
        }
    }

    /// Moves every shown time, after the wall clock jumped.
    pub(super) const fn reshow(&mut self, by_millis: i64) {
        match self {
            Self::Waiting { next_try, .. } => next_try.reshow(by_millis),
            Self::Pairing(pairing) => pairing.reshow(by_millis),
            Self::Banned {
                until: Some(until), ..
            } => until.reshow(by_millis),
            Self::Empty
            | Self::Connecting { .. }
            | Self::PairingOver { .. }
            | Self::NeedsPasskey
            | Self::Conflict { .. }
            | Self::Authenticated { .. }
            | Self::Syncing { .. }
            | Self::Online { .. }
            | Self::Unlinking { .. }
            | Self::Replaced
            | Self::Outdated
            | Self::Banned { until: None, .. }
            | Self::Locked
            | Self::LoggedOut { .. }
            | Self::Failed { .. } => {}
        }
    }
}
