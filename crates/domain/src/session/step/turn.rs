//! The moves every part of a step is made of.

use super::super::{
    Cleanup, Client, Deadline, Effect, EventKind, LinkEvent, LogoutReason, Moment, Mono, Phase,
    Purpose, Run, Session, Stage, Tie,
};
use super::DRIFT;
use crate::{
    backoff::MIN_BETWEEN_STARTS,
    disconnect::{Cause, Close},
    pairing::Refusal,
};

/// A client is dropped if it has not shut down after this long.
const STOP_WITHIN: u64 = 20_000;
/// Longer than the engine's own limit, whose error says more than ours.
const DIAL_WITHIN: u64 = 25_000;

/// A step in progress.
pub(super) struct Turn {
    pub(super) session: Session,
    pub(super) now: Moment,
    effects: Vec<Effect>,
}

impl Turn {
    pub(super) const fn new(session: Session, now: Moment) -> Self {
        Self {
            session,
            now,
            effects: Vec::new(),
        }
    }

    /// Sets the alarm that the new state needs and hands everything back.
    pub(super) fn finish(mut self, timer_spent: bool) -> (Session, Vec<Effect>) {
        let due = self.session.next_due();
        match due {
            Some(at) if timer_spent || self.session.alarm != due => {
                self.emit(Effect::SetTimer { at });
            }
            None if !timer_spent && self.session.alarm.is_some() => self.emit(Effect::CancelTimer),
            Some(_) | None => {}
        }
        self.session.alarm = due;
        (self.session, self.effects)
    }

    pub(super) fn follow_wall_clock(&mut self) {
        let offset = self.now.offset();
        if offset.abs_diff(self.session.clock_offset) > DRIFT {
            let jump = offset.saturating_sub(self.session.clock_offset);
            self.session.phase.reshow(jump);
            self.session.limits.reshow(jump);
            self.session.clock_offset = offset;
        }
    }

    pub(super) fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        self.emit(Effect::Refuse(refusal));
    }

    pub(super) fn go(&mut self, phase: Phase) {
        self.session.phase = phase;
    }

    pub(super) const fn is_linked(&self) -> bool {
        matches!(self.session.tie, Tie::Linked(_))
    }

    pub(super) fn record(&mut self, kind: EventKind, cause: Option<Cause>, close: Option<Close>) {
        self.record_lasting(kind, cause, close, None);
    }

    pub(super) fn record_lasting(
        &mut self,
        kind: EventKind,
        cause: Option<Cause>,
        close: Option<Close>,
        lasted: Option<u64>,
    ) {
        let event = LinkEvent {
            at: self.now.wall,
            kind,
            cause,
            code: close.and_then(Close::code),
            lasted,
        };
        self.emit(Effect::RecordEvent(event));
    }

    /// How long the connection has been up, or down, until now.
    pub(super) const fn turn_around(&mut self) -> u64 {
        let lasted = self.now.mono.since(self.session.turned_at);
        self.session.turned_at = self.now.mono;
        lasted
    }

    pub(super) fn stop_client(&mut self) {
        if let Client::Running { run } = self.session.client {
            self.session.client = Client::Stopping {
                run,
                by: self.now.mono.plus(STOP_WITHIN),
            };
            self.emit(Effect::StopClient { run });
        }
    }

    /// Asks for something to leave the store as soon as no client is left.
    pub(super) fn clean_up(&mut self, cleanup: Cleanup) {
        self.session.cleanup = self.session.cleanup.max(cleanup);
    }

    /// The soonest a client may start.
    pub(super) fn soonest(&self) -> Mono {
        let earliest = self
            .session
            .last_start
            .map(|at| at.plus(MIN_BETWEEN_STARTS));
        earliest.map_or(self.now.mono, |at| at.max(self.now.mono))
    }

    /// The connection is tried at once, or as soon as the limit of one start per
    /// second allows.
    pub(super) fn connect(&mut self, cause: Option<Cause>) {
        self.stop_client();
        let stage = Stage::Planned { at: self.soonest() };
        self.go(Phase::Connecting {
            attempt: self.session.failures.saturating_add(1),
            cause,
            stage,
        });
    }

    /// The connection is tried after `millis`.
    pub(super) fn wait(&mut self, millis: u64, cause: Cause) {
        self.stop_client();
        let at = self.now.mono.plus(millis).max(self.soonest());
        let next_try: Deadline = self.now.deadline_at(at);
        self.go(Phase::Waiting {
            attempt: self.session.failures.saturating_add(1),
            cause,
            next_try,
        });
    }

    pub(super) fn start_client(&mut self) {
        self.session.runs = self.session.runs.saturating_add(1);
        let run = Run(self.session.runs);
        // Unlinking logs in too, with keys that are to go afterwards.
        let unlinking = matches!(self.session.phase, Phase::Unlinking { .. });
        let purpose = if self.is_linked() || unlinking {
            Purpose::LogIn
        } else {
            Purpose::Pair
        };
        self.session.client = Client::Running { run };
        self.session.last_start = Some(self.now.mono);
        self.set_stage(Stage::Dialling {
            by: self.now.mono.plus(DIAL_WITHIN),
        });
        self.emit(Effect::StartClient { run, purpose });
    }

    pub(super) const fn set_stage(&mut self, next: Stage) {
        if let Some(stage) = self.session.phase.stage_mut() {
            *stage = next;
        }
    }

    pub(super) fn probe(&mut self) {
        if let Some(run) = self.session.run() {
            self.emit(Effect::Probe { run });
        }
    }

    /// Something happened that a connection may not have survived: a sign of
    /// life within seconds, or it is over.
    pub(super) fn doubt(&mut self) {
        let now = self.now;
        if let Some(alive) = self.session.phase.alive_mut() {
            *alive = alive.doubted(now);
            self.probe();
        }
    }

    /// Pairing stopped without a link; nothing of it stays.
    pub(super) fn end_pairing(&mut self, phase: Phase, cause: Cause, close: Option<Close>) {
        self.stop_client();
        self.clean_up(Cleanup::Discard);
        self.session.pairing_since = None;
        self.session.failures = 0;
        self.record(EventKind::PairingEnded, Some(cause), close);
        self.go(phase);
    }

    /// The link is over: noted first, wiped when no client is left.
    pub(super) fn end_link(&mut self, reason: LogoutReason) {
        self.session.tie = Tie::Unlinked { was: Some(reason) };
        self.session.failures = 0;
        self.emit(Effect::MarkLoggedOut { reason });
        self.clean_up(Cleanup::Wipe);
    }

    /// Begins to tell the server that the link ends.
    pub(super) fn unlink_at_server(&mut self, stage: Stage, within: u64) {
        self.go(Phase::Unlinking {
            stage,
            by: self.now.mono.plus(within),
        });
    }

    /// The link has ended, whether the server heard it or not.
    pub(super) fn finish_unlinking(&mut self, told: bool) {
        self.stop_client();
        // Keys that were never tied to an account; a wipe that is due covers them.
        self.clean_up(Cleanup::Discard);
        let kind = if told {
            EventKind::Unlinked
        } else {
            EventKind::UnlinkedHereOnly
        };
        self.record(kind, None, None);
        self.go(self.session.rest());
    }
}
