//! How often the disk was asked to make something durable.
//!
//! Counted where it cannot be missed: the two functions of C by which SQLite
//! asks are replaced in this program by ones that count and then do it.
#![expect(unsafe_code, reason = "the functions to count are those of C")]

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    sync::atomic::{AtomicU64, Ordering},
};

static BARRIERS: AtomicU64 = AtomicU64::new(0);

unsafe extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
}

/// The next definition after this program's own: that of the C library.
const NEXT: *mut c_void = -1_isize as *mut c_void;

/// How often so far.
pub(crate) fn so_far() -> u64 {
    BARRIERS.load(Ordering::Relaxed)
}

fn count_and_do(fd: c_int, name: &CStr) -> c_int {
    BARRIERS.fetch_add(1, Ordering::Relaxed);
    // SAFETY: the C library defines both functions with this signature.
    unsafe {
        let real: extern "C" fn(c_int) -> c_int = std::mem::transmute(dlsym(NEXT, name.as_ptr()));
        real(fd)
    }
}

// SAFETY: same name, same signature and same effect as the one it hides.
#[unsafe(no_mangle)]
extern "C" fn fsync(fd: c_int) -> c_int {
    count_and_do(fd, c"fsync")
}

// SAFETY: as above.
#[unsafe(no_mangle)]
extern "C" fn fdatasync(fd: c_int) -> c_int {
    count_and_do(fd, c"fdatasync")
}
