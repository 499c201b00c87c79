//! The one thread that writes.
//!
//! Writes queue up. Those that wait at the same moment share one transaction
//! and so one flush of the disk; each has a savepoint of its own, so one that
//! fails takes nobody with it. Answers and changes leave only after the commit.
//! Housekeeping (checkpoints, shortening the log after deletions, removing
//! files that lost their row) happens between groups, after the answers.

use std::{
    collections::VecDeque,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel},
    },
    thread::{self, JoinHandle, ThreadId},
    time::Duration,
};

use rusqlite::{Connection, MAIN_DB, wal::CheckpointMode};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::{
    blobs::garbage,
    change::Committed,
    error::{Doing as _, StoreError},
    job::{Durability, Job},
    place::{Place, ProfileLock},
    tx::{Record, WriteTx},
};

const DOING: &str = "Writing";

/// A group this large has long paid for its flush; more would only delay the
/// answer of the first.
const GROUP: usize = 256;

/// Frames in the log (4 KiB each) that make an idle writer checkpoint, and that
/// make it checkpoint with writes waiting.
const LOG_WORTH_EMPTYING: i32 = 1_000;
const LOG_TOO_LONG: i32 = 8_000;

/// Chores wait until nobody wrote for so long: in the pauses of a burst each
/// would cost more flushes than the writes around it. It is also how long a
/// chore waits that a reader stood in the way of.
const QUIET: Duration = Duration::from_secs(1);

/// What was deleted leaves the log after so many groups even if it never gets
/// quiet.
const DELETED_FOR: u32 = 64;

/// Where the rest of the store hands in its writes.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Sender<Order>,
    thread: Mutex<Option<JoinHandle<Result<(), StoreError>>>>,
    id: ThreadId,
    feed: Arc<Mutex<Feed>>,
    tide: Arc<Tide>,
}

/// How many groups were committed, and how many of them are on the disk.
#[derive(Debug, Default)]
struct Tide {
    committed: AtomicU64,
    durable: AtomicU64,
}

enum Order {
    Write(Box<dyn Job>, Durability),
    /// Bring the log into the file and shorten it, then say whether that worked.
    EmptyLog(Sender<Result<bool, StoreError>>),
    Close,
}

#[derive(Debug, Default)]
struct Feed {
    sequence: u64,
    subscribers: Vec<UnboundedSender<Committed>>,
}

struct Desk {
    conn: Connection,
    place: Place,
    orders: Receiver<Order>,
    /// Taken from the queue but not dealt with yet.
    waiting: VecDeque<Order>,
    feed: Arc<Mutex<Feed>>,
    tide: Arc<Tide>,
    durability: Durability,
    /// Set by a failed flush: what the disk holds is unknown until reopened.
    lost: Option<StoreError>,
    log_must_shrink: bool,
    /// Groups since the log should have been shortened.
    deleted_for: u32,
    garbage_waits: bool,
    /// Let go of by the end of the thread, after the last file was closed.
    _lock: ProfileLock,
}

impl Writer {
    /// Starts the thread. `conn` was set up as the writer with `synchronous=FULL`.
    pub(crate) fn start(
        conn: Connection,
        place: Place,
        lock: ProfileLock,
    ) -> Result<Self, StoreError> {
        let (queue, orders) = channel();
        let feed = Arc::new(Mutex::new(Feed::default()));
        let tide = Arc::<Tide>::default();
        let desk = Desk {
            conn,
            place,
            orders,
            waiting: VecDeque::new(),
            feed: Arc::clone(&feed),
            tide: Arc::clone(&tide),
            durability: Durability::Now,
            lost: None,
            log_must_shrink: false,
            deleted_for: 0,
            garbage_waits: false,
            _lock: lock,
        };
        let thread = thread::Builder::new()
            .name("frontdesk-store".to_owned())
            .spawn(move || desk.serve())
            .doing("Starting the writer")?;
        Ok(Self {
            queue,
            id: thread.thread().id(),
            thread: Mutex::new(Some(thread)),
            feed,
            tide,
        })
    }

    /// Queues a write. If the store is closed the job is dropped, and with it
    /// the sender of its answer, which its `Pending` reports as closed.
    pub(crate) fn submit(&self, job: Box<dyn Job>, durability: Durability) {
        let _ = self.queue.send(Order::Write(job, durability));
    }

    /// The number of the last commit. What was answered has a number up to it.
    pub(crate) fn committed(&self) -> u64 {
        self.tide.committed.load(Ordering::SeqCst)
    }

    /// Commits up to this number are on the disk.
    pub(crate) fn durable(&self) -> u64 {
        self.tide.durable.load(Ordering::SeqCst)
    }

    pub(crate) fn subscribe(&self) -> UnboundedReceiver<Committed> {
        let (sender, receiver) = unbounded_channel();
        lock(&self.feed).subscribers.push(sender);
        receiver
    }

    /// Waits until the log is empty and short; `false` if a reader is in the way.
    pub(crate) fn empty_log(&self) -> Result<bool, StoreError> {
        const CLOSED: StoreError = StoreError::Closed {
            doing: "Emptying the log",
        };
        let (answer, result) = channel();
        self.queue
            .send(Order::EmptyLog(answer))
            .map_err(|_| CLOSED)?;
        result.recv().map_err(|_| CLOSED)?
    }

