//! The post: what works on messages while the store is open.
//!
//! One line for each account that is connected carries out what is queued. What
//! the clients kept is followed up here: notifications, typing, the past to be
//! unpacked. Messages that disappear are deleted when their time has come.

mod again;
mod asking;
mod heard;
mod letter;
mod line;
mod missing;
mod past;
mod typing;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use frontdesk_domain::{
    id::{AccountId, ChatId, MessageId, WireId},
    network::{Client, Network},
    past::Past,
    session::Mono,
    time::Timestamp,
};
use frontdesk_store::{Message, ReadTx, Store, StoreError};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{mpsc::UnboundedReceiver, watch},
    task::{AbortHandle, JoinHandle},
};

pub(crate) use self::letter::wire_chat;
pub(crate) use self::typing::Typing;
use self::{asking::Asking, line::Line};
use crate::{
    clock::Clock,
    feed::Feed,
    host::Host,
    live::Live,
    sessions::{Heard, Ups},
    stored::Who,
    tasks::Tasks,
};

/// How often messages that disappear are looked for.
const EXPIRY_GLANCE: u64 = 30_000;

/// Something to be told about a conversation: to its senders, or to the
/// account's other devices. Kept as JSON: names are for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Tell {
    /// These messages were read.
    Read {
        /// Which.
        messages: Vec<MessageId>,
    },
    /// The conversation as a whole was read, or marked as unread.
    MarkedRead {
        /// Which of both.
        read: bool,
    },
    /// It was pinned, or no longer.
    Pinned {
        /// Which of both.
        on: bool,
    },
    /// It is silent until then, or no longer.
    Muted {
        /// Until when.
        until: Option<Timestamp>,
    },
    /// It was put away, or taken back.
    Archived {
        /// Which of both.
        on: bool,
    },
    /// Whoever it is with is blocked, or no longer.
    Blocked {
        /// Which of both.
        on: bool,
    },
    /// A message has a star, or no longer.
    Starred {
        /// Which message.
        message: Named,
        /// Which of both.
        on: bool,
    },
    /// A message was deleted for the account alone. Its row is gone.
    DeletedForMe {
        /// Which message.
        message: Named,
    },
}

/// A message by its name on the network, for when its row is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Named {
    id: WireId,
    /// Who wrote it; nobody is the account itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sender: Option<Who>,
    at: Timestamp,
}

impl Named {
    /// As the row has it now.
    pub(crate) fn of(tx: &ReadTx<'_>, message: &Message) -> Result<Self, StoreError> {
        let sender = match message.sender {
            Some(contact) => tx
                .contact(contact)?
                .map(|contact| Who::of(&contact.address)),
            None => None,
        };
        Ok(Self {
            id: message.wire_id.clone(),
            sender,
            at: message.at,
        })
    }
}

/// The way to what works on messages.
pub(crate) struct Post {
    around: Arc<Around>,
    running: Mutex<Vec<JoinHandle<()>>>,
}

/// What all of it works with.
struct Around {
    live: Arc<Live>,
    feed: Feed,
    host: Arc<dyn Host>,
    clock: Arc<dyn Clock>,
    tasks: Arc<Tasks>,
    /// Rises whenever the queues may look different.
    wake: watch::Sender<u64>,
    /// Rises whenever a stretch of the past was kept.
    past: watch::Sender<u64>,
    /// Rises whenever something may be asked of a phone.
    wishes: watch::Sender<u64>,
    /// Rises whenever something came that could not be decrypted.
    missing: watch::Sender<u64>,
    asking: Mutex<Asking>,
    /// Until when an account must not send, because the server said so.
    pauses: Mutex<BTreeMap<AccountId, Timestamp>>,
}

impl Post {
    pub(crate) fn new(
        live: Arc<Live>,
        feed: Feed,
        host: Arc<dyn Host>,
        clock: Arc<dyn Clock>,
        tasks: Arc<Tasks>,
    ) -> Self {
        Self {
            around: Arc::new(Around {
                live,
                feed,
                host,
                clock,
                tasks,
                wake: watch::Sender::default(),
                past: watch::Sender::default(),
                wishes: watch::Sender::default(),
                missing: watch::Sender::default(),
                asking: Mutex::default(),
                pauses: Mutex::default(),
            }),
            running: Mutex::default(),
        }
    }

    /// Begins the work on an open store.
    pub(crate) fn begin(
        &self,
        store: &Store,
        ups: watch::Receiver<Ups>,
        heard: UnboundedReceiver<Heard>,
        network: Option<Arc<dyn Network>>,
    ) {
        let mut running = self.running();
        running.push(tokio::spawn(asking::ask(
            self.around.clone(),
            store.clone(),
            ups.clone(),
        )));
        running.push(tokio::spawn(missing::ask(
            self.around.clone(),
            store.clone(),
            ups.clone(),
        )));
        running.push(tokio::spawn(lines(self.around.clone(), store.clone(), ups)));
        running.push(tokio::spawn(heard::follow(
            self.around.clone(),
            store.clone(),
            heard,
        )));
        running.push(tokio::spawn(expire(self.around.clone(), store.clone())));
        running.push(tokio::spawn(unmute(self.around.clone(), store.clone())));
        if let Some(network) = network {
            running.push(tokio::spawn(again::read(
                self.around.clone(),
                store.clone(),
                network.clone(),
            )));
            running.push(tokio::spawn(past::unpack(
                self.around.clone(),
                store.clone(),
                network,
            )));
        }
    }

