//! A disk that counts, fails and forgets on demand, for tests alone.
//!
//! It stands between SQLite and the real files of one folder. It counts writes
//! and flushes, can refuse them from the n-th on, and knows what a power cut
//! would leave at any moment: what was flushed, and of the rest whatever the
//! platter happened to take. The shipped program is built without it.
//!
//! `vfs` is the table of C functions, `platter` what is on the disk.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what cannot be is a broken test, and tests end there"
)]

mod platter;
mod vfs;

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::ffi;
use tokio::sync::watch;

use self::platter::Step;
pub use self::platter::{Loss, Platter};

/// What is to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The n-th write from now on, and all after it, find the disk full.
    FullAtWrite(u32),
    /// The n-th write from now on fails for another reason; the next works.
    BrokenWrite(u32),
    /// The n-th flush from now on fails; the next works.
    BrokenFlush(u32),
    /// The power goes when the n-th write from now on is asked for.
    CutAtWrite(u32),
    /// The power goes when the n-th flush from now on is asked for.
    CutAtFlush(u32),
}

/// Answers a number that tells moments apart, such as how much the world saw.
pub type Mark = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The folder's files are watched from now on, until dropped.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
}

/// What happened to the files of one folder.
#[derive(Default)]
struct Watched {
    flushes: u32,
    writes: u32,
    fault: Option<Fault>,
    /// The power is gone: nothing reaches the platter any more.
    dead: bool,
    /// Writes and flushes that something went wrong with.
    refused: watch::Sender<u32>,
    platter: Platter,
    record: Option<Record>,
}

/// What happened since the record was begun.
struct Record {
    start: Platter,
    events: Vec<Event>,
    flushes: u32,
    mark: Option<Mark>,
}

#[derive(Clone)]
enum Event {
    Step(PathBuf, Step),
    Flush { path: PathBuf, mark: u64 },
}

static WATCHED: Mutex<BTreeMap<PathBuf, Watched>> = Mutex::new(BTreeMap::new());

impl Disk {
    /// Watches a folder that no connection has a file of open.
    pub fn watch(folder: &Path) -> Self {
        vfs::install();
        let folder = folder.canonicalize().unwrap();
        let mut watched = Watched::default();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let bytes = fs::read(&path).unwrap();
                watched.platter.put(path, bytes);
            }
        }
        lock().insert(folder.clone(), watched);
        Self { folder }
    }

    /// Flushes that reached the disk so far.
    pub fn flushes(&self) -> u32 {
        self.with(|w| w.flushes)
    }

    /// Writes that were asked for so far.
    pub fn writes(&self) -> u32 {
        self.with(|w| w.writes)
    }

    /// From now on this goes wrong, or nothing any more. A power cut that
    /// happened stays one.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.with(|w| w.fault = fault);
    }

    /// Whether the power is gone.
    pub fn is_dead(&self) -> bool {
        self.with(|w| w.dead)
    }

    /// Writes and flushes that failed so far, those after a power cut among them.
    pub fn refused(&self) -> u32 {
        self.with(|w| *w.refused.borrow())
    }

    /// Waits until so many writes and flushes have failed.
    pub async fn until_refused(&self, count: u32) {
        let mut refused = self.with(|w| w.refused.subscribe());
        // Nobody watches the folder any more, so nothing will fail.
        if refused.wait_for(|now| *now >= count).await.is_err() {
            std::future::pending().await
        }
    }

    /// Ends all writing, as if the power went at this moment.
    pub fn cut(&self) {
        self.with(|w| w.dead = true);
    }

    /// What is on the disk: now, or when the power went.
    pub fn platter(&self) -> Platter {
        self.with(|w| w.platter.clone())
    }

    /// Remembers everything from now on. `mark` is asked at each flush, before
    /// it takes place.
    pub fn record(&self, mark: Option<Mark>) {
        self.with(|w| {
            w.record = Some(Record {
                start: w.platter.clone(),
                events: Vec::new(),
                flushes: 0,
                mark,
            });
        });
    }

    /// How many flushes were recorded.
    pub fn recorded(&self) -> u32 {
        self.with(|w| w.record.as_ref().map_or(0, |record| record.flushes))
    }

    /// Shows what was on the disk each time a flush was asked for, and at last
    /// now: the number of flushes before, the mark, and the platter.
    pub fn each_moment(&self, mut show: impl FnMut(u32, u64, &Platter)) {
        let (start, events, mark) = self.with(|w| {
            let record = w.record.as_ref().unwrap();
            (
                record.start.clone(),
                record.events.clone(),
                record.mark.clone(),
            )
        });
        let mut platter = start;
        let mut flushes = 0;
        for event in events {
            match event {
                Event::Step(path, step) => platter.float(path, step),
                Event::Flush { path, mark } => {
                    show(flushes, mark, &platter);
                    platter.flush(&path);
                    flushes += 1;
                }
            }
        }
        show(flushes, mark.map_or(0, |mark| mark()), &platter);
    }

    fn with<T>(&self, f: impl FnOnce(&mut Watched) -> T) -> T {
        f(lock().get_mut(&self.folder).unwrap())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        lock().remove(&self.folder);
    }
}

