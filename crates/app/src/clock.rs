//! The only place where the application reads a clock or rolls dice.

use frontdesk_domain::{
    network::Answer,
    session::{Moment, Mono},
    time::Timestamp,
};

/// Tells the time. Tests bring their own.
pub trait Clock: Send + Sync + 'static {
    /// Now, for showing.
    fn now(&self) -> Timestamp;

    /// Now, for measuring. Every reader of one program sees the same clock.
    fn mono(&self) -> Mono;

    /// Answers once [`Clock::mono`] has reached `at`.
    fn sleep_until(&self, at: Mono) -> Answer<'_, ()>;

    /// A random number, evenly spread.
    fn dice(&self) -> u32;

    /// Everything a decision about time may use.
    fn moment(&self) -> Moment {
        Moment {
            mono: self.mono(),
            wall: self.now(),
            dice: self.dice(),
        }
    }
}

/// The clock of the computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Timers of the runtime stand still while the computer sleeps, so none is
/// trusted for longer than this.
const GLANCE: u64 = 10_000;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads it"
    )]
    fn now(&self) -> Timestamp {
        let since_epoch = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    fn mono(&self) -> Mono {
        Mono(since_some_start())
    }

    fn sleep_until(&self, at: Mono) -> Answer<'_, ()> {
        Box::pin(async move {
            loop {
                let left = at.since(self.mono());
                if left == 0 {
                    return;
                }
                let nap = std::time::Duration::from_millis(left.min(GLANCE));
                tokio::time::sleep(nap).await;
            }
        })
    }

    fn dice(&self) -> u32 {
        // Without randomness many clients would retry at once, which is worse
        // than none of them being random: the middle will do.
        getrandom::u32().unwrap_or(u32::MAX / 2)
    }
}

/// Milliseconds since the computer started, sleep included.
#[cfg(target_os = "linux")]
fn since_some_start() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let nanos = u64::try_from(time.tv_nsec).unwrap_or(0);
    seconds
        .saturating_mul(1_000)
        .saturating_add(nanos / 1_000_000)
}

/// Milliseconds since the first reading.
#[cfg(not(target_os = "linux"))]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads it"
)]
fn since_some_start() -> u64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(std::time::Instant::now);
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}
