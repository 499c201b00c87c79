//! The time as a step sees it. Durations are measured on the monotonic clock;
//! the wall clock is only ever shown.

use crate::time::Timestamp;

/// Milliseconds on a clock that never goes back, from an arbitrary start.
///
/// Best is a clock that also runs while the computer sleeps; one that does not
/// only makes waits longer, never wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mono(pub u64);

impl Mono {
    /// The moment `millis` later.
    #[must_use]
    pub const fn plus(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds since `earlier`, 0 if that lies ahead.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// When a step happens, on both clocks, and the dice it may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// For measuring.
    pub mono: Mono,
    /// For showing.
    pub wall: Timestamp,
    /// A fresh random number per step, evenly spread over `u32`; spreads the
    /// retries of many clients over time.
    pub dice: u32,
}

impl Moment {
    /// The point `millis` from now.
    pub const fn deadline_in(self, millis: u64) -> Deadline {
        self.deadline_at(self.mono.plus(millis))
    }

    /// A monotonic point, with the wall-clock time it will show.
    pub const fn deadline_at(self, at: Mono) -> Deadline {
        Deadline {
            at,
            shown: Timestamp(
                self.wall
                    .0
                    .saturating_add(at.0 as i64)
                    .saturating_sub(self.mono.0 as i64),
            ),
        }
    }

    /// Whether `at` is now or past.
    pub const fn has_reached(self, at: Mono) -> bool {
        self.mono.0 >= at.0
    }

    /// Wall clock minus monotonic clock.
    pub(super) const fn offset(self) -> i64 {
        self.wall.0.saturating_sub(self.mono.0 as i64)
    }
}

/// A point in time that is waited for on one clock and shown on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What is waited for.
    pub at: Mono,
    /// What a card shows.
    pub shown: Timestamp,
}

impl Deadline {
    /// Moves only what is shown, after the wall clock jumped.
    pub(crate) const fn reshow(&mut self, by_millis: i64) {
        self.shown = self.shown.plus_millis(by_millis);
    }
}
