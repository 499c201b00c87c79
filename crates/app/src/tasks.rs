//! Long work: told as data, cancelled on request.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

use frontdesk_domain::time::Timestamp;

use crate::{
    error::CommandError,
    feed::Feed,
    frontdesk::Frontdesk,
    live::Live,
    view::{
        feed::Fact,
        system::{TaskId, TaskKind, TaskOutcome, TaskView},
    },
};

/// All long work of the application.
pub(crate) struct Tasks {
    live: Arc<Live>,
    feed: Feed,
    next: AtomicU32,
    cancels: Mutex<BTreeMap<TaskId, Arc<AtomicBool>>>,
}

/// How work tells where it stands, and learns that it should stop.
pub(crate) struct Progress {
    view: TaskView,
    live: Arc<Live>,
    feed: Feed,
    cancelled: Arc<AtomicBool>,
}

impl Tasks {
    pub(crate) fn new(live: Arc<Live>, feed: Feed) -> Self {
        Self {
            live,
            feed,
            next: AtomicU32::new(1),
            cancels: Mutex::default(),
        }
    }

    /// Runs `work` on a thread of its own. Work of a kind that is under way
    /// already is not begun twice: its id is answered.
    pub(crate) fn begin(
        &self,
        kind: TaskKind,
        now: Timestamp,
        work: impl FnOnce(&mut Progress) -> TaskOutcome + Send + 'static,
    ) -> TaskId {
        let running = self
            .live
            .tasks()
            .into_iter()
            .find(|t| t.kind == kind && t.outcome.is_none());
        if let Some(running) = running {
            return running.id;
        }
        let id = TaskId(self.next.fetch_add(1, Ordering::Relaxed));
        let cancelled = Arc::new(AtomicBool::new(false));
        self.cancels().insert(id, cancelled.clone());
        let view = TaskView {
            id,
            kind,
            done: 0,
            total: 0,
            since: now,
            cancellable: true,
            outcome: None,
        };
        let mut progress = Progress {
            view,
            live: self.live.clone(),
            feed: self.feed.clone(),
            cancelled,
        };
        progress.tell();
        tokio::task::spawn_blocking(move || {
            let outcome = work(&mut progress);
            progress.view.outcome = Some(outcome);
            progress.view.cancellable = false;
            progress.tell();
        });
        id
    }

    /// Puts the reports of finished work of a kind away.
    pub(crate) fn forget_finished(&self, kind: TaskKind) {
        let finished = self
            .live
            .tasks()
            .into_iter()
            .filter(|task| task.kind == kind && task.outcome.is_some());
        for task in finished {
            self.cancels().remove(&task.id);
            self.live.remove_task(task.id);
            self.feed.notice(Fact::TaskGone { task: task.id });
        }
    }

    pub(crate) fn cancel_all(&self) {
        for cancelled in self.cancels().values() {
            cancelled.store(true, Ordering::Relaxed);
        }
    }

    fn cancels(&self) -> std::sync::MutexGuard<'_, BTreeMap<TaskId, Arc<AtomicBool>>> {
        self.cancels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress {
    /// Tells where the work stands. False when it should stop.
    pub(crate) fn reached(&mut self, done: u32, total: u32) -> bool {
        if (self.view.done, self.view.total) != (done, total) {
            (self.view.done, self.view.total) = (done, total);
            self.tell();
        }
        self.goes_on()
    }

    /// False when the work should stop.
    pub(crate) fn goes_on(&self) -> bool {
        !self.cancelled.load(Ordering::Relaxed)
    }

    fn tell(&self) {
        self.live.put_task(self.view.clone());
        self.feed.notice(Fact::Task {
            task: self.view.clone(),
        });
    }
}

impl Frontdesk {
    /// Stops long work; it ends at its next step.
    ///
    /// # Errors
    /// `Gone` when there is no such work.
    pub fn cancel_task(&self, id: TaskId) -> Result<(), CommandError> {
        let cancels = self.tasks.cancels();
        let cancelled = cancels.get(&id).ok_or(CommandError::Gone)?;
        cancelled.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Puts the report of finished work away.
    ///
    /// # Errors
    /// `Gone` when there is no such work, `NotNow` while it runs.
    pub fn dismiss_task(&self, id: TaskId) -> Result<(), CommandError> {
        let task = self.live.task(id).ok_or(CommandError::Gone)?;
        if task.outcome.is_none() {
            return Err(CommandError::NotNow);
        }
        self.tasks.cancels().remove(&id);
        self.live.remove_task(id);
        self.feed.notice(Fact::TaskGone { task: id });
        Ok(())
    }
}
