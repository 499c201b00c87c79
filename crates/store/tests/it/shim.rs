//! A disk that counts, fails and forgets on demand.
//!
//! It stands between SQLite and the real files of one profile: it counts
//! flushes, can fail the n-th write or flush, and remembers what a power cut at
//! any flush would have left. This is the one place with unsafe code: SQLite's
//! file interface is a table of C functions.
#![expect(
    unsafe_code,
    reason = "SQLite's file interface is a table of C functions"
)]

use std::{
    collections::BTreeMap,
    ffi::{CStr, c_char, c_int, c_void},
    path::{Path, PathBuf},
    ptr,
    sync::{Mutex, MutexGuard, Once, OnceLock},
};

use rusqlite::ffi;

/// What is to go wrong, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The n-th write from now on, and all after it, find the disk full.
    FullAtWrite(u32),
    /// The n-th write from now on fails for another reason.
    BrokenWrite(u32),
    /// The n-th flush from now on fails.
    BrokenFlush(u32),
}

/// What happened to the files of one profile.
#[derive(Debug, Default)]
struct Watched {
    flushes: u32,
    writes: u32,
    fault: Option<Fault>,
    /// What the platter holds, per file.
    durable: BTreeMap<PathBuf, Vec<u8>>,
    /// Written, in order, but not flushed yet.
    floating: Vec<(PathBuf, Step)>,
    /// The platter after each flush, if that is recorded.
    history: Option<Vec<BTreeMap<PathBuf, Vec<u8>>>>,
}

#[derive(Debug)]
enum Step {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// The folder's files are watched from now on, until dropped.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
}

#[derive(Default)]
struct Registry {
    folders: BTreeMap<PathBuf, Watched>,
    open: BTreeMap<usize, Open>,
    /// The shim's table for each of the system's: files with and without locks
    /// have different ones.
    tables: BTreeMap<usize, &'static Functions<ffi::sqlite3_io_methods>>,
}

#[derive(Clone)]
struct Open {
    path: PathBuf,
    real: &'static Functions<ffi::sqlite3_io_methods>,
}

static REGISTRY: Mutex<Registry> = Mutex::new(Registry {
    folders: BTreeMap::new(),
    open: BTreeMap::new(),
    tables: BTreeMap::new(),
});

static REAL_VFS: OnceLock<Functions<ffi::sqlite3_vfs>> = OnceLock::new();

#[repr(transparent)]
struct Functions<T>(T);
// SAFETY: tables of function pointers that are never changed once they are set.
unsafe impl<T> Send for Functions<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Functions<T> {}

impl Disk {
    /// Watches a folder that no connection has a file of open.
    pub(crate) fn watch(folder: &Path) -> Self {
        install();
        let mut watched = Watched::default();
        if folder.exists() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    watched
                        .durable
                        .insert(path.clone(), std::fs::read(path).unwrap());
                }
            }
        }
        registry().folders.insert(folder.to_owned(), watched);
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Flushes that reached the disk so far.
    pub(crate) fn flushes(&self) -> u32 {
        self.with(|w| w.flushes)
    }

    pub(crate) fn writes(&self) -> u32 {
        self.with(|w| w.writes)
    }

    pub(crate) fn set_fault(&self, fault: Option<Fault>) {
        self.with(|w| {
            w.fault = fault;
        });
    }

    /// Keeps the state of the platter after each flush from now on.
    pub(crate) fn record(&self) {
        self.with(|w| w.history = Some(vec![w.durable.clone()]));
    }

    /// How many states were recorded.
    pub(crate) fn states(&self) -> usize {
        self.with(|w| w.history.as_ref().map_or(0, Vec::len))
    }

    /// Writes what a power cut after that flush would have left into a folder.
    pub(crate) fn restore(&self, state: usize, into: &Path) {
        let files = self.with(|w| w.history.as_ref().unwrap()[state].clone());
        for (path, bytes) in files {
            std::fs::write(into.join(path.file_name().unwrap()), bytes).unwrap();
        }
    }

    fn with<T>(&self, f: impl FnOnce(&mut Watched) -> T) -> T {
        f(registry().folders.get_mut(&self.folder).unwrap())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        registry().folders.remove(&self.folder);
    }
}

impl Watched {
    fn flush(&mut self, path: &Path) {
        self.flushes += 1;
        let (flushed, rest) = std::mem::take(&mut self.floating)
            .into_iter()
            .partition(|(p, _)| p == path);
        self.floating = rest;
        let file = self.durable.entry(path.to_owned()).or_default();
        let steps: Vec<(PathBuf, Step)> = flushed;
        for (_, step) in steps {
            match step {
                Step::Write(offset, bytes) => {
                    let end = offset + bytes.len();
                    if file.len() < end {
                        file.resize(end, 0);
                    }
                    file[offset..end].copy_from_slice(&bytes);
                }
                Step::Truncate(length) => file.resize(length, 0),
            }
        }
        if let Some(history) = &mut self.history {
            history.push(self.durable.clone());
        }
    }

