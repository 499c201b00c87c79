//! The engine's storage traits on our store: one [`SqlBackend`] per account.
//!
//! Here lives the translation between the engine's types and the rows of
//! `store::signal`. SQL does not, nor any rule that is one statement there.
//!
//! **Every call is one transaction**, whole or not at all, however many rows it
//! brings. A write has happened in the order of the calls, and takes place even
//! if nobody waits for it any more.
//!
//! **A write is on the disk when it returns**, with one exception: received
//! messages on their way into the history (`*_pending_inbound*`) are written in
//! order, without a flush of their own. Whatever is written later makes them
//! durable with it, and the two things that must not overtake them are later
//! writes: the ratchet that makes a message unreadable a second time, and the
//! history that lets the server be answered. A power cut before either takes
//! the message from here, and the server sends it again. So a live message costs
//! one flush, that of the history.
//!
//! **Reads** run on the runtime's threads for blocking work.

mod app_sync;
mod device;
mod error;
mod protocol;
mod secrets;
mod signal;

use std::fmt;

use frontdesk_domain::id::AccountId;
use frontdesk_store::{Signal, SignalMut, Store, StoreError};
use tokio::{sync::RwLock, task::spawn_blocking};
use wa_rs::wacore::store::error::Result;

use error::{from_store, lost};

type StoreResult<T> = std::result::Result<T, StoreError>;

/// The engine's state of one account. Two clients on one account would tear its
/// ratchets apart, so make one backend per account, and a second client on it
/// only when the first has ended.
pub struct SqlBackend {
    store: Store,
    /// Held for the length of each call, so that [`SqlBackend::adopt`] waits for
    /// the calls before it and the calls after it wait for it.
    account: RwLock<AccountId>,
}

impl SqlBackend {
    /// The state of `account` in `store`. For a link that is still being made,
    /// [`frontdesk_store::account_while_linking`] tells the account.
    pub fn new(store: Store, account: AccountId) -> Self {
        Self {
            store,
            account: RwLock::new(account),
        }
    }

    /// Whose state this is.
    pub async fn account(&self) -> AccountId {
        *self.account.read().await
    }

    /// Hands all state over to `to`, whose own is deleted, and goes on as the
    /// state of `to`: a link that was being made has turned out to be this
    /// account's. The client above notices nothing. On an error nothing has
    /// changed.
    pub async fn adopt(&self, to: AccountId) -> Result<()> {
        let mut account = self.account.write().await;
        let from = *account;
        self.store
            .write(move |tx| tx.signal_mut(from).hand_over(to))
            .await
            .map_err(from_store)?;
        *account = to;
        Ok(())
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
        let (store, id) = (self.store.clone(), *account);
        spawn_blocking(move || store.read(|tx| f(&tx.signal(id))))
            .await
            .map_err(lost)?
            .map_err(from_store)
    }

    /// On the disk when it returns.
    async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut SignalMut<'_, '_>) -> StoreResult<T> + Send + 'static,
    ) -> Result<T> {
        let account = self.account.read().await;
        let id = *account;
        self.store
            .write(move |tx| f(&mut tx.signal_mut(id)))
            .await
            .map_err(from_store)
    }

    /// On the disk no later than the next write that is.
    async fn write_in_order<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut SignalMut<'_, '_>) -> StoreResult<T> + Send + 'static,
    ) -> Result<T> {
        let account = self.account.read().await;
        let id = *account;
        self.store
            .write_soon(move |tx| f(&mut tx.signal_mut(id)))
            .await
            .map_err(from_store)
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
