//! The store as the rest of the program sees it.

use std::{fs, path::Path, sync::Arc};

use frontdesk_domain::{secret::StoreKey, time::Timestamp};
use rusqlite::Connection;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    blobs::Blobs,
    change::Committed,
    error::{Doing as _, StoreError},
    job::{Durability, job},
    migrate::{self, MigrationProgress},
    open,
    pending::Pending,
    place::{Place, ProfileLock},
    reader::Readers,
    tx::{ReadTx, WriteTx},
    writer::Writer,
};

/// An open store. Clones are handles of the same one. It stays open until
/// [`Store::close`] or until the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    place: Place,
    facts: Versions,
    readers: Arc<Readers>,
    blobs: Blobs,
    writer: Writer,
}

#[derive(Debug)]
struct Versions {
    sqlcipher: String,
    provider: String,
    schema: u32,
}

/// What the about view and a diagnostics bundle tell about the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreFacts {
    /// Version of SQLite inside.
    pub sqlite: String,
    /// Version of SQLCipher inside.
    pub sqlcipher: String,
    /// The library that SQLCipher computes with, and its version.
    pub provider: String,
    /// Schema of the open store.
    pub schema: u32,
    /// Size of the database file.
    pub database_bytes: u64,
    /// Size of its log.
    pub log_bytes: u64,
    /// Size of all encrypted files.
    pub blob_bytes: u64,
}

impl Store {
    /// Makes a new, empty store. [`StoreError::AlreadyExists`] if a database, or
    /// the log of one, is there.
    pub fn create(place: &Place, key: &StoreKey, now: Timestamp) -> Result<Self, StoreError> {
        open::create(place, key, migrate::ALL, now)
    }

    /// Opens a store and brings it to today's schema. Nothing is written unless
    /// everything about it is right.
    pub fn open(
        place: &Place,
        key: &StoreKey,
        now: Timestamp,
        progress: &mut dyn FnMut(MigrationProgress),
    ) -> Result<Self, StoreError> {
        open::open(place, key, migrate::ALL, now, progress)
    }

    /// Runs `f` on one unchanging view of the database, on the calling thread.
    /// Do not call `read` or `close` from within.
    pub fn read<T>(
        &self,
        f: impl FnOnce(&ReadTx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.inner.readers.read(f)
    }

    /// Queues a write. Its answer comes when it is on the disk: a power cut
    /// afterwards does not take it back. If `f` fails or panics, what it did is
    /// undone and nobody else is affected. `f` runs on the writer's thread: it must
    /// not wait for another write.
    pub fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        self.submit(f, Durability::Now)
    }

    /// Like [`Store::write`], but without waiting for the disk: a power cut may
    /// take back the last moments, in order, unless a `write` came after. A
    /// crash of the program takes back nothing. For drafts and view state.
    pub fn write_soon<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Pending<T> {
        self.submit(f, Durability::Soon)
    }

    /// The number of the last commit. A write that was answered has a number up
    /// to it.
    pub fn committed(&self) -> u64 {
        self.inner.writer.committed()
    }

    /// Answers once all commits up to that number are on the disk. Costs a flush
    /// only if none of the later writes had one.
    pub async fn flushed(&self, commit: u64) -> Result<(), StoreError> {
        if self.inner.writer.durable() >= commit {
            return Ok(());
        }
        self.probe().await
    }

    /// Changes nothing, but asks the disk like any other write: whether the store
    /// works again.
    pub fn probe(&self) -> Pending<()> {
        self.write(|tx| tx.touch())
    }

    /// What every commit from now on changes. It is sent before the answers of
    /// the same commit. The queue has no bound: none is ever left out, so a
    /// receiver that is no longer read must be dropped.
    pub fn subscribe(&self) -> UnboundedReceiver<Committed> {
        self.inner.writer.subscribe()
    }

    /// The encrypted files.
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// Where the store lives.
    pub fn place(&self) -> &Place {
        &self.inner.place
    }

    /// Versions and sizes.
    pub fn facts(&self) -> StoreFacts {
        let facts = &self.inner.facts;
        let place = &self.inner.place;
        StoreFacts {
            sqlite: rusqlite::version().to_owned(),
            sqlcipher: facts.sqlcipher.clone(),
            provider: facts.provider.clone(),
            schema: facts.schema,
            database_bytes: size(&place.database),
            log_bytes: size(&place.wal()),
            blob_bytes: fs::read_dir(&place.blobs)
                .map(|entries| entries.flatten().map(|entry| size(&entry.path())).sum())
                .unwrap_or(0),
        }
    }

    /// Finishes queued writes and reads under way, brings everything into the
    /// database file and lets go of it. Later calls on any handle answer
    /// [`StoreError::Closed`]. Closing twice is fine.
    pub fn close(&self) -> Result<(), StoreError> {
        self.inner.close()
    }

    pub(crate) fn assemble(
        conn: Connection,
        place: Place,
        key: Arc<StoreKey>,
        lock: ProfileLock,
    ) -> Result<Self, StoreError> {
        let facts = Versions::of(&conn)?;
        let readers = Arc::new(Readers::new(place.database.clone(), key));
        let writer = Writer::start(conn, place.clone(), lock)?;
        Ok(Self {
            inner: Arc::new(Inner {
                blobs: Blobs::new(place.blobs.clone(), Arc::clone(&readers)),
                place,
                facts,
                readers,
                writer,
            }),
        })
    }

    /// Brings the log into the file; `false` if a reader stood in the way.
    pub(crate) fn empty_log(&self) -> Result<bool, StoreError> {
        self.inner.writer.empty_log()
    }

    fn submit<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
        durability: Durability,
    ) -> Pending<T> {
        let (job, pending) = job(f);
        self.inner.writer.submit(job, durability);
        pending
    }
}

impl Inner {
    fn close(&self) -> Result<(), StoreError> {
        self.readers.close();
        self.writer.close()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::warn!(%error, "The store could not be closed cleanly; its log is read at the next start");
        }
    }
}

impl Versions {
    fn of(conn: &Connection) -> Result<Self, StoreError> {
        let answer = |sql: &str| {
            conn.query_row(sql, [], |row| row.get::<_, String>(0))
                .doing("Reading versions")
        };
        Ok(Self {
            sqlcipher: answer("PRAGMA cipher_version")?,
            provider: format!(
                "{} {}",
                answer("PRAGMA cipher_provider")?,
                answer("PRAGMA cipher_provider_version")?
            ),
            schema: migrate::version(conn)?,
        })
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}
