//! News that come beside the hook: receipts, acknowledgements, names, changed
//! chats, history.
//!
//! One task keeps them in the order in which they were noticed, and keeps
//! together what waits together, so that a burst costs one flush. The engine
//! acknowledges such news to the server by itself, so what cannot be kept is
//! handed back for the next client instead of being forgotten.

use std::{
    future::Future,
    mem,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_domain::network::{Ear, Inbound, Told};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

use super::teller::Teller;

/// So many pieces of news at most are kept in one step.
const MOST_AT_ONCE: usize = 512;

/// The way in.
pub(crate) struct Lane {
    sender: mpsc::UnboundedSender<Item>,
    task: Mutex<Option<JoinHandle<Vec<Inbound>>>>,
    failed: Arc<tokio::sync::Notify>,
}

enum Item {
    Keep(Vec<Inbound>),
    /// News that are still to be completed, at their place.
    Later(Pin<Box<dyn Future<Output = Vec<Inbound>> + Send>>),
    /// Told after everything before it is kept.
    Then(Box<Told>),
    /// Answered after everything before it is kept.
    Mark(oneshot::Sender<()>),
    Close,
}

impl Lane {
    pub(crate) fn new(ear: Arc<dyn Ear>, teller: Arc<Teller>) -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        let failed = Arc::new(tokio::sync::Notify::new());
        let task = tokio::spawn(work(ear, teller, receiver, Arc::clone(&failed)));
        Self {
            sender,
            task: Mutex::new(Some(task)),
            failed,
        }
    }

    pub(crate) fn keep(&self, news: Vec<Inbound>) {
        if !news.is_empty() {
            self.put(Item::Keep(news));
        }
    }

    /// Keeps news that take a moment to make, at their place among the others.
    pub(crate) fn keep_later(&self, news: impl Future<Output = Vec<Inbound>> + Send + 'static) {
        self.put(Item::Later(Box::pin(news)));
    }

    /// Tells something once all news before it are kept.
    pub(crate) fn then_tell(&self, told: Told) {
        self.put(Item::Then(Box::new(told)));
    }

    /// Waits until all news so far are kept, or cannot be.
    pub(crate) fn kept(&self) -> impl Future<Output = ()> + Send + use<> {
        let (mark, kept) = oneshot::channel();
        self.put(Item::Mark(mark));
        async move {
            // A lane that is gone keeps nothing more; there is nothing to wait for.
            let _ = kept.await;
        }
    }

    /// Waits for news that could not be kept.
    pub(crate) async fn failed(&self) {
        self.failed.notified().await;
    }

    /// Keeps the rest and ends. Returns what could not be kept.
    pub(crate) async fn close(&self) -> Vec<Inbound> {
        self.put(Item::Close);
        let task = self.take_task();
        match task {
            Some(task) => task.await.unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Ends at once.
    pub(crate) fn abort(&self) {
        if let Some(task) = self.take_task() {
            task.abort();
        }
    }

    fn put(&self, item: Item) {
        // After the end, news can only come from a client that is being torn
        // down, and the server sends again what it was not answered.
        let _ = self.sender.send(item);
    }

    fn take_task(&self) -> Option<JoinHandle<Vec<Inbound>>> {
        self.task
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

async fn work(
    ear: Arc<dyn Ear>,
    teller: Arc<Teller>,
    mut items: mpsc::UnboundedReceiver<Item>,
    failed: Arc<tokio::sync::Notify>,
) -> Vec<Inbound> {
    let mut lost = Vec::new();
    let mut batch = Vec::new();
    while let Some(item) = items.recv().await {
        let mut next = Some(item);
        while let Some(item) = next.take() {
            match item {
                Item::Keep(news) => batch.extend(news),
                Item::Later(news) => batch.extend(news.await),
                Item::Then(told) => {
                    keep(&*ear, &mut batch, &mut lost, &failed).await;
                    if lost.is_empty() {
                        teller.tell(*told);
                    }
                }
                Item::Mark(mark) => {
                    keep(&*ear, &mut batch, &mut lost, &failed).await;
                    // Whoever waited may have gone.
                    let _ = mark.send(());
                }
                Item::Close => {
                    keep(&*ear, &mut batch, &mut lost, &failed).await;
                    return lost;
                }
            }
            if batch.len() < MOST_AT_ONCE {
                next = items.try_recv().ok();
            }
        }
        keep(&*ear, &mut batch, &mut lost, &failed).await;
    }
    lost
}

/// After the first failure nothing more is kept: what comes later must not
/// overtake what was handed back.
async fn keep(
    ear: &dyn Ear,
    batch: &mut Vec<Inbound>,
    lost: &mut Vec<Inbound>,
    failed: &tokio::sync::Notify,
) {
    let news = mem::take(batch);
    if news.is_empty() {
        return;
    }
    if !lost.is_empty() {
        lost.extend(news);
        return;
    }
    let spare = news.clone();
    frontdesk_failpoint::failpoint!("engine.lane.before");
    if ear.keep(news).await.is_err() {
        lost.extend(spare);
        failed.notify_one();
    }
    frontdesk_failpoint::failpoint!("engine.lane.kept");
}
