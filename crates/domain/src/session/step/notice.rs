//! What follows when the engine notices something.

use super::super::{Alive, Client, Effect, EventKind, Mono, Notice, Phase, Run, Stage, Sync};
use super::turn::Turn;
use crate::{
    disconnect::{Cause, Close, LocalFault, SocketEnd},
    pairing::{Account, PairCodeAnswer, Pairing, PhoneCode, Refusal, Seat},
};

const HANDSHAKE_WITHIN: u64 = 20_000;
const LOGIN_WITHIN: u64 = 20_000;
/// The first login fetches the phone's keys, which it sends when it likes.
const FIRST_LOGIN_WITHIN: u64 = 90_000;
/// Announced items that stop coming for this long have stopped.
const STALL_AFTER: u64 = 60_000;

impl Turn {
    pub(super) fn engine(&mut self, run: Run, notice: Notice) {
        match (self.session.client, notice) {
            (Client::Stopping { run: known, .. }, Notice::Stopped) if known == run => {
                self.session.client = Client::None;
            }
            // It went by itself, without a word about the connection.
            (Client::Running { run: known }, Notice::Stopped) if known == run => {
                self.session.client = Client::None;
                self.ended(Close::Socket(SocketEnd::Broken));
            }
            (Client::Running { run: known }, notice) if known == run => self.notice(notice),
            (Client::None | Client::Running { .. } | Client::Stopping { .. }, _) => {}
        }
    }

    fn notice(&mut self, notice: Notice) {
        match notice {
            Notice::Dialled => self.dialled(),
            Notice::HandshakeDone => self.handshake_done(),
            Notice::QrCode { valid_for } => self.qr_code(valid_for),
            Notice::QrExhausted => self.change_offer(|pairing| pairing.qr = None),
            Notice::PairCodeIssued { valid_for } => {
                let now = self.now;
                self.change_offer(|pairing| *pairing = pairing.with_code(valid_for, now));
            }
            Notice::PairCodeRefused { answer, back_off } => self.code_refused(answer, back_off),
            Notice::PasskeyDemanded => {
                self.pairing_failed(Phase::NeedsPasskey, Cause::PasskeyNeeded)
            }
            Notice::PairFailed => {
                let cause = Cause::PairFailed;
                self.pairing_failed(Phase::PairingOver { cause }, cause);
            }
            Notice::PairSucceeded { account, seat } => self.paired(account, seat),
            Notice::Connected => self.connected(),
            Notice::SyncProgress { sync, done, total } => self.sync_progress(sync, done, total),
            Notice::SyncFinished { sync, complete } => self.sync_finished(sync, complete),
            Notice::Sent => {
                let now = self.now;
                if let Some(alive) = self.session.phase.alive_mut() {
                    *alive = alive.sent(now);
                }
            }
            Notice::RoundTrip { asked_at } => {
                let now = self.now;
                if let Some(alive) = self.session.phase.alive_mut() {
                    *alive = alive.answered(asked_at, now);
                }
            }
            Notice::LogoutDone { told } => {
                if let Phase::Unlinking { .. } = self.session.phase {
                    self.finish_unlinking(told);
                }
            }
            Notice::Ended(close) => self.ended(close),
            // Handled above, where the client is known.
            Notice::Stopped => {}
        }
    }

    fn dialled(&mut self) {
        if let Some(Stage::Dialling { .. }) = self.session.phase.stage() {
            self.set_stage(Stage::Handshaking {
                by: self.now.mono.plus(HANDSHAKE_WITHIN),
            });
        }
    }

    fn handshake_done(&mut self) {
        if let Some(Stage::Dialling { .. } | Stage::Handshaking { .. }) = self.session.phase.stage()
        {
            self.set_stage(Stage::LoggingIn {
                by: self.login_by(),
            });
        }
    }

    const fn login_by(&self) -> Mono {
        let first = matches!(self.session.phase, Phase::Authenticated { .. });
        self.now.mono.plus(if first {
            FIRST_LOGIN_WITHIN
        } else {
            LOGIN_WITHIN
        })
    }

