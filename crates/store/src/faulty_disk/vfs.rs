//! The table of C functions by which SQLite reaches its files, with ours in
//! front. Besides this one, no module of the store has unsafe code.
#![expect(
    unsafe_code,
    reason = "SQLite's file interface is a table of C functions"
)]

use std::{
    collections::BTreeMap,
    ffi::{CStr, c_char, c_int, c_void},
    path::PathBuf,
    ptr,
    sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError},
};

use rusqlite::ffi;

use super::{lock, mark_of, platter::Step, watched};

#[derive(Default)]
struct Registry {
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

fn registry() -> MutexGuard<'static, Registry> {
    REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the shim in front of the system's files, once per process.
pub(super) fn install() {
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
                .is_some_and(|folder| lock().contains_key(folder));
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

/// The file behind a pointer that the shim handed out.
fn opened(file: *mut ffi::sqlite3_file) -> Open {
    registry().open.get(&(file as usize)).unwrap().clone()
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
    let open = opened(file);
    let fault = watched(&open.path, |disk| {
        let fault = disk.fault_at_write();
        if fault.is_none() {
            let step = Step::Write(usize::try_from(offset).unwrap(), bytes.to_vec());
            disk.step(&open.path, step);
        }
        fault
    });
    if let Some(Some(code)) = fault {
        return code;
    }
    // SAFETY: the real function, on the real file.
    unsafe { open.real.0.xWrite.unwrap()(file, data, length, offset) }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let open = opened(file);
    let dead = watched(&open.path, |disk| {
        if !disk.dead {
            let step = Step::Truncate(usize::try_from(size).unwrap());
            disk.step(&open.path, step);
        }
        disk.dead
    });
    if dead == Some(true) {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    // SAFETY: the real function, on the real file.
    unsafe { open.real.0.xTruncate.unwrap()(file, size) }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    let open = opened(file);
    let mark = mark_of(&open.path);
    if let Some(Some(code)) = watched(&open.path, super::Watched::fault_at_flush) {
        return code;
    }
    // SAFETY: the real function, on the real file.
    let result = unsafe { open.real.0.xSync.unwrap()(file, flags) };
    watched(&open.path, |disk| disk.flushed(&open.path, mark));
    result
}