impl Watched {
    fn step(&mut self, path: &Path, step: Step) {
        if let Some(record) = &mut self.record {
            record
                .events
                .push(Event::Step(path.to_owned(), step.clone()));
        }
        self.platter.float(path.to_owned(), step);
    }

    fn flushed(&mut self, path: &Path, mark: u64) {
        self.flushes += 1;
        if let Some(record) = &mut self.record {
            record.flushes += 1;
            record.events.push(Event::Flush {
                path: path.to_owned(),
                mark,
            });
        }
        self.platter.flush(path);
    }

    /// The error this write is to end with.
    fn fault_at_write(&mut self) -> Option<i32> {
        self.writes += 1;
        let error = self.fault_of_write();
        self.note(error)
    }

    /// The error this flush is to end with.
    fn fault_at_flush(&mut self) -> Option<i32> {
        let error = self.fault_of_flush();
        self.note(error)
    }

    fn note(&self, error: Option<i32>) -> Option<i32> {
        if error.is_some() {
            self.refused.send_modify(|count| *count += 1);
        }
        error
    }

    fn fault_of_write(&mut self) -> Option<i32> {
        let due = match &mut self.fault {
            Some(Fault::FullAtWrite(left) | Fault::BrokenWrite(left) | Fault::CutAtWrite(left))
                if *left > 0 =>
            {
                *left -= 1;
                None
            }
            other => *other,
        };
        match due {
            _ if self.dead => Some(ffi::SQLITE_IOERR_WRITE),
            Some(Fault::FullAtWrite(_)) => Some(ffi::SQLITE_FULL),
            Some(Fault::BrokenWrite(_)) => {
                self.fault = None;
                Some(ffi::SQLITE_IOERR_WRITE)
            }
            Some(Fault::CutAtWrite(_)) => {
                self.dead = true;
                Some(ffi::SQLITE_IOERR_WRITE)
            }
            Some(Fault::BrokenFlush(_) | Fault::CutAtFlush(_)) | None => None,
        }
    }

    fn fault_of_flush(&mut self) -> Option<i32> {
        let due = match &mut self.fault {
            Some(Fault::BrokenFlush(left) | Fault::CutAtFlush(left)) if *left > 0 => {
                *left -= 1;
                None
            }
            other => *other,
        };
        match due {
            _ if self.dead => Some(ffi::SQLITE_IOERR_FSYNC),
            Some(Fault::BrokenFlush(_)) => {
                self.fault = None;
                Some(ffi::SQLITE_IOERR_FSYNC)
            }
            Some(Fault::CutAtFlush(_)) => {
                self.dead = true;
                Some(ffi::SQLITE_IOERR_FSYNC)
            }
            Some(Fault::FullAtWrite(_) | Fault::BrokenWrite(_) | Fault::CutAtWrite(_)) | None => {
                None
            }
        }
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched")
            .field("flushes", &self.flushes)
            .field("writes", &self.writes)
            .finish_non_exhaustive()
    }
}

fn lock() -> MutexGuard<'static, BTreeMap<PathBuf, Watched>> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `f` if the file lies in a watched folder.
fn watched<T>(path: &Path, f: impl FnOnce(&mut Watched) -> T) -> Option<T> {
    Some(f(lock().get_mut(path.parent()?)?))
}

/// The number of this moment, asked while nothing is locked.
fn mark_of(path: &Path) -> u64 {
    let mark = watched(path, |w| w.record.as_ref().and_then(|r| r.mark.clone()));
    mark.flatten().map_or(0, |mark| mark())
}
