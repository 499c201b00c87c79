//! What the parts of one client have in common.

use std::{
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use frontdesk_domain::{
    disconnect::{Close, LocalFault, Wipe, verdict},
    id::AccountId,
    network::{Ear, SendError},
    session::Notice,
};
use tokio::{runtime::Handle, sync::watch, task::JoinHandle};
use wa_rs::Client as Engine;

use super::{
    groups::KnownGroups, hook::EarlyVotes, lane::Lane, presence::Wanted, questions::Questions,
    sends::Unanswered, teller::Teller, wire::Wire,
};
use crate::{backend::SqlBackend, engine::Parts, secrets::RecentSecrets};

/// How long the engine may take to sign what a phone granted and to send it.
const DECIDED_WITHIN: Duration = Duration::from_secs(5);

/// What a client was told to do, each more urgent than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    /// Live.
    Run,
    /// End with all flushes.
    Stop,
    /// End at once.
    Abort,
}

/// One client's own world.
pub(crate) struct Shared {
    pub(crate) parts: Arc<Parts>,
    pub(crate) backend: Arc<SqlBackend>,
    pub(crate) ear: Arc<dyn Ear>,
    pub(crate) teller: Arc<Teller>,
    pub(crate) lane: Lane,
    pub(crate) wire: Arc<Wire>,
    pub(crate) unanswered: Unanswered,
    pub(crate) wanted: Wanted,
    pub(crate) groups: KnownGroups,
    pub(crate) secrets: RecentSecrets,
    pub(crate) early_votes: EarlyVotes,
    pub(crate) questions: Questions,
    /// How many batches of messages are being kept.
    keeping: AtomicU32,
    /// How it ends, as far as a word was heard; the first one counts.
    word: watch::Sender<Option<Close>>,
    orders: watch::Sender<Order>,
    gone: watch::Sender<bool>,
    /// Empty before the engine's client is made and after it is gone.
    engine: Mutex<Option<Arc<Engine>>>,
    /// Whether the server was told that the link ends and has not answered yet.
    leaving: AtomicBool,
    /// Whether a phone granted a link that the engine still works on.
    granted: watch::Sender<bool>,
    /// The link that was just made, on its way to the disk.
    linking: Mutex<Option<JoinHandle<()>>>,
    runtime: Handle,
}

impl Shared {
    pub(crate) fn new(parts: Arc<Parts>, state: AccountId, ear: Arc<dyn Ear>) -> Arc<Self> {
        let backend = Arc::new(SqlBackend::new(parts.store.clone(), state));
        let teller = Arc::new(Teller::new(Arc::clone(&ear)));
        Arc::new(Self {
            lane: Lane::new(Arc::clone(&ear), Arc::clone(&teller)),
            teller,
            wire: Arc::default(),
            unanswered: Unanswered::default(),
            wanted: Wanted::default(),
            groups: KnownGroups::default(),
            secrets: RecentSecrets::default(),
            early_votes: EarlyVotes::default(),
            questions: Questions::default(),
            keeping: AtomicU32::new(0),
            word: watch::Sender::new(None),
            orders: watch::Sender::new(Order::Run),
            gone: watch::Sender::new(false),
            engine: Mutex::new(None),
            leaving: AtomicBool::new(false),
            granted: watch::Sender::new(false),
            linking: Mutex::new(None),
            runtime: Handle::current(),
            parts,
            backend,
            ear,
        })
    }

    /// Gives an order; a less urgent one than before changes nothing.
    pub(crate) fn order(&self, order: Order) {
        if order == Order::Abort {
            self.backend.close();
        }
        self.orders.send_if_modified(|known| {
            let more = order > *known;
            if more {
                *known = order;
            }
            more
        });
    }

