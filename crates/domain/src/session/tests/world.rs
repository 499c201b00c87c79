//! A slot under an observer who keeps its own books and believes nothing the
//! machine says about itself.

use super::{
    kit::{Bench, paired},
    samples::{asks, closes, notices},
};
use crate::{
    disconnect::{Cause, Wipe, verdict},
    pairing::Seat,
    session::{
        Ask, Client, Effect, Environment, Input, Mono, Notice, Phase, Run, Session, Stage, Stored,
        step,
    },
};

/// One line of a random script.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Time passes.
    Pass(u64),
    /// What the engine would most likely say next.
    Likely,
    /// Something is sent.
    Send,
    /// The server answers what was asked this long ago.
    Answer(u64),
    /// The user asks.
    Ask(usize),
    /// The engine says anything at all, perhaps through a client long gone.
    Say(usize, bool),
    /// The connection ends.
    End(usize),
    /// The computer changes.
    Change(usize),
    /// The wall clock jumps.
    Jump(i64),
}

pub(super) struct World {
    pub(super) bench: Bench,
    /// Connections started so far.
    pub(super) starts: usize,
    /// Every effect so far, without what depends on the wall clock, if wanted.
    pub(super) log: Option<Vec<(u64, String)>>,
    client: Option<Run>,
    last_start: Option<u64>,
    timer: Option<Mono>,
    credentials: bool,
    may_wipe: bool,
    proved: u64,
    unanswered: Vec<u64>,
    doubts: Vec<u64>,
}

impl World {
    pub(super) fn new(stored: Stored) -> Self {
        let credentials = matches!(stored, Stored::Linked(_));
        let bench = Bench::new(stored.clone());
        let mut world = Self {
            bench: bench.clone(),
            starts: 0,
            log: None,
            client: None,
            last_start: None,
            timer: None,
            credentials,
            may_wipe: matches!(stored, Stored::LoggedOut { wiped: false, .. }),
            proved: 0,
            unanswered: Vec::new(),
            doubts: Vec::new(),
        };
        world.keep_books(&bench.session, None);
        world
    }

    pub(super) fn play(&mut self, act: &Act, dice: u32) {
        self.bench.dice = dice;
        match act {
            Act::Pass(millis) => self.pass(*millis),
            Act::Likely => self.likely(),
            Act::Send => self.say(Notice::Sent),
            Act::Answer(ago) => {
                let asked_at = Mono(self.bench.mono.saturating_sub(*ago));
                self.say(Notice::RoundTrip { asked_at });
            }
            Act::Ask(index) => self.feed(Input::Ask(pick(asks(), *index))),
            Act::Say(index, stale) => {
                let notice = pick(notices(Mono(self.bench.mono)), *index);
                let back = u32::from(*stale);
                let run = Run(self.bench.session.runs.saturating_sub(back));
                self.feed(Input::Engine(run, notice));
            }
            Act::End(index) => self.say(Notice::Ended(pick(closes(), *index))),
            Act::Change(index) => {
                let changes = vec![
                    Environment::NetworkUp,
                    Environment::NetworkDown,
                    Environment::Resumed,
                    Environment::ClockJumped,
                    Environment::TimerFired,
                ];
                self.feed(Input::Environment(pick(changes, *index)));
            }
            Act::Jump(millis) => self.bench.wall_offset += *millis,
        }
    }

    /// Time passes and every alarm rings on time.
    pub(super) fn pass(&mut self, millis: u64) {
        let end = self.bench.mono + millis;
        let mut rings = 0;
        while let Some(at) = self.timer.filter(|at| at.0 <= end) {
            self.bench.mono = at.0;
            self.feed(Input::Environment(Environment::TimerFired));
            rings += 1;
            assert!(rings < 10_000, "the timer rings without end");
        }
        self.bench.mono = end;
    }

    pub(super) fn say(&mut self, notice: Notice) {
        self.feed(Input::Engine(Run(self.bench.session.runs), notice));
    }

