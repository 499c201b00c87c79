//! What time it is inside the simulated network.
//!
//! The network itself never asks: it is told (`World::set_now`). This module is
//! the only place that reads the machine's clock, and only for networks that
//! live in real time. A manual clock moves when somebody moves it, so that a
//! month passes in seconds and two runs see the same times.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::Instant;

/// Milliseconds since the Unix epoch.
pub type Millis = u64;

/// The first instant of a manual clock: 2026-01-01T09:00:00Z.
pub const MANUAL_START: Millis = 1_767_258_000_000;

/// The source of time for one network.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// Follows the machine's clock from the moment it was made, without steps.
    Real {
        /// The time at `since`.
        base: Millis,
        /// The monotonic instant that belongs to `base`.
        since: Instant,
    },
    /// Stands still until [`crate::SimHandle::advance`] moves it.
    Manual {
        /// The time at start.
        start: Millis,
    },
}

impl Clock {
    /// A clock that follows the machine's.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place of this crate where the wall clock is read"
    )]
    pub fn real() -> Self {
        let base = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO)
            .as_millis();
        Self::Real {
            base: Millis::try_from(base).unwrap_or(MANUAL_START),
            since: Instant::now(),
        }
    }

    /// A clock that stands at [`MANUAL_START`].
    #[must_use]
    pub const fn manual() -> Self {
        Self::Manual {
            start: MANUAL_START,
        }
    }

    /// The time a network that starts now begins with.
    pub(crate) fn start(&self) -> Millis {
        match self {
            Self::Real { .. } => self.reading().unwrap_or(MANUAL_START),
            Self::Manual { start } => *start,
        }
    }

    /// The current time, if this clock moves by itself.
    pub(crate) fn reading(&self) -> Option<Millis> {
        match self {
            Self::Real { base, since } => {
                let passed = Millis::try_from(since.elapsed().as_millis()).unwrap_or(Millis::MAX);
                Some(base.saturating_add(passed))
            }
            Self::Manual { .. } => None,
        }
    }

    /// The instant at which a self-moving clock will show `due`.
    pub(crate) fn instant_of(&self, due: Millis) -> Option<Instant> {
        match self {
            Self::Real { base, since } => {
                Some(*since + Duration::from_millis(due.saturating_sub(*base)))
            }
            Self::Manual { .. } => None,
        }
    }
}
