//! When a session has to be woken. Derived from the state after every step, so
//! that a promise ("next try in 8 s") and the timer behind it cannot part.

use super::{Client, Mono, Phase, Session, Stage};

/// A pairing that brought no code after this long names a cause.
pub(super) const CAUSE_AFTER: u64 = 10_000;
/// A pairing that brought no code after this long is over.
pub(super) const PAIRING_BUDGET: u64 = 180_000;

impl Session {
    /// The earliest time at which something happens by itself.
    pub(super) fn next_due(&self) -> Option<Mono> {
        let client = match self.client {
            Client::Stopping { by, .. } => Some(by),
            Client::None | Client::Running { .. } => None,
        };
        let due = [client, self.phase_due(), self.pairing_due()];
        due.into_iter().flatten().min()
    }

    fn phase_due(&self) -> Option<Mono> {
        match &self.phase {
            Phase::Connecting { stage, .. } | Phase::Authenticated { stage } => {
                self.stage_due(*stage)
            }
            Phase::Unlinking { stage, by } => {
                Some(self.stage_due(*stage).map_or(*by, |due| due.min(*by)))
            }
            Phase::Waiting { next_try, .. } => Some(next_try.at),
            Phase::Pairing(pairing) => pairing.next(),
            Phase::Syncing {
                stalls_at, alive, ..
            } => Some(alive.next().min(*stalls_at)),
            Phase::Online { alive } => Some(alive.next()),
            Phase::Banned {
                until: Some(until),
                over: false,
            } => Some(until.at),
            Phase::Empty
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Conflict { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => None,
        }
    }

    const fn stage_due(&self, stage: Stage) -> Option<Mono> {
        match stage {
            // While the client before is stopping, its end is what is waited for.
            Stage::Planned { .. } if self.has_client() => None,
            Stage::Planned { at } => Some(at),
            Stage::Dialling { by }
            | Stage::Handshaking { by }
            | Stage::LoggingIn { by }
            | Stage::Restarting { by } => Some(by),
            Stage::LoggingOut => None,
        }
    }

    /// The time limits of a pairing that has no code to show yet.
    fn pairing_due(&self) -> Option<Mono> {
        let since = self.pairing_since?;
        match &self.phase {
            Phase::Connecting { cause: None, .. } => Some(since.plus(CAUSE_AFTER)),
            Phase::Connecting { cause: Some(_), .. } | Phase::Waiting { .. } => {
                Some(since.plus(PAIRING_BUDGET))
            }
            Phase::Empty
            | Phase::Pairing(_)
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Conflict { .. }
            | Phase::Authenticated { .. }
            | Phase::Syncing { .. }
            | Phase::Online { .. }
            | Phase::Unlinking { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => None,
        }
    }
}