    /// Finishes what is queued, stops the thread and says how its last
    /// checkpoint went. A second call has nothing to do.
    pub(crate) fn close(&self) -> Result<(), StoreError> {
        let _ = self.queue.send(Order::Close);
        // The last handle of a store may be dropped inside a write.
        if thread::current().id() == self.id {
            return Ok(());
        }
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match thread.map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err(StoreError::Panicked {
                doing: "Closing the store",
            }),
            None => Ok(()),
        }
    }
}

impl Desk {
    fn serve(mut self) -> Result<(), StoreError> {
        while let Some(order) = self.next_order() {
            match order {
                Order::Write(job, durability) => self.serve_group(job, durability),
                Order::EmptyLog(answer) => {
                    let _ = answer.send(self.shrink_log());
                }
                Order::Close => break,
            }
            if self.log_backlog() >= LOG_TOO_LONG {
                self.checkpoint();
            }
            if self.deleted_for >= DELETED_FOR {
                self.do_chores();
                self.deleted_for = 0;
            }
        }
        self.finish()
    }

    /// The next thing to do; when it has been quiet for a while, chores first.
    fn next_order(&mut self) -> Option<Order> {
        if let Some(order) = self.waiting.pop_front() {
            return Some(order);
        }
        match self.orders.try_recv() {
            Ok(order) => return Some(order),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {}
        }
        while self.has_chores() {
            match self.orders.recv_timeout(QUIET) {
                Ok(order) => return Some(order),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    if self.do_chores() {
                        break;
                    }
                }
            }
        }
        self.orders.recv().ok()
    }

    fn serve_group(&mut self, first: Box<dyn Job>, durability: Durability) {
        let mut durability = durability;
        let mut jobs = vec![first];
        while jobs.len() < GROUP {
            match self
                .waiting
                .pop_front()
                .or_else(|| self.orders.try_recv().ok())
            {
                Some(Order::Write(job, wish)) => {
                    durability = durability.max(wish);
                    jobs.push(job);
                }
                Some(other) => {
                    self.waiting.push_front(other);
                    break;
                }
                None => break,
            }
        }
        frontdesk_failpoint::failpoint!("store.group.taken");
        let mut record = Record::default();
        let before = self.log_frames();
        let fate = self.commit_group(&mut jobs, durability, &mut record);
        if let Err(error) = &fate {
            if error.is_lost_flush() {
                tracing::error!(%error, "A flush failed; no write is accepted until the store is opened again");
                self.lost = Some(error.clone());
            }
        } else {
            let committed = self.tide.committed.fetch_add(1, Ordering::SeqCst) + 1;
            // A commit that changed nothing flushes nothing.
            if durability == Durability::Now && self.log_frames() != before {
                self.tide.durable.store(committed, Ordering::SeqCst);
            }
            self.deleted_for += u32::from(self.log_must_shrink);
            self.log_must_shrink |= record.has_erased();
            self.garbage_waits |= record.has_dropped_blobs();
            publish(&self.feed, record);
            frontdesk_failpoint::failpoint!("store.published");
        }
        for job in jobs {
            job.settle(fate.clone());
        }
        frontdesk_failpoint::failpoint!("store.answered");
    }

    fn commit_group(
        &mut self,
        jobs: &mut [Box<dyn Job>],
        durability: Durability,
        record: &mut Record,
    ) -> Result<(), StoreError> {
        if let Some(lost) = &self.lost {
            return Err(lost.clone());
        }
        self.set_durability(durability)?;
        let result = self
            .conn
            .execute_batch("BEGIN IMMEDIATE")
            .doing(DOING)
            .and_then(|()| {
                for job in jobs {
                    run_in_savepoint(&self.conn, job.as_mut(), record)?;
                }
                frontdesk_failpoint::failpoint!("store.commit.before");
                self.conn.execute_batch("COMMIT").doing(DOING)
            });
        frontdesk_failpoint::failpoint!("store.commit.after");
        if result.is_err() && !self.conn.is_autocommit() {
            // A rollback that fails leaves the transaction open; the next BEGIN
            // then fails too, and says so.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
        result
    }

    fn set_durability(&mut self, wish: Durability) -> Result<(), StoreError> {
        if self.durability != wish {
            let mode = match wish {
                Durability::Now if frontdesk_failpoint::defect!("normal-instead-of-full") => {
                    "NORMAL"
                }
                Durability::Now => "FULL",
                Durability::Soon => "NORMAL",
            };
            self.conn
                .pragma_update(None, "synchronous", mode)
                .doing(DOING)?;
            self.durability = wish;
        }
        Ok(())
    }

    fn has_chores(&self) -> bool {
        self.lost.is_none()
            && (self.garbage_waits
                || self.log_must_shrink
                || self.log_backlog() >= LOG_WORTH_EMPTYING)
    }

    /// What is better done while nobody waits. `false`: something stood in the
    /// way and should be tried again.
    fn do_chores(&mut self) -> bool {
        if self.lost.is_some() {
            return true;
        }
        self.remove_garbage();
        if self.log_must_shrink {
            return match self.shrink_log() {
                Ok(done) => done,
                Err(error) => {
                    tracing::warn!(%error, "The log keeps deleted rows, encrypted, until the store is closed");
                    self.log_must_shrink = false;
                    true
                }
            };
        }
        if self.log_backlog() >= LOG_WORTH_EMPTYING {
            self.checkpoint();
        }
        true
    }

    fn remove_garbage(&mut self) {
        if !self.garbage_waits {
            return;
        }
        self.garbage_waits = false;
        match garbage::collect(&self.conn, &self.place) {
            Ok(removed) => self.log_must_shrink |= removed > 0,
            Err(error) => tracing::warn!(%error, "Files without a row stay until the next start"),
        }
    }

    /// Frames of the log that are not in the file yet.
    fn log_backlog(&self) -> i32 {
        let (frames, done) = self.log();
        frames - done
    }

    /// Frames of the log.
    fn log_frames(&self) -> i32 {
        self.log().0
    }

    /// Frames of the log, and how many of them are in the file.
    fn log(&self) -> (i32, i32) {
        self.conn
            .wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::NOOP)
            .unwrap_or_default()
    }

    fn checkpoint(&mut self) {
        frontdesk_failpoint::failpoint!("store.checkpoint.before");
        let result = self
            .conn
            .wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::PASSIVE)
            .doing("Emptying the log");
        frontdesk_failpoint::failpoint!("store.checkpoint.after");
        if let Err(error) = result {
            self.note_checkpoint_failure(&error);
        }
    }

    /// `false` if a reader was in the way.
    fn shrink_log(&mut self) -> Result<bool, StoreError> {
        const DOING: &str = "Shortening the log";
        if let Some(lost) = &self.lost {
            return Err(lost.clone());
        }
        frontdesk_failpoint::failpoint!("store.shrink.before");
        // Writes must not wait for a slow reader.
        self.conn.busy_timeout(Duration::ZERO).doing(DOING)?;
        let result = self
            .conn
            .wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::TRUNCATE)
            .doing(DOING);
        frontdesk_failpoint::failpoint!("store.shrink.after");
        self.conn
            .busy_timeout(Duration::from_secs(5))
            .doing(DOING)?;
        match result {
            Ok(_) => {
                self.log_must_shrink = false;
                self.deleted_for = 0;
                Ok(true)
            }
            Err(StoreError::InUse { .. }) => Ok(false),
            Err(error) => {
                self.note_checkpoint_failure(&error);
                Err(error)
            }
        }
    }

    fn note_checkpoint_failure(&mut self, error: &StoreError) {
        tracing::warn!(%error, "The log could not be emptied");
        if error.is_lost_flush() {
            self.lost = Some(error.clone());
        }
    }

    fn finish(mut self) -> Result<(), StoreError> {
        if let Some(lost) = self.lost {
            return Err(lost);
        }
        self.remove_garbage();
        if !self.shrink_log()? {
            return Err(StoreError::InUse {
                doing: "Closing the store",
            });
        }
        frontdesk_failpoint::failpoint!("store.close.before");
        // Everything is in the file, so the engine may remove the empty log.
        self.conn
            .set_db_config(
                rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                false,
            )
            .doing("Closing the store")?;
        self.conn
            .close()
            .map_err(|(_, error)| error)
            .doing("Closing the store")
    }
}