    fn qr_code(&mut self, valid_for: u64) {
        let now = self.now;
        match &self.session.phase {
            Phase::Pairing(_) => {
                self.change_offer(|pairing| *pairing = pairing.with_qr(valid_for, now));
            }
            Phase::Connecting { .. } if !self.is_linked() => {
                self.session.failures = 0;
                self.go(Phase::Pairing(Pairing::first(valid_for, now)));
            }
            // A code where a login should be: the store has no keys. Linking
            // anew is for the user to decide.
            Phase::Connecting { .. } | Phase::Authenticated { .. } => {
                self.ended(Close::Here(LocalFault::NoKeys));
            }
            Phase::Empty
            | Phase::Waiting { .. }
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Conflict { .. }
            | Phase::Syncing { .. }
            | Phase::Online { .. }
            | Phase::Unlinking { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => {}
        }
    }

    /// Changes what is offered to the phone; when nothing is left, that is the
    /// end of it.
    fn change_offer(&mut self, change: impl FnOnce(&mut Pairing)) {
        let Phase::Pairing(pairing) = &mut self.session.phase else {
            return;
        };
        change(pairing);
        if pairing.is_over() {
            let cause = Cause::CodesExpired;
            self.end_pairing(Phase::PairingOver { cause }, cause, None);
        }
    }

    fn code_refused(&mut self, answer: PairCodeAnswer, back_off: Option<u64>) {
        let Phase::Pairing(Pairing {
            code: PhoneCode::Asked { .. },
            ..
        }) = self.session.phase
        else {
            return;
        };
        let until = self.session.limits.back_off(back_off, self.now).shown;
        self.refuse(match answer {
            PairCodeAnswer::BadRequest | PairCodeAnswer::TooMany => {
                Refusal::CodeThrottled { until }
            }
            PairCodeAnswer::Forbidden | PairCodeAnswer::NotAvailable => Refusal::CodeNotAvailable,
            PairCodeAnswer::Fault => Refusal::CodeFailed { until },
        });
        self.change_offer(|pairing| pairing.code = PhoneCode::None);
    }

    fn is_pairing(&self) -> bool {
        match self.session.phase {
            Phase::Pairing(_) => true,
            Phase::Connecting { .. } => !self.is_linked(),
            Phase::Empty
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
            | Phase::Failed { .. } => false,
        }
    }

    fn pairing_failed(&mut self, phase: Phase, cause: Cause) {
        if self.is_pairing() {
            self.end_pairing(phase, cause, None);
        }
    }

    fn paired(&mut self, account: Account, seat: Seat) {
        if !self.is_pairing() {
            return;
        }
        match seat.conflict() {
            None => self.link(account),
            Some(conflict) => {
                self.session.pairing_since = None;
                self.go(Phase::Conflict { account, conflict });
            }
        }
    }

    fn connected(&mut self) {
        match &self.session.phase {
            Phase::Connecting { .. } | Phase::Authenticated { .. } if self.is_linked() => {
                self.come_up();
            }
            Phase::Unlinking { stage, .. } if *stage != Stage::LoggingOut => {
                self.set_stage(Stage::LoggingOut);
                if let Some(run) = self.session.run() {
                    self.emit(Effect::LogOut { run });
                }
            }
            Phase::Empty
            | Phase::Connecting { .. }
            | Phase::Waiting { .. }
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
            | Phase::Failed { .. } => {}
        }
    }

    /// Failures before this stay counted until the connection proves stable.
    fn come_up(&mut self) {
        let lasted = self.turn_around();
        if self.session.was_online {
            self.record_lasting(EventKind::Reconnected, None, None, Some(lasted));
        } else {
            self.record(EventKind::Online, None, None);
        }
        self.session.was_online = true;
        self.go(Phase::Online {
            alive: Alive::new(self.now),
        });
    }

    fn sync_progress(&mut self, sync: Sync, done: u32, total: u32) {
        let finished = total > 0 && done >= total;
        let mut stalls_at = self.now.mono.plus(STALL_AFTER);
        let alive = match self.session.phase {
            // Items that arrive before the login is complete show that it moves.
            Phase::Connecting {
                stage: Stage::LoggingIn { .. },
                ..
            }
            | Phase::Authenticated {
                stage: Stage::LoggingIn { .. },
            } => {
                return self.set_stage(Stage::LoggingIn {
                    by: self.login_by(),
                });
            }
            Phase::Syncing {
                sync: Sync::Backlog,
                ..
            } if sync == Sync::History => return,
            Phase::Syncing {
                sync: known,
                done: known_done,
                total: known_total,
                stalls_at: known_stalls_at,
                alive,
            } => {
                // The same figures again are no progress.
                if (known, known_done, known_total) == (sync, done, total) {
                    stalls_at = known_stalls_at;
                }
                alive
            }
            Phase::Online { alive } => alive,
            Phase::Empty
            | Phase::Connecting { .. }
            | Phase::Waiting { .. }
            | Phase::Pairing(_)
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Conflict { .. }
            | Phase::Authenticated { .. }
            | Phase::Unlinking { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => return,
        };
        if finished {
            self.up_to_date(sync, alive);
        } else {
            self.go(Phase::Syncing {
                sync,
                done,
                total,
                stalls_at,
                alive,
            });
        }
    }

    fn sync_finished(&mut self, sync: Sync, complete: bool) {
        let alive = match self.session.phase {
            Phase::Syncing {
                sync: known, alive, ..
            } if known == sync => alive,
            Phase::Online { alive } => alive,
            Phase::Empty
            | Phase::Connecting { .. }
            | Phase::Waiting { .. }
            | Phase::Pairing(_)
            | Phase::PairingOver { .. }
            | Phase::NeedsPasskey
            | Phase::Conflict { .. }
            | Phase::Authenticated { .. }
            | Phase::Syncing { .. }
            | Phase::Unlinking { .. }
            | Phase::Replaced
            | Phase::Outdated
            | Phase::Banned { .. }
            | Phase::Locked
            | Phase::LoggedOut { .. }
            | Phase::Failed { .. } => return,
        };
        if complete {
            self.up_to_date(sync, alive);
        } else {
            self.sync_fell_short(sync);
        }
    }

    fn up_to_date(&mut self, sync: Sync, alive: Alive) {
        if sync == Sync::Backlog {
            self.session.sync_retried = false;
        }
        self.go(Phase::Online { alive });
    }
}
