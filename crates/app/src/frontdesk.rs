//! The application as one value.
//!
//! Its commands are `impl` blocks in the files of their features. A command
//! validates, writes and returns; what follows reaches the window through the
//! feed.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use frontdesk_domain::time::Timestamp;
use frontdesk_store::{Place, ReadTx, Store, StoreError, WriteTx};
use frontdesk_vault::{Keychain, Vault};

use crate::{
    clock::Clock,
    error::CommandError,
    feed::{self, Feed, FeedLoop, Sink},
    host::Host,
    live::Live,
    post::Post,
    sessions::{NetworkMaker, Sessions},
    tasks::Tasks,
    view::feed::{Destination, Fact},
};

/// What an application is made of.
pub struct Parts {
    /// The folder of the store and the key file.
    pub profile: PathBuf,
    /// What keeps the key.
    pub keychain: Arc<dyn Keychain>,
    /// The desktop around it.
    pub host: Arc<dyn Host>,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// What makes the engine once the store is open; without one no slot can
    /// connect.
    pub network: NetworkMaker,
    /// The program's version.
    pub version: &'static str,
    /// The profile holds a fictitious world.
    pub demo: bool,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

/// The application.
pub struct Frontdesk {
    pub(crate) profile: PathBuf,
    pub(crate) place: Place,
    pub(crate) vault: Arc<Vault>,
    pub(crate) keychain: Arc<dyn Keychain>,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) version: &'static str,
    pub(crate) live: Arc<Live>,
    pub(crate) feed: Feed,
    pub(crate) tasks: Arc<Tasks>,
    pub(crate) sessions: Sessions,
    pub(crate) post: Post,
    /// Held while the key is fetched and the store opened, so that two retries
    /// never overlap.
    pub(crate) opening: tokio::sync::Mutex<()>,
    unstarted: Mutex<Option<FeedLoop>>,
}

impl Frontdesk {
    /// An application that has touched nothing yet. [`Frontdesk::start`] opens
    /// the store.
    pub fn new(parts: Parts) -> Self {
        let place = Place::in_dir(&parts.profile);
        let live = Arc::new(Live::new(parts.demo, parts.host.clone()));
        let (feed, feed_loop) = feed::feed(live.clone(), parts.clock.clone());
        let tasks = Arc::new(Tasks::new(live.clone(), feed.clone()));
        Self {
            vault: Arc::new(Vault::new(
                &parts.profile,
                &place.database,
                parts.keychain.clone(),
            )),
            post: Post::new(
                live.clone(),
                feed.clone(),
                parts.host.clone(),
                parts.clock.clone(),
                tasks.clone(),
            ),
            tasks,
            sessions: Sessions::new(
                parts.network,
                live.clone(),
                feed.clone(),
                parts.host.clone(),
                parts.clock.clone(),
            ),
            profile: parts.profile,
            place,
            keychain: parts.keychain,
            host: parts.host,
            clock: parts.clock,
            version: parts.version,
            live,
            feed,
            opening: tokio::sync::Mutex::default(),
            unstarted: Mutex::new(Some(feed_loop)),
        }
    }

    /// Starts the feed, fetches the key and opens the store. Returns when the
    /// inbox is open or a screen says what is in the way. Called once, inside
    /// the runtime.
    pub async fn start(&self) {
        let unstarted = self
            .unstarted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(feed_loop) = unstarted {
            tokio::spawn(feed_loop.run());
        }
        self.open().await;
    }

    /// Stops the clients of all slots and closes the store; nothing acknowledged
    /// is lost. The application answers
    /// `NotOpen` from now on.
    pub async fn shut_down(&self) {
        let _opening = self.opening.lock().await;
        self.tasks.cancel_all();
        self.post.end().await;
        self.sessions.end().await;
        if let Some(store) = self.live.close() {
            let closed = tokio::task::spawn_blocking(move || store.close()).await;
            match closed {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "The store did not close cleanly"),
                Err(error) => tracing::error!(%error, "Closing the store panicked"),
            }
        }
    }

    /// A window listens to the feed from now on.
    pub fn open_feed(&self, sink: Box<dyn Sink>) {
        self.feed.open(sink);
    }

    /// The window has applied everything up to `seq`.
    pub fn ack_feed(&self, seq: u32) {
        self.feed.acknowledge(seq);
    }

    /// Shows something in the window, asked for from outside it.
    pub fn show(&self, what: Destination) {
        self.feed.notice(Fact::Show { what });
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The open store, for those who write into the same file: whatever they
    /// commit reaches the window through the feed like everything else.
    ///
    /// # Errors
    /// `NotOpen`.
    pub fn store(&self) -> Result<Store, CommandError> {
        self.live.store().ok_or(CommandError::NotOpen)
    }

    /// Reads away from the asynchronous threads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let store = self.store()?;
        tokio::task::spawn_blocking(move || store.read(f))
            .await
            .map_err(|_| CommandError::Internal)?
            .map_err(CommandError::from)
    }

    /// Writes durably.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, CommandError> {
        Ok(self.store()?.write(f).await?)
    }
}

impl std::fmt::Debug for Frontdesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frontdesk").finish_non_exhaustive()
    }
}
