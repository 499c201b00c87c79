//! What an armed build does at its places.
//!
//! - `FRONTDESK_FAILPOINT=NAME:HIT` kills at the HIT-th time that NAME is
//!   reached, counted from the start of the process; [`arm`] counts from its call.
//! - `FRONTDESK_FAILPOINT_LOG=FILE` has the name of every place that is reached
//!   appended to the file, one per line.
//! - `FRONTDESK_DEFECT=NAME` switches a fault on.

use std::{
    env,
    fs::{File, OpenOptions},
    io::Write as _,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

struct Armed {
    /// Where to die, and how often the place may still be reached.
    target: Option<(String, u64)>,
    log: Option<File>,
}

/// Kills at the `hit`-th time from now that the place `name` is reached.
pub fn arm(name: &str, hit: u64) {
    armed().target = Some((name.to_owned(), hit));
}

/// A place is reached. Does not come back if this is where to die.
pub fn reached(name: &'static str) {
    let mut armed = armed();
    if let Some(log) = &mut armed.log {
        // One call, so that lines of several threads stay whole. A log that
        // cannot be written shows as places that were never reached.
        let _ = log.write_all(format!("{name}\n").as_bytes());
    }
    if let Some((target, left)) = &mut armed.target
        && target == name
    {
        *left = left.saturating_sub(1);
        if *left == 0 {
            die();
        }
    }
}

/// Whether the program is to have this fault.
pub fn has_defect(name: &'static str) -> bool {
    static CHOSEN: OnceLock<Option<String>> = OnceLock::new();
    let chosen = CHOSEN.get_or_init(|| env::var("FRONTDESK_DEFECT").ok());
    chosen.as_deref() == Some(name)
}

fn armed() -> MutexGuard<'static, Armed> {
    static ARMED: OnceLock<Mutex<Armed>> = OnceLock::new();
    ARMED
        .get_or_init(|| Mutex::new(Armed::from_environment()))
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

impl Armed {
    fn from_environment() -> Self {
        let target = env::var("FRONTDESK_FAILPOINT").ok().and_then(|text| {
            let (name, hit) = text.rsplit_once(':')?;
            Some((name.to_owned(), hit.parse().ok()?))
        });
        let log = env::var_os("FRONTDESK_FAILPOINT_LOG").and_then(|path| {
            let mut options = OpenOptions::new();
            options.append(true).create(true).open(path).ok()
        });
        Self { target, log }
    }
}

/// The lock stays held: nobody passes another place meanwhile.
#[cfg(unix)]
#[expect(unsafe_code, reason = "the signal that cannot be caught is one of C's")]
fn die() -> ! {
    const SIGKILL: i32 = 9;
    unsafe extern "C" {
        fn kill(pid: i32, signal: i32) -> i32;
    }
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    if own > 0 {
        // SAFETY: the C library defines it with this signature; the process is
        // this one.
        unsafe { kill(own, SIGKILL) };
    }
    loop {
        std::thread::park();
    }
}

#[cfg(not(unix))]
fn die() -> ! {
    std::process::abort()
}
