//! Encrypted files: pictures, attachments, anything too large for a row.
//!
//! A file has a random name, a random key of its own in the database, and holds
//! nothing but ciphertext. It is written once and never changed; replacing one
//! means a new file, a changed row, and the old file deleted after the commit.
//! The row is what makes a file exist: one without a row is swept away at the
//! next opening.

mod format;
pub(crate) mod garbage;
mod read;
mod write;

use std::{path::PathBuf, sync::Arc};

use frontdesk_domain::id::BlobId;

pub use read::BlobReader;
pub use write::{BlobWriter, NewBlob};

use crate::{error::StoreError, reader::Readers};

/// The encrypted files of a store.
#[derive(Debug)]
pub struct Blobs {
    folder: PathBuf,
    readers: Arc<Readers>,
}

impl Blobs {
    pub(crate) const fn new(folder: PathBuf, readers: Arc<Readers>) -> Self {
        Self { folder, readers }
    }

    /// Begins a file. Write to it, then [`BlobWriter::finish`] it and hand the
    /// result to [`WriteTx::insert_blob`](crate::WriteTx::insert_blob) or
    /// [`WriteTx::replace_blob`](crate::WriteTx::replace_blob).
    pub fn writer(&self) -> Result<BlobWriter, StoreError> {
        BlobWriter::begin(&self.folder)
    }

    /// Opens a file for reading. [`StoreError::Gone`] if it has no row,
    /// [`StoreError::Corrupt`] if it is missing or has the wrong length.
    pub fn open(&self, id: BlobId) -> Result<BlobReader, StoreError> {
        let row = self.row(id)?;
        match BlobReader::open(&self.folder, &row) {
            // The file may have been replaced since the row was read.
            Err(error) => {
                let now = self.row(id)?;
                if now.name == row.name {
                    return Err(error);
                }
                BlobReader::open(&self.folder, &now)
            }
            opened => opened,
        }
    }

    fn row(&self, id: BlobId) -> Result<crate::tables::blobs::BlobRow, StoreError> {
        self.readers
            .read(|tx| tx.blob(id))?
            .ok_or(StoreError::Gone {
                doing: "Opening an encrypted file",
            })
    }
}
