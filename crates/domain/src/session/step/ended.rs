//! What follows when a connection ends: the table of closings, applied to where
//! the link stands.

use super::super::{Deadline, Effect, EventKind, LogoutReason, Phase, Session, Stage};
use super::turn::Turn;
use crate::{
    backoff::{self, STABLE_AFTER},
    disconnect::{Cause, Close, Retry, Verdict, Wipe, verdict},
};

/// So many restarts in a row happen at once; then the backoff takes over.
const AT_ONCE: u32 = 3;

impl Turn {
    pub(super) fn ended(&mut self, close: Close) {
        let mut verdict = verdict(close);
        if verdict.retry == Retry::StillOpen {
            self.doubt();
            return;
        }
        verdict.cause = self.in_words_of_the_network(verdict.cause);
        match &self.session.phase {
            Phase::Authenticated {
                stage: Stage::Restarting { .. },
            } if matches!(verdict.retry, Retry::AtOnce | Retry::Backoff) => {
                self.restart_after_pairing();
            }
            Phase::Connecting { .. }
            | Phase::Authenticated { .. }
            | Phase::Syncing { .. }
            | Phase::Online { .. }
                if self.is_linked() =>
            {
                self.link_ended(close, verdict);
            }
            Phase::Connecting { stage, .. } => {
                let stage = *stage;
                self.pairing_attempt_ended(stage, close, verdict);
            }
            Phase::Pairing(_) => self.pairing_ended(close, verdict.cause),
            // The server may confirm by throwing us out.
            Phase::Unlinking { .. } => self.finish_unlinking(verdict.wipe == Wipe::Credentials),
            Phase::Conflict { .. } if verdict.wipe == Wipe::Credentials => {
                self.pairing_ended(close, verdict.cause);
            }
            // For a link that is still to be decided on, this is the restart.
            Phase::Conflict { .. }
            | Phase::Empty
            | Phase::Waiting { .. }
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
            | Phase::Failed { .. } => self.stop_client(),
        }
    }

    /// The restart the server asks for right after pairing is part of it.
    pub(super) fn restart_after_pairing(&mut self) {
        self.stop_client();
        let stage = Stage::Planned { at: self.soonest() };
        self.go(Phase::Authenticated { stage });
    }

    /// Without a network, everything that looks like a silent server is the
    /// missing network.
    pub(super) fn in_words_of_the_network(&self, cause: Cause) -> Cause {
        let looks_like_it = matches!(
            cause,
            Cause::Unreachable | Cause::ConnectionLost | Cause::NoAnswer | Cause::ServerSilent
        );
        if self.session.network_down && looks_like_it {
            Cause::NoNetwork
        } else {
            cause
        }
    }

    fn link_ended(&mut self, close: Close, verdict: Verdict) {
        self.stop_client();
        let was_up = self.session.phase.is_up();
        let lasted = was_up.then(|| self.turn_around());
        if lasted.is_some_and(|lasted| lasted >= STABLE_AFTER) {
            self.session.failures = 0;
        }
        self.session.failures = self.session.failures.saturating_add(1);
        let Verdict { cause, retry, wipe } = verdict;
        match retry {
            Retry::Never | Retry::AfterExpiry => {
                self.record_lasting(EventKind::Stopped, Some(cause), Some(close), lasted);
                if wipe == Wipe::Credentials {
                    self.end_link(logout_reason(close));
                }
                self.go(phase_after(&self.session, cause, self.expiry(close)));
                self.emit(Effect::RaiseAttention { cause });
                return;
            }
            Retry::StillOpen | Retry::AtOnce | Retry::Backoff | Retry::Slowly => {}
        }
        if was_up {
            self.record_lasting(EventKind::Lost, Some(cause), Some(close), lasted);
        }
        self.try_again(cause, retry);
    }