    fn likely(&mut self) {
        if let Client::Stopping { .. } = self.bench.session.client {
            return self.say(Notice::Stopped);
        }
        let asked_at = Mono(self.bench.mono);
        let phase = self.bench.phase();
        let unlinking = matches!(phase, Phase::Unlinking { .. });
        let notice = match phase.stage() {
            Some(Stage::Dialling { .. }) => Notice::Dialled,
            Some(Stage::Handshaking { .. }) => Notice::HandshakeDone,
            Some(Stage::LoggingIn { .. }) if unlinking || self.credentials => Notice::Connected,
            Some(Stage::LoggingIn { .. }) => Notice::QrCode { valid_for: 60_000 },
            Some(Stage::Restarting { .. }) => Notice::Stopped,
            Some(Stage::LoggingOut) => Notice::LogoutDone { told: true },
            Some(Stage::Planned { .. }) | None if matches!(phase, Phase::Pairing(_)) => {
                paired(Seat::Free)
            }
            Some(Stage::Planned { .. }) | None => Notice::RoundTrip { asked_at },
        };
        self.say(notice);
    }

    pub(super) fn feed(&mut self, input: Input) {
        let now = self.bench.now();
        let (after, effects) = step(&self.bench.session, input.clone(), now);
        let before = std::mem::replace(&mut self.bench.session, after);
        self.bench.effects = effects;
        self.keep_books(&before, Some(&input));
    }

    fn keep_books(&mut self, before: &Session, input: Option<&Input>) {
        let heard = input.is_some_and(|input| self.note_input(before, input));
        for effect in std::mem::take(&mut self.bench.effects) {
            self.note_effect(before, input, heard, &effect);
        }
        let (session, now) = (&self.bench.session, self.bench.mono);
        if session.phase().is_up() && !before.phase().is_up() {
            self.proved = now;
            self.unanswered.clear();
            self.doubts.clear();
        }
        self.check_state();
    }

    /// Notes what an input proves, and says whether it came from the client
    /// that is connected.
    fn note_input(&mut self, before: &Session, input: &Input) -> bool {
        let now = self.bench.mono;
        match input {
            Input::Engine(run, notice) => {
                let heard = before.run() == Some(*run);
                if *notice == Notice::Stopped && self.client == Some(*run) {
                    self.client = None;
                }
                if *notice == Notice::Sent && heard {
                    self.unanswered.push(now);
                }
                if let Notice::RoundTrip { asked_at } = notice
                    && heard
                {
                    self.proved = self.proved.max(asked_at.0);
                    self.unanswered.retain(|at| *at > asked_at.0);
                    self.doubts.retain(|at| *at > asked_at.0);
                }
                heard
            }
            Input::Environment(Environment::TimerFired) | Input::Ask(_) => false,
            Input::Environment(_) => {
                self.doubts.push(now);
                false
            }
        }
    }

