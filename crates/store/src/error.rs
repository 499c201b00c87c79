//! What can go wrong with the store, named by what it means for the caller.
//!
//! Every error says what was being done. None of them holds a value out of the
//! database: an error may be logged.

use std::{error::Error, io, sync::Arc};

use rusqlite::{ErrorCode, ffi};

/// The cause underneath, kept for the log.
pub type Cause = Arc<dyn Error + Send + Sync>;

/// Why the store could not do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The key does not fit the database, which is intact as far as one can tell.
    #[error("{doing}: the key does not fit the database")]
    WrongKey {
        /// What was being done.
        doing: &'static str,
    },
    /// A readable SQLite file stands in the database's place.
    #[error("{doing}: the file is not encrypted")]
    NotEncrypted {
        /// What was being done.
        doing: &'static str,
    },
    /// The SQLite linked into this program cannot encrypt. Nothing was opened.
    #[error("{doing}: the database engine of this program cannot encrypt")]
    NoCipher {
        /// What was being done.
        doing: &'static str,
    },
    /// The database was written by a newer version of the program.
    #[error("{doing}: the database has schema {found}, this program knows {known}")]
    NewerSchema {
        /// What was being done.
        doing: &'static str,
        /// The schema of the database.
        found: u32,
        /// The newest schema this program knows.
        known: u32,
    },
    /// The SQLite linked into this program is older than is safe.
    #[error("{doing}: SQLite {found} is too old")]
    OldEngine {
        /// What was being done.
        doing: &'static str,
        /// Its version.
        found: &'static str,
    },
    /// Stored data is damaged: it fails authentication or contradicts itself.
    #[error("{doing}: stored data is damaged")]
    Corrupt {
        /// What was being done.
        doing: &'static str,
        /// What was found.
        #[source]
        cause: Option<Cause>,
    },
    /// There is no room left on the disk. Nothing was changed.
    #[error("{doing}: the disk is full")]
    Full {
        /// What was being done.
        doing: &'static str,
    },
    /// The file or its folder cannot be written. Nothing was changed.
    #[error("{doing}: the place cannot be written")]
    ReadOnly {
        /// What was being done.
        doing: &'static str,
    },
    /// No file stands where one was expected.
    #[error("{doing}: the file is missing")]
    Missing {
        /// What was being done.
        doing: &'static str,
    },
    /// A file stands where none was expected.
    #[error("{doing}: a file is already there")]
    AlreadyExists {
        /// What was being done.
        doing: &'static str,
    },
    /// Another program, or another part of this one, holds the store.
    #[error("{doing}: the store is in use")]
    InUse {
        /// What was being done.
        doing: &'static str,
    },
    /// The row named by the caller does not exist.
    #[error("{doing}: it does not exist")]
    Gone {
        /// What was being done.
        doing: &'static str,
    },
    /// The change contradicts what is stored, for example a second holder of a slot.
    #[error("{doing}: it contradicts what is stored")]
    Conflict {
        /// What was being done.
        doing: &'static str,
        /// The rule that refused it.
        #[source]
        cause: Option<Cause>,
    },
    /// The disk or the operating system failed. After a failed flush no further
    /// write is accepted until the store is opened again.
    #[error("{doing}: the disk or the operating system failed")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The failure.
        #[source]
        cause: Cause,
    },
    /// A write panicked; its changes were taken back, those of others were not.
    #[error("{doing}: it panicked")]
    Panicked {
        /// What was being done.
        doing: &'static str,
    },
    /// The store was closed.
    #[error("{doing}: the store is closed")]
    Closed {
        /// What was being done.
        doing: &'static str,
    },
    /// A defect of this program: a statement the database does not accept.
    #[error("{doing}: the database refused the statement")]
    Defect {
        /// What was being done.
        doing: &'static str,
        /// What it said.
        #[source]
        cause: Cause,
    },
}

/// Says what was being done when a library's error came up.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, rusqlite::Error> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| from_sqlite(doing, error))
    }
}

impl<T> Doing<T> for Result<T, io::Error> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| from_io(doing, error))
    }
}

impl StoreError {
    /// The error behind a failed `read` or `seek` of an encrypted file, or a
    /// failed `write` to one.
    pub fn from_blob(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => own,
            Err(other) => from_io("Using an encrypted file", other),
        }
    }

    pub(crate) fn corrupt(
        doing: &'static str,
        what: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Corrupt {
            doing,
            cause: Some(Arc::from(what.into())),
        }
    }

    /// After such an error the operating system may have dropped what it was
    /// given, so nothing may be built on this connection any more.
    pub(crate) fn is_lost_flush(&self) -> bool {
        let Self::Io { cause, .. } = self else {
            return false;
        };
        cause
            .downcast_ref::<rusqlite::Error>()
            .and_then(rusqlite::Error::sqlite_error)
            .is_some_and(|e| {
                matches!(
                    e.extended_code,
                    ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC
                )
            })
    }
}

impl From<StoreError> for io::Error {
    fn from(error: StoreError) -> Self {
        let kind = if matches!(error, StoreError::Full { .. }) {
            io::ErrorKind::StorageFull
        } else {
            io::ErrorKind::Other
        };
        Self::new(kind, error)
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list belongs to the library and grows"
)]
fn from_sqlite(doing: &'static str, error: rusqlite::Error) -> StoreError {
    let Some(failure) = error.sqlite_error().copied() else {
        return from_value(doing, error);
    };
    match failure.code {
        // A page that fails authentication surfaces as any of these, depending
        // on where the page sits. The one exception, page 1 under a wrong key,
        // is told apart before this point.
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::corrupt(doing, error),
        ErrorCode::DiskFull => StoreError::Full { doing },
        ErrorCode::ReadOnly => StoreError::ReadOnly { doing },
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::FileLockingProtocolFailed => StoreError::InUse { doing },
        ErrorCode::ConstraintViolation => StoreError::Conflict {
            doing,
            cause: Some(Arc::new(error)),
        },
        // The index of the log cannot grow: the only cause met is a full disk.
        ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
            StoreError::Full { doing }
        }
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::PermissionDenied
        | ErrorCode::OutOfMemory
        | ErrorCode::NoLargeFileSupport => StoreError::Io {
            doing,
            cause: Arc::new(error),
        },
        _ => StoreError::Defect {
            doing,
            cause: Arc::new(error),
        },
    }
}

/// A value of the wrong type or range in a STRICT table is damage; anything
/// else is a mistake in the statement.
fn from_value(doing: &'static str, error: rusqlite::Error) -> StoreError {
    if matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    ) {
        return StoreError::corrupt(doing, error);
    }
    StoreError::Defect {
        doing,
        cause: Arc::new(error),
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list belongs to the standard library and grows"
)]
fn from_io(doing: &'static str, error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full { doing },
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            StoreError::ReadOnly { doing }
        }
        io::ErrorKind::NotFound => StoreError::Missing { doing },
        io::ErrorKind::AlreadyExists => StoreError::AlreadyExists { doing },
        _ => StoreError::Io {
            doing,
            cause: Arc::new(error),
        },
    }
}