    /// Waits for an order at least that urgent.
    pub(crate) async fn ordered(&self, order: Order) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self
            .orders
            .subscribe()
            .wait_for(|known| *known >= order)
            .await;
    }

    /// A batch of messages is being kept, until this is dropped.
    pub(crate) fn keeping(&self) -> Keeping<'_> {
        self.keeping.fetch_add(1, Ordering::SeqCst);
        Keeping(&self.keeping)
    }

    /// Whether a batch of messages is being kept.
    pub(crate) fn is_keeping(&self) -> bool {
        self.keeping.load(Ordering::SeqCst) > 0
    }

    /// Notes what ends the connection, and ends it. The first word counts.
    pub(crate) fn end(&self, close: Close) {
        self.word.send_if_modified(|word| {
            let first = word.is_none();
            if first {
                *word = Some(close);
            }
            first
        });
    }

    /// Keys or messages could not be stored: nothing may go on as if they were.
    pub(crate) fn store_failed(&self) {
        self.end(Close::Here(LocalFault::Store));
    }

    /// The word that ended the connection, if one did.
    pub(crate) fn word(&self) -> Option<Close> {
        *self.word.borrow()
    }

    /// Waits for a word that ends the connection.
    pub(crate) async fn ended(&self) {
        let _ = self.word.subscribe().wait_for(Option::is_some).await;
    }

    /// Nothing of the client writes any more.
    pub(crate) fn set_gone(&self) {
        self.gone.send_replace(true);
    }

    pub(crate) async fn until_gone(&self) {
        let _ = self.gone.subscribe().wait_for(|gone| *gone).await;
    }

    pub(crate) fn set_engine(&self, engine: Option<Arc<Engine>>) {
        *lock(&self.engine) = engine;
    }

    /// The engine's client, while there is one.
    pub(crate) fn engine(&self) -> Option<Arc<Engine>> {
        lock(&self.engine).clone()
    }

    /// The engine's client, if it is let in.
    pub(crate) fn online(&self) -> Result<Arc<Engine>, SendError> {
        self.engine()
            .filter(|engine| engine.is_connected() && engine.is_logged_in())
            .ok_or(SendError::NotConnected)
    }

    /// The server is being told that the link ends.
    pub(crate) fn logout_asked(&self) {
        self.leaving.store(true, Ordering::SeqCst);
    }

    /// The server was told, or could not be; answers what was asked, once.
    pub(crate) fn logout_done(&self, told: bool) {
        let thrown_out = self
            .word()
            .is_some_and(|word| verdict(word).wipe == Wipe::Credentials);
        if self.leaving.swap(false, Ordering::SeqCst) {
            self.teller.notice(Notice::LogoutDone {
                told: told || thrown_out,
            });
        }
    }

    /// The phone granted a link. The server may end the stream before the engine
    /// has said what became of it.
    pub(crate) fn link_granted(&self) {
        self.granted.send_replace(true);
    }

    /// The engine said what became of a granted link; `task` brings it to the
    /// disk.
    pub(crate) fn link_decided(&self, task: Option<JoinHandle<()>>) {
        *lock(&self.linking) = task;
        self.granted.send_replace(false);
    }

    /// Waits until a link that was just granted is on the disk and told, or has
    /// failed.
    pub(crate) async fn until_linked(&self) {
        let mut granted = self.granted.subscribe();
        let decided = granted.wait_for(|granted| !granted);
        if tokio::time::timeout(DECIDED_WITHIN, decided).await.is_err() {
            tracing::warn!("A link was granted and never came to be");
        }
        let task = lock(&self.linking).take();
        if let Some(task) = task
            && task.await.is_err()
        {
            tracing::error!("Keeping a new link was given up");
        }
    }

    /// Does something that nobody waits for. It ends with the client.
    pub(crate) fn on_the_side<F>(self: &Arc<Self>, work: impl FnOnce(Arc<Self>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let work = work(Arc::clone(self));
        let shared = Arc::clone(self);
        self.runtime.spawn(async move {
            tokio::select! {
                () = shared.until_gone() => {}
                () = work => {}
            }
        });
    }
}

/// See [`Shared::keeping`].
pub(crate) struct Keeping<'s>(&'s AtomicU32);

impl Drop for Keeping<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