    fn note_effect(
        &mut self,
        before: &Session,
        input: Option<&Input>,
        heard: bool,
        effect: &Effect,
    ) {
        let now = self.bench.mono;
        match effect {
            Effect::StartClient { run, .. } => {
                assert_eq!(self.client, None, "two clients on the same keys");
                let since = self.last_start.map_or(u64::MAX, |at| now - at);
                assert!(since >= 1_000, "two connections within {since} ms");
                let asked = matches!(input, None | Some(Input::Ask(_)));
                assert!(
                    asked || !before.phase().needs_user(),
                    "{:?} started by itself on {input:?}",
                    before.phase()
                );
                self.client = Some(*run);
                self.last_start = Some(now);
                self.starts += 1;
            }
            Effect::StopClient { run } => {
                assert_eq!(self.client, Some(*run), "stops what runs");
            }
            Effect::AbortClient { run } => {
                assert_eq!(self.client.take(), Some(*run), "aborts what runs");
            }
            Effect::SetTimer { at } => self.timer = Some(*at),
            Effect::CancelTimer => self.timer = None,
            Effect::Probe { .. } => self.unanswered.push(now),
            Effect::SaveCredentials { .. } => self.credentials = true,
            Effect::MarkLoggedOut { .. } => {
                assert!(
                    is_explicit_logout(input, heard),
                    "{input:?} is no explicit logout"
                );
                self.may_wipe = true;
            }
            Effect::WipeCredentials => {
                assert!(self.may_wipe, "credentials lost without a logout");
                assert_eq!(self.client, None, "a client would write them back");
                self.may_wipe = false;
                self.credentials = false;
            }
            Effect::DiscardUnlinked => {
                assert!(!self.credentials, "these are credentials");
                assert_eq!(self.client, None, "a client would write them back");
            }
            Effect::RaiseAttention { .. } => {
                let needed_before = before.phase().needs_user();
                let over = matches!(self.bench.phase(), Phase::Banned { over: true, .. });
                assert!(
                    self.bench.phase().needs_user() && (!needed_before || over),
                    "attention for nothing new in {:?}",
                    self.bench.phase()
                );
            }
            Effect::LogOut { .. }
            | Effect::AskPairingCode { .. }
            | Effect::CancelPairingCode { .. }
            | Effect::MoveAccount { .. }
            | Effect::RecordEvent(_)
            | Effect::Refuse(_) => {}
        }
        if let Some(log) = &mut self.log {
            log.push((now, without_wall_clock(effect)));
        }
    }

    fn check_state(&mut self) {
        let (session, now) = (&self.bench.session, self.bench.mono);
        let phase = session.phase();
        // A timer that has rung is spent; the machine must set it again.
        self.timer = self.timer.filter(|at| at.0 > now);
        assert_eq!(session.alarm(), self.timer, "the timer is the alarm");
        assert!(
            phase.needs_user() || self.timer.is_some(),
            "{phase:?} has no way out by itself"
        );
        assert!(
            !phase.needs_user() || lacks_engine(phase) || session.next_action().is_some(),
            "{phase:?} offers nothing to do"
        );
        assert_eq!(
            session.linked().is_some(),
            self.credentials && !self.may_wipe,
            "the session knows what the store holds, in {phase:?}"
        );
        if let Phase::Waiting { next_try, .. } = phase {
            let wait = next_try.at.0 - now;
            let shown = next_try.shown.0 - self.bench.now().wall.0;
            assert!(wait <= 900_000, "waits {wait} ms");
            assert!(
                shown.abs_diff(i64::try_from(wait).unwrap()) <= 1_000,
                "shows {shown} ms, waits {wait} ms"
            );
        }
        if phase.is_up() {
            let silent = now - self.proved;
            assert!(silent < 45_000, "online after {silent} ms of silence");
            let open = self.unanswered.first().map_or(0, |at| now - at);
            assert!(open < 20_000, "online with {open} ms without an answer");
            let doubt = self.doubts.first().map_or(0, |at| now - at);
            assert!(doubt < 5_000, "online after {doubt} ms of doubt");
        }
    }
}

fn is_explicit_logout(input: Option<&Input>, heard: bool) -> bool {
    match input {
        Some(Input::Ask(Ask::Unlink)) => true,
        Some(Input::Engine(_, Notice::Ended(close))) => {
            heard && verdict(*close).wipe == Wipe::Credentials
        }
        _ => false,
    }
}

fn without_wall_clock(effect: &Effect) -> String {
    if let Effect::RecordEvent(event) = effect {
        return format!("{:?} {:?} {:?}", event.kind, event.cause, event.lasted);
    }
    let debug = format!("{effect:?}");
    if let Effect::Refuse(_) = effect {
        // What follows the name is a time to show.
        return debug.split(' ').next().unwrap_or_default().to_owned();
    }
    debug
}

fn pick<T: Clone>(list: Vec<T>, index: usize) -> T {
    list[index % list.len()].clone()
}

/// A build without an engine cannot be helped by anything a person could press.
pub(super) fn lacks_engine(phase: &Phase) -> bool {
    matches!(
        phase,
        Phase::Failed {
            cause: Cause::NoEngine
        }
    )
}
