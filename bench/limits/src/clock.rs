//! The only place here that reads clocks, and only to measure.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// A running measurement of both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch {
    wall: Instant,
    busy: f64,
}

/// What something took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Took {
    /// In seconds.
    pub(crate) wall: f64,
    /// Of the processor, in seconds, over all threads of this process.
    pub(crate) busy: f64,
}

impl Watch {
    #[expect(
        clippy::disallowed_methods,
        reason = "durations of real work have no other source"
    )]
    pub(crate) fn start() -> Self {
        Self {
            busy: busy(),
            wall: Instant::now(),
        }
    }

    pub(crate) fn took(self) -> Took {
        Took {
            wall: self.wall.elapsed().as_secs_f64(),
            busy: busy() - self.busy,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a process does not run for 2^52 nanoseconds"
)]
fn busy() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Microseconds of each piece of work, sorted.
#[derive(Debug, Default)]
pub(crate) struct Durations(Vec<f64>);

impl Durations {
    pub(crate) fn note(&mut self, took: Took) {
        self.0.push(took.wall * 1e6);
    }

    /// The value that `per_mille` thousandths of the others do not exceed.
    pub(crate) fn at(&self, per_mille: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = (sorted.len() * per_mille / 1000).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or(f64::NAN)
    }
}