/// An error here is the error of the whole group; a failed job is not one.
fn run_in_savepoint(
    conn: &Connection,
    job: &mut dyn Job,
    record: &mut Record,
) -> Result<(), StoreError> {
    conn.execute_batch("SAVEPOINT write").doing(DOING)?;
    let mark = record.mark();
    let fate = job.run(&mut WriteTx::new(conn, record));
    frontdesk_failpoint::failpoint!("store.job.run");
    if conn.is_autocommit() {
        // On some errors, a full disk among them, the engine takes the whole
        // transaction back by itself, and the savepoints with it.
        return Err(fate.err().unwrap_or(StoreError::Io {
            doing: DOING,
            cause: Arc::new(io::Error::other("The transaction ended by itself")),
        }));
    }
    match fate {
        Ok(()) => conn.execute_batch("RELEASE write").doing(DOING),
        Err(_) => {
            record.return_to(mark);
            conn.execute_batch("ROLLBACK TO write; RELEASE write")
                .doing(DOING)
        }
    }
}

fn publish(feed: &Mutex<Feed>, record: Record) {
    let changes = record.into_changes();
    if changes.is_empty() {
        return;
    }
    let mut feed = lock(feed);
    feed.sequence += 1;
    let committed = Committed {
        sequence: feed.sequence,
        changes,
    };
    feed.subscribers
        .retain(|subscriber| subscriber.send(committed.clone()).is_ok());
}

// Nothing panics while holding it, and a half-made list of senders is a list.
fn lock(feed: &Mutex<Feed>) -> std::sync::MutexGuard<'_, Feed> {
    feed.lock().unwrap_or_else(PoisonError::into_inner)
}
