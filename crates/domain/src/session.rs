//! The pure heart of a slot: what its link does next, and what its card may
//! claim.
//!
//! [`step`] takes the session, one input and the time, and returns the next
//! session with the effects somebody else carries out. Nothing here reads a
//! clock, rolls dice, dials or stores: a supervisor per slot feeds this machine
//! and obeys it.
//!
//! The promises kept here, each by a test:
//! - A connection is started at most once per second.
//! - A phase that needs the user never starts anything by itself, and names the
//!   one action that leaves it.
//! - Every other phase has an alarm set that leads out of it.
//! - Credentials are wiped only after an explicit logout, and only when no
//!   client is left that could write them back.
//! - [`Phase::Online`] and [`Phase::Syncing`] end when no round trip succeeded
//!   lately; see [`Alive`] for the bounds.
//! - Waiting is measured on the monotonic clock; a jump of the wall clock only
//!   moves what is shown.
//!
//! ```text
//! Empty ─connect▶ Connecting ─qr▶ Pairing ─scanned▶ Authenticated ─▶ Syncing ⇄ Online
//!                  ▲      │          │ codes over       │               │        │
//!                  │      ▼          ▼                  └──── lost ─────┴────────┘
//!                  └── Waiting   PairingOver                     │
//!                         ▲                                      ▼
//!                         └────────── retry rule of `disconnect`: Waiting, or a phase
//!                                     that needs the user (Replaced, Outdated, Banned,
//!                                     Locked, LoggedOut, Failed)
//! ```

mod alarm;
mod alive;
mod effect;
mod input;
mod moment;
mod phase;
mod step;
mod view;

#[cfg(test)]
mod tests;

pub use alive::{Alive, Pulse};
pub use effect::{Effect, EventKind, LinkEvent, Purpose};
pub use input::{Ask, Environment, Input, Notice, Run};
pub use moment::{Deadline, Moment, Mono};
pub use phase::{LogoutReason, Phase, Stage, Sync};
pub use step::step;
pub use view::NextAction;

use crate::pairing::{Account, CodeLimits};

/// Everything one slot remembers about its link between two steps.
///
/// Only [`start`] and [`step`] make one, so that its parts always agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    phase: Phase,
    tie: Tie,
    client: Client,
    cleanup: Cleanup,
    /// Connections that ended, or never came to be, since the last stable one.
    failures: u32,
    /// When the connection last went up or down; what a timeline calls duration.
    turned_at: Mono,
    /// Whether the slot was ever online since the program started.
    was_online: bool,
    last_start: Option<Mono>,
    runs: u32,
    network_down: bool,
    limits: CodeLimits,
    /// When the user asked for the link that is being made.
    pairing_since: Option<Mono>,
    /// Whether an unfinished catch-up already cost a reconnect.
    sync_retried: bool,
    /// Wall clock minus monotonic clock, as the shown times assume it.
    clock_offset: i64,
    alarm: Option<Mono>,
}

/// What the store knows about a slot when the program starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Nothing sits here.
    Empty,
    /// Credentials of this account: the slot goes online without a click. The
    /// terminal phases are not stored on purpose: one try per start shows
    /// whether a ban or a lock is over.
    Linked(Account),
    /// The link is over.
    LoggedOut {
        /// Why.
        reason: LogoutReason,
        /// Whether the credentials are gone; if the program died between the
        /// mark and the wipe, they are wiped first thing.
        wiped: bool,
    },
}

/// Begins the session of a slot when the program starts.
pub fn start(stored: Stored, now: Moment) -> (Session, Vec<Effect>) {
    step::begin(stored, now)
}

impl Session {
    /// Where the link stands.
    pub const fn phase(&self) -> &Phase {
        &self.phase
    }

    /// The account whose credentials sit here, if any.
    pub const fn linked(&self) -> Option<&Account> {
        match &self.tie {
            Tie::Linked(account) => Some(account),
            Tie::Unlinked { .. } => None,
        }
    }

    /// The limits on asking for codes, with any back-off the console shows.
    pub const fn code_limits(&self) -> &CodeLimits {
        &self.limits
    }

    /// When the supervisor must send [`Environment::TimerFired`] next.
    pub const fn alarm(&self) -> Option<Mono> {
        self.alarm
    }

    /// The client whose notices count at the moment.
    pub const fn run(&self) -> Option<Run> {
        match self.client {
            Client::Running { run } => Some(run),
            Client::None | Client::Stopping { .. } => None,
        }
    }

    /// Whether a client may still run, stopping or not.
    pub const fn has_client(&self) -> bool {
        !matches!(self.client, Client::None)
    }

    /// Where an unlinked slot comes to rest.
    const fn rest(&self) -> Phase {
        match self.tie {
            Tie::Unlinked {
                was: Some(reason), ..
            } => Phase::LoggedOut { reason },
            Tie::Unlinked { was: None } | Tie::Linked(_) => Phase::Empty,
        }
    }
}

/// Whether credentials of an account sit here.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tie {
    Unlinked { was: Option<LogoutReason> },
    Linked(Account),
}

/// The one client a slot may have. The next one starts only when this is `None`:
/// two clients on the same keys corrupt each other's protocol state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Client {
    None,
    Running { run: Run },
    Stopping { run: Run, by: Mono },
}

/// What leaves the store once no client is left to write it back. Ordered: a
/// wipe covers what a discard covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cleanup {
    Nothing,
    Discard,
    Wipe,
}