    /// Before the server was asked for codes, a failed attempt costs nothing and
    /// is repeated; afterwards only the user asks again.
    fn pairing_attempt_ended(&mut self, stage: Stage, close: Close, verdict: Verdict) {
        let asked_for_codes = matches!(stage, Stage::LoggingIn { .. });
        match verdict.retry {
            Retry::AtOnce | Retry::Backoff if !asked_for_codes => {
                self.stop_client();
                self.session.failures = self.session.failures.saturating_add(1);
                self.try_again(verdict.cause, Retry::Backoff);
            }
            Retry::StillOpen
            | Retry::AtOnce
            | Retry::Backoff
            | Retry::Slowly
            | Retry::AfterExpiry
            | Retry::Never => self.pairing_ended(close, verdict.cause),
        }
    }

    fn pairing_ended(&mut self, close: Close, cause: Cause) {
        // There was no link yet that could be removed or opened elsewhere.
        let cause = if matches!(cause, Cause::LoggedOut | Cause::Replaced) {
            Cause::ServerRefused
        } else {
            cause
        };
        let phase = if cause == Cause::NoEngine {
            Phase::Failed { cause }
        } else {
            Phase::PairingOver { cause }
        };
        self.end_pairing(phase, cause, Some(close));
    }

    fn try_again(&mut self, cause: Cause, retry: Retry) {
        let failures = self.session.failures;
        match retry {
            Retry::AtOnce if failures <= AT_ONCE => self.connect(Some(cause)),
            Retry::Slowly => self.wait(backoff::slow_wait(failures, self.now.dice), cause),
            Retry::StillOpen
            | Retry::AtOnce
            | Retry::Backoff
            | Retry::AfterExpiry
            | Retry::Never => self.wait(backoff::wait(failures, self.now.dice), cause),
        }
    }

    fn expiry(&self, close: Close) -> Option<Deadline> {
        match close {
            Close::Login { expires_in, .. } => {
                expires_in.map(|millis| self.now.deadline_in(millis))
            }
            Close::Stream(_)
            | Close::Dial(_)
            | Close::Handshake(_)
            | Close::Socket(_)
            | Close::Here(_) => None,
        }
    }
}

/// Whether a wait for this cause may be cut short because the network came back
/// or the computer woke up.
pub(super) const fn may_hurry(cause: Cause) -> bool {
    !matches!(
        cause,
        Cause::SlowDown | Cause::ServerRefused | Cause::StoreFailed
    )
}

fn phase_after(session: &Session, cause: Cause, until: Option<Deadline>) -> Phase {
    match cause {
        Cause::Replaced => Phase::Replaced,
        Cause::Outdated => Phase::Outdated,
        Cause::Banned => Phase::Banned { until, over: false },
        Cause::Locked => Phase::Locked,
        Cause::LoggedOut => session.rest(),
        Cause::NoNetwork
        | Cause::Unreachable
        | Cause::CaptivePortal
        | Cause::BadCertificate
        | Cause::ClockWrong
        | Cause::NoVersion
        | Cause::ServerSilent
        | Cause::ServerBusy
        | Cause::ServerFault
        | Cause::SlowDown
        | Cause::ServerRefused
        | Cause::Restart
        | Cause::Recycled
        | Cause::ConnectionLost
        | Cause::NoAnswer
        | Cause::Asleep
        | Cause::SyncStalled
        | Cause::StoreFailed
        | Cause::BanOver
        | Cause::NoKeys
        | Cause::NoEngine
        | Cause::CodesExpired
        | Cause::PasskeyNeeded
        | Cause::PairFailed
        | Cause::Cancelled => Phase::Failed { cause },
    }
}

const fn logout_reason(close: Close) -> LogoutReason {
    match close {
        Close::Login { .. } => LogoutReason::WhileAway,
        Close::Stream(_)
        | Close::Dial(_)
        | Close::Handshake(_)
        | Close::Socket(_)
        | Close::Here(_) => LogoutReason::OnPhone,
    }
}
