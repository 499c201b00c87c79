//! The proof that a connection lives. A socket can look open for minutes after
//! the other end is gone; only answers count.

use super::{Moment, Mono};

/// Silence after which the server is asked for a sign of life.
const IDLE_PROBE: u64 = 25_000;
/// How long anything sent may stay unanswered.
const ANSWER_WITHIN: u64 = 20_000;
/// How long a message may stay unanswered before a probe settles whether it is
/// the connection or only that message.
const PROBE_UNANSWERED: u64 = 10_000;
/// How long a probe may take when there is reason for doubt.
const DOUBT_WITHIN: u64 = 5_000;

/// What is known about the life of a connection.
///
/// It is given up 20 s after the first send that stays unanswered, 45 s after
/// the last answered question when idle, and 5 s after a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alive {
    /// When the latest answered question was asked.
    proved: Mono,
    open: Option<Open>,
    doubt: Option<Doubt>,
}

/// Questions without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    /// No later than the first of them.
    first: Mono,
    /// The last of them: an answer to it answers all.
    last: Mono,
    /// When a probe among them left.
    probed: Option<Mono>,
}

/// Answers to what was asked before prove nothing: they may have waited in a
/// buffer while the computer slept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Doubt {
    since: Mono,
    by: Mono,
}

/// What the state of a connection calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pulse {
    /// Nothing.
    Fine,
    /// A question to the server.
    Probe,
    /// It is gone.
    Dead,
}

impl Alive {
    /// The server just let us in, which is an answer.
    pub const fn new(now: Moment) -> Self {
        Self {
            proved: now.mono,
            open: None,
            doubt: None,
        }
    }

    /// Something was sent that the server answers.
    #[must_use]
    pub fn sent(mut self, now: Moment) -> Self {
        self.open = Some(Open {
            first: self.open.map_or(now.mono, |open| open.first),
            last: now.mono,
            probed: self.open.and_then(|open| open.probed),
        });
        self
    }

    /// A probe was sent.
    #[must_use]
    pub fn probed(self, now: Moment) -> Self {
        let mut next = self.sent(now);
        if let Some(open) = &mut next.open {
            open.probed = Some(now.mono);
        }
        next
    }

    /// Something happened that sockets do not survive quietly. The caller sends
    /// a probe with it.
    #[must_use]
    pub fn doubted(self, now: Moment) -> Self {
        let mut next = self.probed(now);
        let by = now.mono.plus(DOUBT_WITHIN);
        next.doubt = Some(Doubt {
            since: now.mono,
            // A second doubt must not put off the end of the first.
            by: self.doubt.map_or(by, |doubt| doubt.by.min(by)),
        });
        next
    }

    /// The server answered what was asked at `asked_at`.
    #[must_use]
    pub fn answered(mut self, asked_at: Mono, now: Moment) -> Self {
        // An answer cannot be to a question of the future.
        let asked_at = asked_at.min(now.mono);
        self.proved = self.proved.max(asked_at);
        self.open = self.open.and_then(|open| {
            (asked_at < open.last).then_some(Open {
                first: open.first.max(asked_at),
                last: open.last,
                probed: open.probed.filter(|at| *at > asked_at),
            })
        });
        self.doubt = self.doubt.filter(|doubt| asked_at < doubt.since);
        self
    }

    /// What to do now.
    pub fn pulse(&self, now: Moment) -> Pulse {
        if now.has_reached(self.dead_at()) {
            Pulse::Dead
        } else if self.probe_at().is_some_and(|at| now.has_reached(at)) {
            Pulse::Probe
        } else {
            Pulse::Fine
        }
    }

    /// When [`Alive::pulse`] next changes by itself.
    pub fn next(&self) -> Mono {
        let dead = self.dead_at();
        self.probe_at().map_or(dead, |probe| probe.min(dead))
    }

    fn dead_at(&self) -> Mono {
        let idle = self.proved.plus(IDLE_PROBE + ANSWER_WITHIN);
        let open = self.open.map(|open| open.first.plus(ANSWER_WITHIN));
        let doubt = self.doubt.map(|doubt| doubt.by);
        [open, doubt].into_iter().flatten().fold(idle, Mono::min)
    }

    fn probe_at(&self) -> Option<Mono> {
        let idle = self.proved.plus(IDLE_PROBE);
        match self.open {
            None => Some(idle),
            Some(open) if open.probed.is_some() => None,
            Some(open) => Some(open.first.plus(PROBE_UNANSWERED).min(idle)),
        }
    }
}
