//! Why a measurement has no result.

use frontdesk_store::StoreError;
use wa_rs::wacore::libsignal::protocol::SignalProtocolError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("The store failed: {0}")]
    Store(#[from] StoreError),
    #[error("The bare database failed: {0}")]
    Bare(#[from] rusqlite::Error),
    #[error("The cipher failed: {0}")]
    Cipher(#[from] SignalProtocolError),
    #[error("A file failed: {0}")]
    File(#[from] std::io::Error),
    #[error("{0}")]
    Wrong(String),
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;
