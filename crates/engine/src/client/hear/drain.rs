//! The delivery of what the server kept while this computer was away: it says
//! how much there is, and an interrupted delivery is reported by nobody.
//!
//! During a delivery the engine commits messages by the hundreds; after its end
//! mark it commits each for itself. The mark comes right behind the messages and
//! overtakes those that still wait to be decrypted. So it is held back until
//! they are: one flush of the disk for hundreds of messages instead of one each.

use std::{sync::Arc, time::Duration};

use frontdesk_domain::{
    network::Told,
    session::{Notice, Sync},
};
use wa_rs::Client as Engine;

use super::hold_up;
use crate::client::shared::Shared;

/// So many steps of progress are told at most.
const STEPS: u32 = 50;

/// How often is looked whether all messages are decrypted.
const LOOK: Duration = Duration::from_millis(5);

/// Messages that are not decrypted after a while of no progress never will be:
/// they came twice, are damaged, or are for the engine alone.
const PATIENCE: u32 = 50;

/// The connection reads nothing meanwhile, which no server minds for so long.
const AT_MOST: Duration = Duration::from_secs(15);

/// One delivery of the backlog.
#[derive(Default)]
pub(super) struct Drain {
    total: u32,
    done: u32,
    /// Messages among what came.
    messages: u64,
    /// What the engine had decrypted when the delivery began.
    decrypted: u64,
}

/// A number of decrypted messages to wait for.
pub(super) struct Goal {
    shared: Arc<Shared>,
    engine: Arc<Engine>,
    decrypted: u64,
}

impl Drain {
    /// The server says how much there is.
    pub(super) fn announced(&mut self, shared: &Shared, total: i32) {
        *self = Self {
            total: u32::try_from(total).unwrap_or(0),
            decrypted: shared.engine().map_or(0, |engine| decrypted(&engine)),
            ..Self::default()
        };
        if self.total > 0 {
            self.tell(shared);
        }
    }

    /// One piece of it came.
    pub(super) fn arrived(&mut self, shared: &Shared, is_message: bool) {
        self.done = self.done.saturating_add(1);
        self.messages = self.messages.saturating_add(u64::from(is_message));
        let step = (self.total / STEPS).max(1);
        // The last piece is told by the end, after all of it is kept.
        if self.done < self.total && self.done.is_multiple_of(step) {
            self.tell(shared);
        }
    }

    /// What to wait for before the engine may see the end mark.
    pub(super) fn goal(&self, shared: &Arc<Shared>) -> Option<Goal> {
        let engine = shared.engine()?;
        Some(Goal {
            shared: Arc::clone(shared),
            decrypted: self.decrypted.saturating_add(self.messages),
            engine,
        })
    }

    /// The server says that this was all, and how much it was.
    pub(super) fn over(&mut self, shared: &Shared, count: i32) {
        let came = self.done.max(u32::try_from(count).unwrap_or(0));
        let complete = came >= self.total;
        if !complete {
            tracing::warn!(came, announced = self.total, "A backlog is incomplete");
        }
        *self = Self::default();
        shared.lane.then_tell(Told::Notice(Notice::SyncFinished {
            sync: Sync::Backlog,
            complete,
        }));
    }

    fn tell(&self, shared: &Shared) {
        shared.teller.notice(Notice::SyncProgress {
            sync: Sync::Backlog,
            done: self.done,
            total: self.total,
        });
    }
}

impl Goal {
    /// Holds the calling thread until the goal is reached, or seems out of reach.
    /// A runtime with a single thread cannot be held up and goes on at once.
    pub(super) fn wait(self) {
        hold_up(async move {
            // Too long is not too late: the rest is committed one by one.
            let _ = tokio::time::timeout(AT_MOST, self.reached()).await;
        });
    }

    async fn reached(&self) {
        let mut known = decrypted(&self.engine);
        let mut idle = 0;
        while known < self.decrypted && idle < PATIENCE {
            tokio::time::sleep(LOOK).await;
            let now = decrypted(&self.engine);
            // While a batch is kept, on a slow disk for long, nothing is decrypted.
            let stands = now == known && !self.shared.is_keeping();
            idle = if stands { idle + 1 } else { 0 };
            known = now;
        }
    }
}

fn decrypted(engine: &Engine) -> u64 {
    engine.stats().messages_received
}