    /// The error this write or flush is to end with.
    fn fault_at_write(&mut self) -> Option<c_int> {
        self.writes += 1;
        match self.fault {
            Some(Fault::FullAtWrite(0)) => Some(ffi::SQLITE_FULL),
            Some(Fault::FullAtWrite(n)) => {
                self.fault = Some(Fault::FullAtWrite(n - 1));
                None
            }
            Some(Fault::BrokenWrite(0)) => {
                self.fault = None;
                Some(ffi::SQLITE_IOERR_WRITE)
            }
            Some(Fault::BrokenWrite(n)) => {
                self.fault = Some(Fault::BrokenWrite(n - 1));
                None
            }
            Some(Fault::BrokenFlush(_)) | None => None,
        }
    }

    fn fault_at_flush(&mut self) -> Option<c_int> {
        match self.fault {
            Some(Fault::BrokenFlush(0)) => {
                self.fault = None;
                Some(ffi::SQLITE_IOERR_FSYNC)
            }
            Some(Fault::BrokenFlush(n)) => {
                self.fault = Some(Fault::BrokenFlush(n - 1));
                None
            }
            Some(Fault::FullAtWrite(_) | Fault::BrokenWrite(_)) | None => None,
        }
    }
}

fn registry() -> MutexGuard<'static, Registry> {
    REGISTRY
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Runs `f` if the file belongs to a watched folder.
fn watched<T>(file: *mut ffi::sqlite3_file, f: impl FnOnce(&mut Watched, &Path) -> T) -> Option<T> {
    let mut registry = registry();
    let path = registry.open.get(&(file as usize))?.path.clone();
    let folder = registry.folders.get_mut(path.parent()?)?;
    Some(f(folder, &path))
}

/// Puts the shim in front of the system's files, once per process.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: the default VFS lives as long as the process; the copy that is
        // registered is leaked, as SQLite keeps a pointer to it.
        unsafe {
            let real = ffi::sqlite3_vfs_find(ptr::null());
            assert!(!real.is_null(), "SQLite has a default file system");
            assert!(REAL_VFS.set(Functions(*real)).is_ok(), "installed once");
            let shim = Box::leak(Box::new(*real));
            shim.zName = c"frontdesk-shim".as_ptr();
            shim.pNext = ptr::null_mut();
            shim.xOpen = Some(open);
            assert_eq!(
                ffi::sqlite3_vfs_register(shim, 1),
                ffi::SQLITE_OK,
                "the shim is taken"
            );
        }
    });
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let real = REAL_VFS.get().and_then(|vfs| vfs.0.xOpen).unwrap();
    // SAFETY: called with what SQLite passed; the shim's own data is that of the
    // real VFS, of which it is a copy.
    let result = unsafe { real(vfs, name, file, flags, out_flags) };
    // SAFETY: after a successful open SQLite's contract makes both readable.
    unsafe {
        if result == ffi::SQLITE_OK && !name.is_null() && !(*file).pMethods.is_null() {
            let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
            let is_watched = path
                .parent()
                .is_some_and(|folder| registry().folders.contains_key(folder));
            if is_watched {
                // The system's tables are constants; `Functions` has their layout.
                let real: &'static Functions<ffi::sqlite3_io_methods> = &*(*file).pMethods.cast();
                let mut registry = registry();
                let shim = *registry
                    .tables
                    .entry((*file).pMethods as usize)
                    .or_insert_with(|| {
                        Box::leak(Box::new(Functions(ffi::sqlite3_io_methods {
                            xClose: Some(close),
                            xWrite: Some(write),
                            xTruncate: Some(truncate),
                            xSync: Some(sync),
                            ..real.0
                        })))
                    });
                (*file).pMethods = &raw const shim.0;
                registry.open.insert(file as usize, Open { path, real });
            }
        }
    }
    result
}

/// The system's functions for a file that the shim opened.
fn real(file: *mut ffi::sqlite3_file) -> &'static ffi::sqlite3_io_methods {
    &registry().open.get(&(file as usize)).unwrap().real.0
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let open = registry().open.remove(&(file as usize)).unwrap();
    // SAFETY: the real function, on the real file. The pointer to its table is
    // put back because the real one looks at it.
    unsafe {
        (*file).pMethods = &raw const open.real.0;
        open.real.0.xClose.unwrap()(file)
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    data: *const c_void,
    length: c_int,
    offset: i64,
) -> c_int {
    // SAFETY: SQLite passes `length` readable bytes.
    let bytes =
        unsafe { std::slice::from_raw_parts(data.cast::<u8>(), usize::try_from(length).unwrap()) };
    let fault = watched(file, |disk, path| {
        let fault = disk.fault_at_write();
        if fault.is_none() {
            let step = Step::Write(usize::try_from(offset).unwrap(), bytes.to_vec());
            disk.floating.push((path.to_owned(), step));
        }
        fault
    });
    if let Some(Some(code)) = fault {
        return code;
    }
    // SAFETY: the real function, on the real file.
    unsafe { real(file).xWrite.unwrap()(file, data, length, offset) }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    watched(file, |disk, path| {
        let step = Step::Truncate(usize::try_from(size).unwrap());
        disk.floating.push((path.to_owned(), step));
    });
    // SAFETY: the real function, on the real file.
    unsafe { real(file).xTruncate.unwrap()(file, size) }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    let fault = watched(file, |disk, _| disk.fault_at_flush());
    if let Some(Some(code)) = fault {
        return code;
    }
    // SAFETY: the real function, on the real file.
    let result = unsafe { real(file).xSync.unwrap()(file, flags) };
    watched(file, |disk, path| disk.flush(path));
    result
}
