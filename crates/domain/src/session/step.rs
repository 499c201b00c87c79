//! One step of the machine: what is due happens, then the input, then what the
//! input made due.

mod ask;
mod due;
mod ended;
mod environment;
mod notice;
mod turn;

use super::{
    Cleanup, Client, Effect, Environment, Input, Moment, Phase, Session, Stage, Stored, Tie,
};
use crate::pairing::CodeLimits;
use turn::Turn;

/// The wall clock may drift this far before shown times are corrected.
const DRIFT: u64 = 1_000;

/// What follows from `input` at `now`. Pure and total: any input is accepted in
/// any phase, and does nothing where it means nothing.
pub fn step(session: &Session, input: Input, now: Moment) -> (Session, Vec<Effect>) {
    let timer_spent = matches!(input, Input::Environment(Environment::TimerFired));
    let mut turn = Turn::new(session.clone(), now);
    turn.follow_wall_clock();
    turn.settle();
    match input {
        Input::Ask(ask) => turn.ask(ask),
        Input::Engine(run, notice) => turn.engine(run, notice),
        Input::Environment(environment) => turn.environment(environment),
    }
    turn.settle();
    turn.finish(timer_spent)
}

pub(super) fn begin(stored: Stored, now: Moment) -> (Session, Vec<Effect>) {
    let (phase, tie, cleanup) = match stored {
        // A program that died while pairing left keys that belong to nobody.
        Stored::Empty => (Phase::Empty, Tie::Unlinked { was: None }, Cleanup::Discard),
        Stored::Linked(account) => {
            let phase = Phase::Connecting {
                attempt: 1,
                cause: None,
                stage: Stage::Planned { at: now.mono },
            };
            (phase, Tie::Linked(account), Cleanup::Nothing)
        }
        Stored::LoggedOut { reason, wiped } => {
            let cleanup = if wiped {
                Cleanup::Discard
            } else {
                Cleanup::Wipe
            };
            let tie = Tie::Unlinked { was: Some(reason) };
            (Phase::LoggedOut { reason }, tie, cleanup)
        }
    };
    let session = Session {
        phase,
        tie,
        client: Client::None,
        cleanup,
        failures: 0,
        turned_at: now.mono,
        was_online: false,
        last_start: None,
        runs: 0,
        network_down: false,
        limits: CodeLimits::default(),
        pairing_since: None,
        sync_retried: false,
        clock_offset: now.offset(),
        alarm: None,
    };
    let mut turn = Turn::new(session, now);
    turn.settle();
    turn.finish(false)
}
