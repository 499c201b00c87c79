//! Writing an encrypted file as a stream.

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use frontdesk_domain::secret::Secret;
use zeroize::{Zeroize as _, Zeroizing};

use super::format::{CHUNK, Chunks, FileKey, Position};
use crate::{
    error::{Doing as _, StoreError},
    place,
};

const DOING: &str = "Writing an encrypted file";

/// Files under this ending are unfinished and swept away at the next opening.
pub(crate) const UNFINISHED: &str = ".new";

/// A file being written. Dropped unfinished, it leaves nothing.
#[derive(Debug)]
pub struct BlobWriter {
    draft: Draft,
    file: File,
    chunks: Chunks,
    key: FileKey,
    /// Content not sealed yet. A full chunk waits here until it is known
    /// whether it is the last.
    buffer: Zeroizing<Vec<u8>>,
    sealed: u64,
    index: u64,
}

/// A finished file without a row. Dropped, it is deleted again.
#[derive(Debug)]
pub struct NewBlob {
    pub(crate) name: String,
    pub(crate) key: FileKey,
    pub(crate) size: u64,
    draft: Draft,
}

/// The file on disk as long as no row names it.
#[derive(Debug)]
struct Draft {
    path: PathBuf,
    keep: bool,
}

impl BlobWriter {
    pub(crate) fn begin(folder: &Path) -> Result<Self, StoreError> {
        let name = random_name()?;
        let path = folder.join(name + UNFINISHED);
        let mut key = Zeroizing::new([0; 32]);
        fill_random(key.as_mut())?;
        let key = Secret::new(*key);
        Ok(Self {
            file: place::create_private_file(&path).doing(DOING)?,
            draft: Draft { path, keep: false },
            chunks: Chunks::new(&key),
            key,
            buffer: Zeroizing::new(Vec::with_capacity(CHUNK)),
            sealed: 0,
            index: 0,
        })
    }

    /// Bytes of content taken so far.
    pub fn written(&self) -> u64 {
        self.sealed + self.buffer.len() as u64
    }

    /// Seals what is left and makes the file durable under its final name.
    pub fn finish(mut self) -> Result<NewBlob, StoreError> {
        let size = self.written();
        self.seal(Some(size)).map_err(StoreError::from_blob)?;
        self.file.sync_all().doing(DOING)?;
        let path = self.draft.path.with_extension("");
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .map(str::to_owned)
            .unwrap_or_default();
        place::put_in_place(&self.draft.path, &path).doing(DOING)?;
        self.draft.path = path;
        Ok(NewBlob {
            name,
            key: self.key,
            size,
            draft: self.draft,
        })
    }

    fn seal(&mut self, last_of: Option<u64>) -> io::Result<()> {
        let position = Position {
            index: self.index,
            last_of,
        };
        let length = self.buffer.len() as u64;
        let tag = self
            .chunks
            .seal(position, &mut self.buffer)
            .map_err(|error| StoreError::Io {
                doing: DOING,
                cause: Arc::new(error),
            })?;
        self.file.write_all(&self.buffer)?;
        self.file.write_all(&tag)?;
        self.buffer.zeroize();
        self.sealed += length;
        self.index += 1;
        Ok(())
    }
}

impl Write for BlobWriter {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        if content.is_empty() {
            return Ok(0);
        }
        if self.buffer.len() == CHUNK {
            self.seal(None)?;
        }
        let room = CHUNK - self.buffer.len();
        let taken = content.get(..room).unwrap_or(content);
        self.buffer.extend_from_slice(taken);
        Ok(taken.len())
    }

    /// Does nothing: durability comes with [`BlobWriter::finish`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NewBlob {
    /// Bytes of content.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// A row names the file now; only its deletion may remove it.
    pub(crate) fn adopt(mut self) {
        self.draft.keep = true;
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.keep {
            // Left behind, it is swept away at the next opening.
            let _ = place::remove_if_there(&self.path);
        }
    }
}

fn random_name() -> Result<String, StoreError> {
    let mut bytes = [0; 16];
    fill_random(&mut bytes)?;
    let mut name = String::with_capacity(32);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    Ok(name)
}

fn fill_random(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|error| StoreError::Io {
        doing: "Asking for randomness",
        cause: Arc::new(io::Error::other(error.to_string())),
    })
}
