//! What follows when the user asks for something.

use super::super::{Ask, Client, Effect, EventKind, LogoutReason, Phase, Stage, Tie};
use super::turn::Turn;
use crate::{
    address::PhoneNumber,
    disconnect::Cause,
    pairing::{Account, Conflict, PhoneCode, Refusal, Seat},
};

/// The server restarts the stream within a blink after pairing; if not, we do.
const RESTART_WITHIN: u64 = 20_000;
/// Telling the server over the connection that stands.
const UNLINK_WITHIN: u64 = 10_000;
/// Telling the server over a new connection, made after the last one stopped.
const TELL_WITHIN: u64 = 40_000;

impl Turn {
    pub(super) fn ask(&mut self, ask: Ask) {
        match ask {
            Ask::Connect => self.ask_connect(),
            Ask::Cancel => self.ask_cancel(),
            Ask::RetryNow => self.ask_retry(),
            Ask::NewCode => self.ask_new_code(),
            Ask::PairingCode { number, seat } => self.ask_pairing_code(number, seat),
            Ask::CancelPairingCode => self.ask_cancel_code(),
            Ask::UseHere => self.ask_use_here(),
            Ask::Unlink => self.ask_unlink(),
        }
    }

    fn ask_connect(&mut self) {
        match &self.session.phase {
            Phase::Empty
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::LoggedOut { .. } => self.begin_pairing(),
            Phase::Failed { .. } if !self.is_linked() => self.begin_pairing(),
            // Already on the way; asking twice is one ask.
            Phase::Connecting { .. } | Phase::Pairing(_) => {}
            Phase::Waiting { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::Failed { .. } => self.ask_retry(),
            Phase::Authenticated { .. } | Phase::Syncing { .. } | Phase::Online { .. } => {
                self.refuse(Refusal::SlotAlreadyConnected);
            }
            Phase::Conflict { .. } => self.refuse(Refusal::DecisionPending),
            Phase::Unlinking { .. } => self.refuse(Refusal::Unlinking),
        }
    }

    fn ask_retry(&mut self) {
        match self.session.phase.clone() {
            Phase::Waiting {
                cause: Cause::SlowDown,
                next_try,
                ..
            } => self.refuse(Refusal::TooSoon {
                until: next_try.shown,
            }),
            Phase::Waiting { cause, .. } => self.connect(Some(cause)),
            Phase::Replaced | Phase::Outdated | Phase::Banned { .. } | Phase::Locked => {
                self.session.failures = 0;
                self.connect(None);
            }
            Phase::Failed { .. } if self.is_linked() => {
                self.session.failures = 0;
                self.connect(None);
            }
            Phase::Failed { .. } | Phase::PairingOver { .. } | Phase::NeedsPasskey => {
                self.begin_pairing();
            }
            Phase::Connecting { .. } | Phase::Pairing(_) => {}
            Phase::Authenticated { .. } | Phase::Syncing { .. } | Phase::Online { .. } => {
                self.refuse(Refusal::SlotAlreadyConnected);
            }
            Phase::Empty | Phase::LoggedOut { .. } => self.refuse(Refusal::NotLinked),
            Phase::Conflict { .. } => self.refuse(Refusal::DecisionPending),
            Phase::Unlinking { .. } => self.refuse(Refusal::Unlinking),
        }
    }

    fn ask_new_code(&mut self) {
        match &self.session.phase {
            Phase::Pairing(pairing) => {
                let expires = match (pairing.qr, pairing.code) {
                    (Some(qr), _) => Some(qr.expires),
                    (None, PhoneCode::Shown { expires }) => Some(expires),
                    (None, PhoneCode::None | PhoneCode::Asked { .. }) => None,
                };
                self.refuse(match expires {
                    Some(expires) => Refusal::CodeStillGood {
                        until: expires.shown,
                    },
                    None => Refusal::CodeOnItsWay,
                });
            }
            Phase::Connecting { .. }
            | Phase::Waiting { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::Failed { .. }
                if self.is_linked() =>
            {
                self.refuse(Refusal::SlotAlreadyLinked);
            }
            Phase::Empty
            | Phase::Connecting { .. }
            | Phase::Waiting { .. }
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
            | Phase::Failed { .. } => self.ask_connect(),
        }
    }

    fn begin_pairing(&mut self) {
        if let Err(until) = self.session.limits.take_series(self.now) {
            self.refuse(Refusal::TooSoon { until: until.shown });
            return;
        }
        self.session.failures = 0;
        self.session.pairing_since = Some(self.now.mono);
        self.connect(None);
    }

    fn ask_cancel(&mut self) {
        match &self.session.phase {
            Phase::Connecting { .. } | Phase::Waiting { .. } | Phase::Pairing(_)
                if !self.is_linked() =>
            {
                let rest = self.session.rest();
                self.end_pairing(rest, Cause::Cancelled, None);
            }
            // What pairing left behind went with it; only the words stay.
            Phase::PairingOver { .. } | Phase::NeedsPasskey => self.go(self.session.rest()),
            Phase::Failed { .. } if !self.is_linked() => self.go(self.session.rest()),
            // The phone has linked us already, so it has to be told.
            Phase::Conflict { .. } => {
                self.stop_client();
                let stage = Stage::Planned { at: self.soonest() };
                self.unlink_at_server(stage, TELL_WITHIN);
            }
            Phase::Unlinking { .. } => self.refuse(Refusal::Unlinking),
            Phase::Empty
            | Phase::Connecting { .. }
            | Phase::Waiting { .. }
            | Phase::Pairing(_)
            | Phase::Authenticated { .. }
            | Phase::Syncing { .. }
            | Phase::Online { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => self.refuse(Refusal::NothingToCancel),
        }
    }

    fn ask_pairing_code(&mut self, number: PhoneNumber, seat: Seat) {
        let pairing = match &self.session.phase {
            Phase::Pairing(pairing) => *pairing,
            Phase::Authenticated { .. } | Phase::Syncing { .. } | Phase::Online { .. } => {
                return self.refuse(Refusal::SlotAlreadyConnected);
            }
            Phase::Conflict { .. } => return self.refuse(Refusal::DecisionPending),
            Phase::Unlinking { .. } => return self.refuse(Refusal::Unlinking),
            Phase::Empty
            | Phase::Connecting { .. }
            | Phase::Waiting { .. }
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => {
                return self.refuse(if self.is_linked() {
                    Refusal::SlotAlreadyLinked
                } else {
                    Refusal::NotReadyForPairingCode
                });
            }
        };
        let (Some(run), Some(_)) = (self.session.run(), pairing.qr) else {
            return self.refuse(Refusal::NotReadyForPairingCode);
        };
        match pairing.code {
            PhoneCode::None => {}
            PhoneCode::Asked { .. } => return self.refuse(Refusal::CodeOnItsWay),
            PhoneCode::Shown { expires } => {
                return self.refuse(Refusal::CodeStillGood {
                    until: expires.shown,
                });
            }
        }
        if let Seat::OtherSlot(slot) = seat {
            return self.refuse(Refusal::NumberInOtherSlot { slot });
        }
        if let Err(until) = self.session.limits.take_code(self.now) {
            return self.refuse(Refusal::TooSoon { until: until.shown });
        }
        self.go(Phase::Pairing(pairing.with_code_asked(self.now)));
        self.emit(Effect::AskPairingCode { run, number });
    }

    fn ask_cancel_code(&mut self) {
        match (&mut self.session.phase, self.session.client) {
            (Phase::Pairing(pairing), Client::Running { run })
                if pairing.code != PhoneCode::None =>
            {
                pairing.code = PhoneCode::None;
                let over = pairing.is_over();
                self.emit(Effect::CancelPairingCode { run });
                if over {
                    let cause = Cause::CodesExpired;
                    self.end_pairing(Phase::PairingOver { cause }, cause, None);
                }
            }
            _ => self.refuse(Refusal::NothingToCancel),
        }
    }

    fn ask_use_here(&mut self) {
        let Phase::Conflict { account, conflict } = self.session.phase.clone() else {
            return self.refuse(Refusal::NothingToDecide);
        };
        match conflict {
            Conflict::InOtherSlot(from) => self.emit(Effect::MoveAccount { from }),
            Conflict::OverAnother => {}
        }
        self.link(account);
        // The restart after pairing may have come and gone while the user thought.
        if self.session.run().is_none() {
            self.restart_after_pairing();
        }
    }

    /// Ties the fresh keys to the account.
    pub(super) fn link(&mut self, account: Account) {
        self.session.tie = Tie::Linked(account.clone());
        self.session.limits.forgive();
        self.session.pairing_since = None;
        self.session.failures = 0;
        self.session.was_online = false;
        self.session.turned_at = self.now.mono;
        self.session.sync_retried = false;
        self.emit(Effect::SaveCredentials { account });
        self.record(EventKind::Linked, None, None);
        self.go(Phase::Authenticated {
            stage: Stage::Restarting {
                by: self.now.mono.plus(RESTART_WITHIN),
            },
        });
    }

    fn ask_unlink(&mut self) {
        match &self.session.phase {
            Phase::Conflict { .. } => return self.refuse(Refusal::DecisionPending),
            Phase::Unlinking { .. } => return self.refuse(Refusal::Unlinking),
            Phase::Empty
            | Phase::Connecting { .. }
            | Phase::Waiting { .. }
            | Phase::Pairing(_)
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Authenticated { .. }
            | Phase::Syncing { .. }
            | Phase::Online { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => {}
        }
        if !self.is_linked() {
            return self.refuse(Refusal::NotLinked);
        }
        let up = self.session.phase.is_up();
        self.end_link(LogoutReason::Here);
        match self.session.run() {
            Some(run) if up => {
                self.unlink_at_server(Stage::LoggingOut, UNLINK_WITHIN);
                self.emit(Effect::LogOut { run });
            }
            // Without a connection nobody can be told, and a link that the user
            // wants gone is not brought up for it.
            Some(_) | None => self.finish_unlinking(false),
        }
    }
}
