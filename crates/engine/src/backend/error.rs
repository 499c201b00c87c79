//! Our store's errors as the engine understands them.
//!
//! It looks at one thing only: whether the words of any layer say that the
//! database is busy or locked, which makes it try again. Every other error must
//! avoid both words.
//!
//! An error may be logged, so none quotes what is stored. The JSON library's own
//! words do, and are left behind here.

use serde::{Serialize, de::DeserializeOwned};
use tokio::task::JoinError;
use wa_rs::wacore::store::error::StoreError as EngineError;

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("The database is busy")]
    Busy(#[source] frontdesk_store::StoreError),
    #[error("The read was given up because the program ends")]
    GivenUp(#[source] JoinError),
    #[error("The client has ended")]
    Ended,
    #[error("Nobody knows yet whether the message was lost")]
    Unclear,
    #[error("A stored value is not what it should be, at line {line}, column {column}")]
    Unreadable { line: usize, column: usize },
    #[error("Credentials of format {found} are from a newer version; this one knows {known}")]
    NewerDevice { found: u32, known: u32 },
}

pub(super) fn from_store(error: frontdesk_store::StoreError) -> EngineError {
    use frontdesk_store::StoreError;
    match error {
        StoreError::InUse { .. } => EngineError::Database(Box::new(Failure::Busy(error))),
        StoreError::Closed { .. } => EngineError::Connection(Box::new(error)),
        StoreError::WrongKey { .. }
        | StoreError::NotEncrypted { .. }
        | StoreError::NoCipher { .. }
        | StoreError::NewerSchema { .. }
        | StoreError::OldEngine { .. }
        | StoreError::Corrupt { .. }
        | StoreError::Full { .. }
        | StoreError::ReadOnly { .. }
        | StoreError::Missing { .. }
        | StoreError::AlreadyExists { .. }
        | StoreError::Gone { .. }
        | StoreError::Conflict { .. }
        | StoreError::Io { .. }
        | StoreError::Panicked { .. }
        | StoreError::Defect { .. } => EngineError::Database(Box::new(error)),
    }
}

/// The thread that read did not come to its end.
pub(super) fn lost(error: JoinError) -> EngineError {
    EngineError::Connection(Box::new(Failure::GivenUp(error)))
}

/// The backend was closed.
pub(super) fn closed() -> EngineError {
    EngineError::Connection(Box::new(Failure::Ended))
}

/// What became of a message shows later.
pub(super) fn unclear() -> EngineError {
    EngineError::Connection(Box::new(Failure::Unclear))
}

pub(super) fn newer_device(found: u32, known: u32) -> EngineError {
    EngineError::Serialization(Box::new(Failure::NewerDevice { found, known }))
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, EngineError> {
    serde_json::to_vec(value).map_err(|error| unreadable(&error))
}

pub(super) fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, EngineError> {
    serde_json::from_slice(json).map_err(|error| unreadable(&error))
}

/// For what the engine can get again: a value that cannot be read counts as
/// absent.
pub(super) fn from_json_or_absent<T: DeserializeOwned>(
    what: &'static str,
    json: Option<Vec<u8>>,
) -> Option<T> {
    match from_json(&json?) {
        Ok(value) => Some(value),
        Err(_) => {
            tracing::warn!(what, "A stored value cannot be read and counts as absent");
            None
        }
    }
}

fn unreadable(error: &serde_json::Error) -> EngineError {
    EngineError::Serialization(Box::new(Failure::Unreadable {
        line: error.line(),
        column: error.column(),
    }))
}

#[cfg(test)]
mod tests {
    use std::{io, sync::Arc};

    use frontdesk_store::StoreError;

    use super::*;

    #[test]
    fn a_store_in_use_makes_the_engine_try_again() {
        let error = from_store(StoreError::InUse { doing: "Writing" });
        assert!(error.is_database_busy_or_locked(), "{error:?}");
    }

    #[test]
    fn no_other_error_makes_the_engine_try_again() {
        let doing = "Writing";
        let cause: frontdesk_store::Cause = Arc::new(io::Error::other("a cause"));
        for error in [
            StoreError::Corrupt { doing, cause: None },
            StoreError::Full { doing },
            StoreError::ReadOnly { doing },
            StoreError::Gone { doing },
            StoreError::Conflict { doing, cause: None },
            StoreError::Panicked { doing },
            StoreError::Closed { doing },
            StoreError::Io {
                doing,
                cause: Arc::clone(&cause),
            },
            StoreError::Defect { doing, cause },
        ] {
            let error = from_store(error);
            assert!(!error.is_database_busy_or_locked(), "{error:?}");
        }
        assert!(!newer_device(2, 1).is_database_busy_or_locked());
    }
}
