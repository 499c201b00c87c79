//! What happens because its time has come.

use super::super::{
    Alive, Cleanup, Client, Effect, EventKind, Mono, Phase, Pulse, Stage, Sync,
    alarm::{CAUSE_AFTER, PAIRING_BUDGET},
};
use super::turn::Turn;
use crate::{
    disconnect::{Cause, Close, DialFault, HandshakeFault, LocalFault, verdict},
    pairing::{Lapse, Pairing, PhoneCode, Refusal},
};

/// More than the longest chain of things that can be due at one moment.
const ROUNDS: usize = 16;

impl Turn {
    /// Lets everything happen whose time has come, so that no step acts on a
    /// state that is over.
    pub(super) fn settle(&mut self) {
        for _ in 0..ROUNDS {
            if !(self.settle_client() || self.settle_phase()) {
                break;
            }
        }
    }

    fn settle_client(&mut self) -> bool {
        match self.session.client {
            Client::Stopping { run, by } if self.now.has_reached(by) => {
                self.session.client = Client::None;
                self.emit(Effect::AbortClient { run });
                true
            }
            Client::None => {
                let effect = match self.session.cleanup {
                    Cleanup::Nothing => return false,
                    Cleanup::Discard => Effect::DiscardUnlinked,
                    Cleanup::Wipe => Effect::WipeCredentials,
                };
                self.session.cleanup = Cleanup::Nothing;
                self.emit(effect);
                true
            }
            Client::Running { .. } | Client::Stopping { .. } => false,
        }
    }

    fn settle_phase(&mut self) -> bool {
        match self.session.phase.clone() {
            Phase::Connecting { stage, cause, .. } => {
                self.settle_pairing_time(stage, cause) || self.settle_stage(stage)
            }
            Phase::Authenticated { stage } => self.settle_stage(stage),
            Phase::Unlinking { by, .. } if self.now.has_reached(by) => {
                self.finish_unlinking(false);
                true
            }
            Phase::Unlinking { stage, .. } => self.settle_stage(stage),
            Phase::Waiting {
                next_try, cause, ..
            } => self.settle_waiting(next_try.at, cause),
            Phase::Pairing(pairing) => self.settle_offer(pairing),
            Phase::Syncing {
                sync,
                stalls_at,
                alive,
                ..
            } => self.settle_pulse(alive) || self.settle_sync(sync, stalls_at),
            Phase::Online { alive } => self.settle_pulse(alive),
            Phase::Banned {
                until: Some(until),
                over: false,
            } if self.now.has_reached(until.at) => {
                self.go(Phase::Banned {
                    until: Some(until),
                    over: true,
                });
                self.emit(Effect::RaiseAttention {
                    cause: Cause::BanOver,
                });
                true
            }
            Phase::Empty
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Conflict { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => false,
        }
    }

    fn settle_stage(&mut self, stage: Stage) -> bool {
        let close = match stage {
            Stage::Planned { at } => {
                let ready = self.now.has_reached(at) && !self.session.has_client();
                if ready {
                    self.start_client();
                }
                return ready;
            }
            Stage::Restarting { by } if self.now.has_reached(by) => {
                self.restart_after_pairing();
                return true;
            }
            Stage::Dialling { by } if self.now.has_reached(by) => {
                Close::Dial(DialFault::Unreachable)
            }
            Stage::Handshaking { by } if self.now.has_reached(by) => {
                Close::Handshake(HandshakeFault::NoAnswer)
            }
            Stage::LoggingIn { by } if self.now.has_reached(by) => {
                Close::Here(LocalFault::NotLetIn)
            }
            Stage::Dialling { .. }
            | Stage::Handshaking { .. }
            | Stage::LoggingIn { .. }
            | Stage::Restarting { .. }
            | Stage::LoggingOut => return false,
        };
        self.ended(close);
        true
    }

    fn settle_waiting(&mut self, next_try: Mono, cause: Cause) -> bool {
        if self.settle_budget(cause) {
            return true;
        }
        let due = self.now.has_reached(next_try);
        if due {
            self.connect(Some(cause));
        }
        due
    }

    /// A pairing without a code says why after ten seconds, and ends after
    /// three minutes.
    fn settle_pairing_time(&mut self, stage: Stage, cause: Option<Cause>) -> bool {
        if let Some(cause) = cause {
            return self.settle_budget(cause);
        }
        let late = self
            .session
            .pairing_since
            .is_some_and(|since| self.now.has_reached(since.plus(CAUSE_AFTER)));
        if late {
            let guess = match stage {
                Stage::Planned { .. } | Stage::Dialling { .. } => Cause::Unreachable,
                Stage::Handshaking { .. }
                | Stage::LoggingIn { .. }
                | Stage::Restarting { .. }
                | Stage::LoggingOut => Cause::ServerSilent,
            };
            let named = self.in_words_of_the_network(guess);
            if let Phase::Connecting { cause, .. } = &mut self.session.phase {
                *cause = Some(named);
            }
        }
        late
    }

    fn settle_budget(&mut self, cause: Cause) -> bool {
        let over = self
            .session
            .pairing_since
            .is_some_and(|since| self.now.has_reached(since.plus(PAIRING_BUDGET)));
        if over {
            self.end_pairing(Phase::PairingOver { cause }, cause, None);
        }
        over
    }

    fn settle_offer(&mut self, mut pairing: Pairing) -> bool {
        let asked = matches!(pairing.code, PhoneCode::Asked { .. });
        let lapse = pairing.lapse(self.now);
        if asked && pairing.code == PhoneCode::None {
            let until = self.session.limits.back_off(None, self.now).shown;
            self.refuse(Refusal::CodeFailed { until });
        }
        match lapse {
            Lapse::Nothing => return false,
            Lapse::Partly => self.go(Phase::Pairing(pairing)),
            Lapse::Over => {
                let cause = Cause::CodesExpired;
                self.end_pairing(Phase::PairingOver { cause }, cause, None);
            }
        }
        true
    }

    fn settle_pulse(&mut self, alive: Alive) -> bool {
        match alive.pulse(self.now) {
            Pulse::Fine => return false,
            Pulse::Probe => {
                let probed = alive.probed(self.now);
                if let Some(alive) = self.session.phase.alive_mut() {
                    *alive = probed;
                }
                self.probe();
            }
            Pulse::Dead => self.ended(Close::Here(LocalFault::NoAnswer)),
        }
        true
    }

    fn settle_sync(&mut self, sync: Sync, stalls_at: Mono) -> bool {
        let stalled = self.now.has_reached(stalls_at);
        if stalled {
            self.sync_fell_short(sync);
        }
        stalled
    }

    /// The backlog that stopped half way comes again on a new connection, which
    /// is tried once. Without it the conversations are usable all the same.
    pub(super) fn sync_fell_short(&mut self, sync: Sync) {
        let close = Close::Here(LocalFault::SyncStalled);
        if sync == Sync::Backlog && !self.session.sync_retried {
            self.session.sync_retried = true;
            self.ended(close);
            return;
        }
        self.record(EventKind::SyncIncomplete, Some(verdict(close).cause), None);
        if let Some(alive) = self.session.phase.alive_mut().copied() {
            self.go(Phase::Online { alive });
        }
    }
}