    /// Ends it. What was on its way is sent again under the same id.
    pub(crate) async fn end(&self) {
        let running = std::mem::take(&mut *self.running());
        for task in running {
            task.abort();
            // Aborted is what it should be.
            let _ = task.await;
        }
    }

    /// Something was queued.
    pub(crate) fn wake(&self) {
        self.around.wake();
    }

    /// The user has seen a conversation: what the desktop shows of it can go.
    pub(crate) fn was_read(&self, chat: ChatId) {
        self.around.host.withdraw(chat);
    }

    /// Somebody wants to see what is older than the oldest message.
    fn wish_past(&self, account: AccountId, chat: ChatId, connected: bool) -> Past {
        self.around.wish_past(account, chat, connected)
    }

    /// What is so of what is older than the oldest message of a conversation.
    pub(crate) fn past(&self, chat: ChatId, complete: bool) -> Past {
        self.around.past(chat, complete)
    }

    fn running(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Post").finish_non_exhaustive()
    }
}

impl Around {
    fn wake(&self) {
        self.wake
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    fn wake_past(&self) {
        self.past
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    fn wake_missing(&self) {
        self.missing
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    fn pause(&self, account: AccountId, until: Timestamp) {
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        let known = pauses.entry(account).or_insert(until);
        *known = until.max(*known);
    }

    fn paused_until(&self, account: AccountId) -> Option<Timestamp> {
        let pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.get(&account).copied()
    }

    /// The monotonic moment at which the wall clock should show `at`.
    fn mono_at(&self, at: Timestamp) -> Mono {
        let wait = at.0.saturating_sub(self.clock.now().0);
        self.clock.mono().plus(u64::try_from(wait).unwrap_or(0))
    }
}

/// Keeps one line for each client that can send, and none for any other.
async fn lines(around: Arc<Around>, store: Store, mut ups: watch::Receiver<Ups>) {
    let mut open = Lines::default();
    loop {
        let now: Ups = ups.borrow_and_update().clone();
        open.keep_only(&now);
        for (account, client) in now {
            open.open(account, &client, || Line {
                account,
                client: client.clone(),
                store: store.clone(),
                around: around.clone(),
            });
        }
        if ups.changed().await.is_err() {
            return;
        }
    }
}

/// The lines that run; dropped, they end.
#[derive(Default)]
struct Lines {
    open: BTreeMap<AccountId, (Arc<dyn Client>, AbortHandle)>,
}

impl Lines {
    fn keep_only(&mut self, ups: &Ups) {
        self.open.retain(|account, (client, task)| {
            let stays = ups.get(account).is_some_and(|up| Arc::ptr_eq(up, client));
            if !stays {
                task.abort();
            }
            stays
        });
    }

    fn open(&mut self, account: AccountId, client: &Arc<dyn Client>, line: impl FnOnce() -> Line) {
        self.open
            .entry(account)
            .or_insert_with(|| (client.clone(), tokio::spawn(line().run()).abort_handle()));
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        for (_, task) in self.open.values() {
            task.abort();
        }
    }
}

/// Counts again what is unread when a silence ends.
async fn unmute(around: Arc<Around>, store: Store) {
    loop {
        let now = around.clock.now();
        let looking = store.clone();
        let next =
            tokio::task::spawn_blocking(move || looking.read(|tx| tx.next_unmuting(now))).await;
        let glance = around.clock.mono().plus(EXPIRY_GLANCE);
        let ends_at = match next {
            Ok(Ok(next)) => next,
            Ok(Err(_)) | Err(_) => None,
        };
        match ends_at.map(|at| around.mono_at(at)) {
            Some(at) if at <= glance => {
                around.clock.sleep_until(at).await;
                around.feed.count_again();
            }
            Some(_) | None => around.clock.sleep_until(glance).await,
        }
    }
}

/// Deletes what disappears: on time, never early.
async fn expire(around: Arc<Around>, store: Store) {
    loop {
        let now = around.clock.now();
        let looking = store.clone();
        let next = tokio::task::spawn_blocking(move || looking.read(|tx| tx.next_expiry())).await;
        let mut wake_at = around.clock.mono().plus(EXPIRY_GLANCE);
        match next {
            Ok(Ok(Some(at))) if at <= now => match store.write(move |tx| tx.expire(now)).await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(error) => tracing::warn!(%error, "Messages that disappear are still here"),
            },
            Ok(Ok(Some(at))) => wake_at = wake_at.min(around.mono_at(at)),
            Ok(Ok(None)) | Err(_) => {}
            Ok(Err(error)) => tracing::warn!(%error, "Nobody knows what disappears"),
        }
        around.clock.sleep_until(wake_at).await;
    }
}
