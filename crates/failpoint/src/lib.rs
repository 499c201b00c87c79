//! Places at which a test can kill the program, and deliberate faults that the
//! tests must notice.
//!
//! [`failpoint!`] names a place where a crash would be most unwelcome. In a
//! build that is armed the process kills itself there when it was told to, as
//! the power button does: nothing is unwound, flushed or said. [`defect!`] is
//! true in an armed build that was told to have that fault. In every other
//! build the first is nothing and the second is `false`.
//!
//! `cargo xtask torture` reads the names of both from the sources, so a place
//! that no trial reaches and a fault that no check notices fail the run.
#![warn(missing_docs)]

#[cfg(feature = "armed")]
mod armed;

#[cfg(feature = "armed")]
pub use armed::{arm, has_defect, reached};

/// A place at which a test can kill the program: `failpoint!("app.line.handed")`.
#[cfg(feature = "armed")]
#[macro_export]
macro_rules! failpoint {
    ($name:literal) => {
        $crate::reached($name)
    };
}

/// A place at which a test can kill the program: `failpoint!("app.line.handed")`.
#[cfg(not(feature = "armed"))]
#[macro_export]
macro_rules! failpoint {
    ($name:literal) => {};
}

/// Whether the program is to have this fault: `if defect!("sent-on-ok") { … }`.
#[cfg(feature = "armed")]
#[macro_export]
macro_rules! defect {
    ($name:literal) => {
        $crate::has_defect($name)
    };
}

/// Whether the program is to have this fault: `if defect!("sent-on-ok") { … }`.
#[cfg(not(feature = "armed"))]
#[macro_export]
macro_rules! defect {
    ($name:literal) => {
        false
    };
}
