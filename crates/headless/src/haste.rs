//! A clock that runs ahead of the computer's.
//!
//! For measurements of what takes days: every rule about time holds as it
//! always does, in time that passes faster. Nothing is waited for at random.

use frontdesk_app::clock::{Clock, SystemClock};
use frontdesk_domain::{network::Answer, session::Mono, time::Timestamp};

/// The clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HastyClock {
    haste: u64,
    /// Both clocks of the computer when this one was made.
    began: (Mono, Timestamp),
}

impl HastyClock {
    /// `haste` times as fast as the computer's; at least as fast.
    pub(crate) fn new(haste: u64) -> Self {
        Self {
            haste: haste.max(1),
            began: (SystemClock.mono(), SystemClock.now()),
        }
    }
}

impl Clock for HastyClock {
    fn now(&self) -> Timestamp {
        let passed = self.mono().since(self.began.0);
        self.began
            .1
            .plus_millis(i64::try_from(passed).unwrap_or(i64::MAX))
    }

    fn mono(&self) -> Mono {
        let passed = SystemClock.mono().since(self.began.0);
        self.began.0.plus(passed.saturating_mul(self.haste))
    }

    fn sleep_until(&self, at: Mono) -> Answer<'_, ()> {
        let left = at.since(self.began.0).div_ceil(self.haste);
        let at = self.began.0.plus(left);
        Box::pin(async move { SystemClock.sleep_until(at).await })
    }

    fn dice(&self) -> u32 {
        if self.haste > 1 {
            0
        } else {
            SystemClock.dice()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_sleeps_on_it_wakes_sooner_and_not_before_its_time() {
        let (clock, began) = (HastyClock::new(1_000), SystemClock.mono());
        let at = clock.mono().plus(20_000);
        clock.sleep_until(at).await;
        assert!(clock.mono() >= at, "its own time has come");
        assert!(
            SystemClock.mono().since(began) < 20_000,
            "in much less of the computer's"
        );
    }
}
