//! The engine's storage traits on our store: one [`SqlBackend`] per account.
//!
//! Here lives the translation between the engine's types and the rows of
//! `store::signal`. SQL does not, nor any rule that is one statement there.
//!
//! **Every call is one transaction**, whole or not at all, however many rows it
//! brings. A write has happened in the order of the calls, and takes place even
//! if nobody waits for it any more.
//!
//! **A write is on the disk before the next word leaves**, and not necessarily
//! when it returns: what the engine keeps need not outlive a power cut before
//! somebody was told something that follows from it. So writes are committed in
//! order, without a flush of their own, and [`SqlBackend::flushed`] stands
//! between the engine and its socket. Whatever is flushed later makes them
//! durable with it: a live message costs one flush, that of the history, and so
//! do the hundreds of a backlog together.
//!
//! Received messages on their way into the history (`*_pending_inbound*`) are not
//! even waited for by the next word. The two things that must not overtake them
//! are later writes: the ratchet that makes a message unreadable a second time,
//! and the history that lets the server be answered.
//!
//! **Messages that came** are noted with whatever is written next, until they are
//! on their way into the history; see `heard`.
//!
//! **Reads** run on the runtime's threads for blocking work.

mod app_sync;
mod device;
mod error;
mod heard;
mod protocol;
mod questions;
mod secrets;
mod signal;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use frontdesk_domain::id::AccountId;
use frontdesk_store::{Signal, SignalMut, Store, StoreError};
use tokio::{
    sync::{Notify, OwnedRwLockWriteGuard, RwLock},
    task::spawn_blocking,
};
use wa_rs::wacore::store::error::Result;

use error::{closed, from_store, lost};
use heard::Heard;

type StoreResult<T> = std::result::Result<T, StoreError>;

/// The engine's state of one account. Two clients on one account would tear its
/// ratchets apart, so make one backend per account, and a second client on it
/// only when the first has ended.
pub struct SqlBackend {
    store: Store,
    /// Held for the length of each call, so that [`SqlBackend::hold`] waits for
    /// the calls before it and the calls after it wait for it.
    account: Arc<RwLock<AccountId>>,
    closed: AtomicBool,
    failed: Notify,
    /// The commit that must be on the disk before anything leaves.
    owed: AtomicU64,
    heard: Arc<Heard>,
}

/// A backend that stands still. Dropped, it goes on as before.
pub struct HeldBackend {
    account: OwnedRwLockWriteGuard<AccountId>,
}

impl HeldBackend {
    /// Goes on as the state of `account`, to which the state was handed over
    /// meanwhile. The client above notices nothing.
    pub fn go_on_as(mut self, account: AccountId) {
        *self.account = account;
    }
}

impl fmt::Debug for HeldBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldBackend").finish_non_exhaustive()
    }
}

impl SqlBackend {
    /// The state of `account` in `store`. For a link that is still being made,
    /// [`frontdesk_store::account_while_linking`] tells the account.
    pub fn new(store: Store, account: AccountId) -> Self {
        Self {
            store,
            account: Arc::new(RwLock::new(account)),
            closed: AtomicBool::new(false),
            failed: Notify::new(),
            owed: AtomicU64::new(0),
            heard: Arc::default(),
        }
    }

    /// Whose state this is.
    pub async fn account(&self) -> AccountId {
        *self.account.read().await
    }

    /// Holds back every call from now on, once the calls under way are done, so
    /// that the state can be handed over to another account in a transaction of
    /// the caller's: a link that was being made has turned out to be that
    /// account's.
    pub async fn hold(&self) -> HeldBackend {
        HeldBackend {
            account: Arc::clone(&self.account).write_owned().await,
        }
    }

    /// Refuses every call from now on: the client above has ended, and whatever
    /// it left running must not write any more.
    pub fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// Waits for the calls that began before [`SqlBackend::close`].
    pub async fn quiet(&self) {
        drop(self.account.write().await);
    }

    /// Waits until something could not be read or written. A store that was only
    /// busy does not count.
    pub async fn failed(&self) {
        self.failed.notified().await;
    }

    /// Deletes all state of the account, as unlinking does. The client above
    /// must have ended.
    pub async fn erase(&self) -> Result<()> {
        self.write(|signal| signal.erase()).await
    }

    async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Signal<'_, '_>) -> StoreResult<T> + Send + 'static,
    ) -> Result<T> {
        let account = self.account.read().await;
        self.open()?;
        let (store, id) = (self.store.clone(), *account);
        let read = spawn_blocking(move || store.read(|tx| f(&tx.signal(id))))
            .await
            .map_err(lost)?;
        self.noted(read)
    }

    /// A message came and will be decrypted next. It is noted with the next write,
    /// and met again as a message that says nothing if no more than that becomes
    /// known of it.
    pub fn heard(&self, message: &str) {
        self.heard.came(message);
    }

    /// Takes up which messages came in lately. To be called before any comes.
    pub async fn recall(&self) -> Result<()> {
        let kept = self.read(|signal| signal.kept_inbound()).await?;
        self.heard.recall(kept);
        Ok(())
    }

    /// Whether the engine was told that this message waits, although all that is
    /// known of it is that it came.
    pub fn is_lost(&self, message: &str) -> bool {
        self.heard.is_lost(message)
    }

    /// Waits until everything that was written is on the disk. To be called
    /// before anything leaves.
    pub async fn flushed(&self) -> Result<()> {
        let owed = self.owed.load(Ordering::SeqCst);
        self.noted(self.store.flushed(owed).await)
    }

    /// On the disk before anything more leaves.
    async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut SignalMut<'_, '_>) -> StoreResult<T> + Send + 'static,
    ) -> Result<T> {
        let written = self.write_in_order(f).await?;
        self.owed
            .fetch_max(self.store.committed(), Ordering::SeqCst);
        Ok(written)
    }

    /// On the disk no later than the next write that is flushed.
    async fn write_in_order<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut SignalMut<'_, '_>) -> StoreResult<T> + Send + 'static,
    ) -> Result<T> {
        let account = self.account.read().await;
        self.open()?;
        let id = *account;
        let (heard, fresh) = (Arc::clone(&self.heard), self.heard.take());
        let written = self
            .store
            .write_soon(move |tx| {
                let mut signal = tx.signal_mut(id);
                heard.note(&mut signal, fresh)?;
                f(&mut signal)
            })
            .await;
        self.noted(written)
    }

    /// Whether every call is refused.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    fn open(&self) -> Result<()> {
        if self.is_closed() {
            return Err(closed());
        }
        Ok(())
    }

    fn noted<T>(&self, result: StoreResult<T>) -> Result<T> {
        if result
            .as_ref()
            .is_err_and(|error| !matches!(error, StoreError::InUse { .. }))
        {
            // Kept for whoever waits only later.
            self.failed.notify_one();
        }
        result.map_err(from_store)
    }
}

impl fmt::Debug for SqlBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlBackend").finish_non_exhaustive()
    }
}

/// How many rows a call touched, as the engine wants to hear it.
fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
