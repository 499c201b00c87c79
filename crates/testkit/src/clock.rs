//! A clock that moves only when told, and wakes who sleeps by it.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use frontdesk_domain::{network::Answer, session::Mono, time::Timestamp};

/// A clock moved by hand. Wall clock and monotonic clock go together until the
/// wall clock is set.
pub struct HandClock {
    now: Mutex<Now>,
}

struct Now {
    mono: u64,
    /// Wall clock minus monotonic clock.
    offset: i64,
    sleepers: BTreeMap<u64, Sleeper>,
    next_sleeper: u64,
}

struct Sleeper {
    until: u64,
    waker: Waker,
}

impl HandClock {
    /// A clock that shows `wall` and has run for a day.
    pub fn at(wall: Timestamp) -> Self {
        const RUNNING: u64 = 24 * 60 * 60 * 1_000;
        Self {
            now: Mutex::new(Now {
                mono: RUNNING,
                offset: wall.0.saturating_sub_unsigned(RUNNING),
                sleepers: BTreeMap::new(),
                next_sleeper: 0,
            }),
        }
    }

    /// The wall clock.
    pub fn wall(&self) -> Timestamp {
        let now = self.now();
        Timestamp(now.offset.saturating_add_unsigned(now.mono))
    }

    /// The monotonic clock.
    pub fn mono(&self) -> Mono {
        Mono(self.now().mono)
    }

    /// Lets time pass at once; whoever should have woken meanwhile wakes late.
    pub fn advance(&self, millis: u64) {
        let mut now = self.now();
        now.mono = now.mono.saturating_add(millis);
        now.wake();
    }

    /// Sets the wall clock alone.
    pub fn set_wall(&self, wall: Timestamp) {
        let mut now = self.now();
        now.offset = wall.0.saturating_sub_unsigned(now.mono);
    }

    /// When the next sleeper wakes, if anybody sleeps.
    pub fn next_waking(&self) -> Option<Mono> {
        let now = self.now();
        now.sleepers.values().map(|s| Mono(s.until)).min()
    }

    /// Answers once the monotonic clock has reached `at`.
    pub fn sleep_until(&self, at: Mono) -> Answer<'_, ()> {
        let mut now = self.now();
        let id = now.next_sleeper;
        now.next_sleeper += 1;
        Box::pin(Sleep {
            clock: self,
            id,
            until: at.0,
        })
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn wake(&mut self) {
        let mono = self.mono;
        self.sleepers.retain(|_, sleeper| {
            let sleeps = sleeper.until > mono;
            if !sleeps {
                sleeper.waker.wake_by_ref();
            }
            sleeps
        });
    }
}

struct Sleep<'c> {
    clock: &'c HandClock,
    id: u64,
    until: u64,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut now = self.clock.now();
        if now.mono >= self.until {
            return Poll::Ready(());
        }
        let sleeper = Sleeper {
            until: self.until,
            waker: context.waker().clone(),
        };
        now.sleepers.insert(self.id, sleeper);
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        self.clock.now().sleepers.remove(&self.id);
    }
}

impl fmt::Debug for HandClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HandClock").field(&self.mono()).finish()
    }
}
