//! A slot on a bench: time and inputs by hand.

use crate::{
    address::PhoneNumber,
    disconnect::Close,
    pairing::{Account, Seat},
    session::{
        Ask, Effect, Environment, Input, Moment, Mono, Notice, Phase, Run, Session, Stored, start,
        step,
    },
    slot::SlotNumber,
    time::Timestamp,
};

/// The middle of the dice, so that every wait is half its ceiling.
pub(super) const DICE: u32 = u32::MAX / 2;
pub(super) const WALL_AT_START: i64 = 1_700_000_000_000;

#[derive(Clone)]
pub(super) struct Bench {
    pub(super) session: Session,
    pub(super) mono: u64,
    pub(super) wall_offset: i64,
    pub(super) dice: u32,
    pub(super) effects: Vec<Effect>,
}

impl Bench {
    pub(super) fn new(stored: Stored) -> Self {
        let (session, effects) = start(stored, moment(0, WALL_AT_START, DICE));
        Self {
            session,
            mono: 0,
            wall_offset: WALL_AT_START,
            dice: DICE,
            effects,
        }
    }

    pub(super) fn now(&self) -> Moment {
        moment(self.mono, self.wall_offset, self.dice)
    }

    /// One input; the effects of it replace those before.
    pub(super) fn input(mut self, input: Input) -> Self {
        (self.session, self.effects) = step(&self.session, input, self.now());
        self
    }

    pub(super) fn ask(self, ask: Ask) -> Self {
        self.input(Input::Ask(ask))
    }

    pub(super) fn notice(self, notice: Notice) -> Self {
        let run = self.session.run().expect("a client runs");
        self.input(Input::Engine(run, notice))
    }

    pub(super) fn ended(self, close: Close) -> Self {
        self.notice(Notice::Ended(close))
    }

    /// The client that was told to stop has stopped.
    pub(super) fn stopped(self) -> Self {
        let run = Run(self.session.runs);
        self.input(Input::Engine(run, Notice::Stopped))
    }

    pub(super) fn environment(self, environment: Environment) -> Self {
        self.input(Input::Environment(environment))
    }

    /// Time passes, and the timer fires whenever it should.
    pub(super) fn later(mut self, millis: u64) -> Self {
        let end = self.mono + millis;
        let mut seen = Vec::new();
        while let Some(Mono(at)) = self.session.alarm().filter(|at| at.0 <= end) {
            self.mono = at;
            self = self.environment(Environment::TimerFired);
            seen.append(&mut self.effects);
        }
        self.mono = end;
        self.effects = seen;
        self
    }

    /// Up to the next alarm, which fires.
    pub(super) fn at_alarm(self) -> Self {
        let Mono(at) = self.session.alarm().expect("an alarm is set");
        let wait = at - self.mono;
        self.later(wait)
    }

    pub(super) fn phase(&self) -> &Phase {
        self.session.phase()
    }

    pub(super) fn starts(&self) -> usize {
        let is_start = |effect: &&Effect| matches!(effect, Effect::StartClient { .. });
        self.effects.iter().filter(is_start).count()
    }
}

fn moment(mono: u64, wall_offset: i64, dice: u32) -> Moment {
    Moment {
        mono: Mono(mono),
        wall: Timestamp(wall_offset + i64::try_from(mono).unwrap()),
        dice,
    }
}

pub(super) fn account() -> Account {
    Account {
        phone: phone(),
        lid: None,
    }
}

pub(super) fn phone() -> PhoneNumber {
    PhoneNumber::parse("+1 555 000 1111").unwrap()
}

pub(super) fn pairing_code(seat: Seat) -> Ask {
    Ask::PairingCode {
        number: phone(),
        seat,
    }
}

pub(super) fn paired(seat: Seat) -> Notice {
    Notice::PairSucceeded {
        account: account(),
        seat,
    }
}

pub(super) fn slot_two() -> SlotNumber {
    SlotNumber::try_from(2).unwrap()
}
