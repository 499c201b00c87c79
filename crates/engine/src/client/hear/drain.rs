//! Counting what the server kept while this computer was away: it says how much
//! there is, and an interrupted delivery is reported by nobody.

use frontdesk_domain::{
    network::Told,
    session::{Notice, Sync},
};

use crate::client::shared::Shared;

/// So many steps of progress are told at most.
const STEPS: u32 = 50;

/// One delivery of the backlog.
#[derive(Default)]
pub(super) struct Drain {
    total: u32,
    done: u32,
}

impl Drain {
    /// The server says how much there is.
    pub(super) fn announced(&mut self, shared: &Shared, total: i32) {
        self.total = u32::try_from(total).unwrap_or(0);
        self.done = 0;
        if self.total > 0 {
            self.tell(shared);
        }
    }

    /// One piece of it came.
    pub(super) fn arrived(&mut self, shared: &Shared) {
        self.done = self.done.saturating_add(1);
        let step = (self.total / STEPS).max(1);
        // The last piece is told by the end, after all of it is kept.
        if self.done < self.total && self.done.is_multiple_of(step) {
            self.tell(shared);
        }
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
