//! What can go wrong in a command, said so that the reader knows what to do next.

use std::path::{Path, PathBuf};

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line made no sense.
    #[error("{0}\nSee `cargo xtask --help`")]
    Usage(String),
    /// Something has to be installed by the person, and this is how.
    #[error("{what}\n\n{how}")]
    Missing {
        /// What is not there.
        what: String,
        /// The words or the command that bring it.
        how: String,
    },
    /// A program could not be started at all.
    #[error("Cannot start {program}: {source}")]
    NotStarted {
        /// The program as it was called.
        program: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A program ran and said no.
    #[error("Failed ({status}): {command}")]
    Refused {
        /// The whole command line.
        command: String,
        /// Exit code or signal.
        status: String,
    },
    /// A program did not come to an end in time and was stopped.
    #[error("Stopped after {seconds} s without an end: {command}")]
    TooLong {
        /// The whole command line.
        command: String,
        /// The limit it ran into.
        seconds: u64,
    },
    /// A file or folder could not be read or written.
    #[error("Cannot {doing} {}: {source}", path.display())]
    File {
        /// The verb that failed.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Something was there but is not what it must be.
    #[error("{0}")]
    Wrong(String),
}

/// The result of every step.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// A file error: `doing` is the verb, "read" or "write" or the like.
    pub(crate) fn file(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::File {
            doing,
            path: path.to_owned(),
            source,
        }
    }
}
