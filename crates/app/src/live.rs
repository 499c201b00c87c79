//! What is so right now and lives in memory: the stage, the open store, work
//! under way.

mod facts;
mod links;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use frontdesk_domain::{id::ChatId, secret::StoreKey};
use frontdesk_store::Store;

pub(crate) use self::links::{LinkNow, Links};
use crate::{
    host::{Host, LinkHealth},
    view::{
        chat::TypingView,
        stage::Stage,
        system::{KeyCare, TaskId, TaskView},
    },
};

/// Shared by commands, long work and the feed.
pub(crate) struct Live {
    pub(crate) demo: bool,
    pub(crate) host: Arc<dyn Host>,
    now: Mutex<Now>,
    /// What tray and taskbar were told of the links.
    shown: Mutex<LinkHealth>,
}

struct Now {
    stage: Stage,
    open: Option<Open>,
    tasks: BTreeMap<TaskId, TaskView>,
    links: Links,
    typing: BTreeMap<ChatId, TypingView>,
}

/// An open store and what belongs to it.
#[derive(Clone)]
pub(crate) struct Open {
    pub(crate) store: Store,
    /// Needed to wrap it under a new recovery code.
    pub(crate) key: Arc<StoreKey>,
    pub(crate) care: KeyCare,
}

impl Live {
    pub(crate) fn new(demo: bool, host: Arc<dyn Host>) -> Self {
        let now = Now {
            stage: Stage::Opening,
            open: None,
            tasks: BTreeMap::new(),
            links: Links::default(),
            typing: BTreeMap::new(),
        };
        Self {
            demo,
            host,
            now: Mutex::new(now),
            shown: Mutex::default(),
        }
    }

    pub(crate) fn stage(&self) -> Stage {
        self.now().stage.clone()
    }

    pub(crate) fn set_stage(&self, stage: Stage) {
        self.now().stage = stage;
    }

    pub(crate) fn opened(&self, open: Open, stage: Stage) {
        let mut now = self.now();
        now.open = Some(open);
        now.stage = stage;
    }

    pub(crate) fn set_key_care(&self, care: KeyCare) {
        if let Some(open) = &mut self.now().open {
            open.care = care;
        }
    }

    /// Forgets the store and hands it out to be closed.
    pub(crate) fn close(&self) -> Option<Store> {
        self.now().open.take().map(|open| open.store)
    }

    pub(crate) fn open(&self) -> Option<Open> {
        self.now().open.clone()
    }

    pub(crate) fn store(&self) -> Option<Store> {
        self.now().open.as_ref().map(|open| open.store.clone())
    }

    /// Who types where is now so.
    pub(crate) fn set_typing(&self, typing: TypingView) {
        let mut now = self.now();
        if typing.who.is_empty() {
            now.typing.remove(&typing.chat);
        } else {
            now.typing.insert(typing.chat, typing);
        }
    }

    pub(crate) fn typing(&self) -> Vec<TypingView> {
        self.now().typing.values().cloned().collect()
    }

    pub(crate) fn tasks(&self) -> Vec<TaskView> {
        self.now().tasks.values().cloned().collect()
    }

    pub(crate) fn put_task(&self, task: TaskView) {
        self.now().tasks.insert(task.id, task);
    }

    pub(crate) fn task(&self, id: TaskId) -> Option<TaskView> {
        self.now().tasks.get(&id).cloned()
    }

    pub(crate) fn remove_task(&self, id: TaskId) {
        self.now().tasks.remove(&id);
    }

    /// Nothing that panics runs under this lock, so a poisoned one is whole.
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
