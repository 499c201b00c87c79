//! Reading an encrypted file as a stream, from any position.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use zeroize::Zeroizing;

use super::format::{self, CHUNK, Chunks, Position, TAG};
use crate::{
    error::{Doing as _, StoreError},
    tables::blobs::BlobRow,
};

const DOING: &str = "Reading an encrypted file";

/// The content of an encrypted file. Only chunks that are touched are decrypted,
/// and no byte is handed out before its chunk was authenticated. Errors are
/// [`StoreError`]s in an [`io::Error`]: see [`StoreError::from_blob`].
#[derive(Debug)]
pub struct BlobReader {
    file: File,
    chunks: Chunks,
    size: u64,
    at: u64,
    /// The chunk decrypted last.
    open: Option<u64>,
    content: Zeroizing<Vec<u8>>,
}

impl BlobReader {
    pub(crate) fn open(folder: &Path, row: &BlobRow) -> Result<Self, StoreError> {
        let file = match File::open(folder.join(&row.name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::corrupt(DOING, "The file is gone"));
            }
            other => other.doing(DOING)?,
        };
        if file.metadata().doing(DOING)?.len() != format::sealed_size(row.size) {
            return Err(StoreError::corrupt(DOING, "The file has the wrong length"));
        }
        Ok(Self {
            file,
            chunks: Chunks::new(&row.key),
            size: row.size,
            at: 0,
            open: None,
            content: Zeroizing::new(Vec::with_capacity(CHUNK)),
        })
    }

    /// Bytes of content.
    pub const fn size(&self) -> u64 {
        self.size
    }

    fn open_chunk(&mut self, index: u64) -> io::Result<()> {
        if self.open == Some(index) {
            return Ok(());
        }
        self.open = None;
        self.content.resize(format::chunk_len(index, self.size), 0);
        let mut tag = [0; TAG];
        self.file.seek(SeekFrom::Start(format::offset(index)))?;
        self.file
            .read_exact(&mut self.content)
            .and_then(|()| self.file.read_exact(&mut tag))
            .map_err(|error| {
                if error.kind() == io::ErrorKind::UnexpectedEof {
                    StoreError::corrupt(DOING, "The file was cut short").into()
                } else {
                    error
                }
            })?;
        self.chunks
            .open(Position::of(index, self.size), &mut self.content, tag)
            .map_err(|forged| StoreError::corrupt(DOING, forged))?;
        self.open = Some(index);
        Ok(())
    }
}

impl Read for BlobReader {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        // The one chunk of an empty file is opened too: its tag is all it has.
        if (self.at >= self.size && self.size > 0) || target.is_empty() {
            return Ok(0);
        }
        let chunk = CHUNK as u64;
        self.open_chunk(self.at / chunk)?;
        let from = usize::try_from(self.at % chunk).unwrap_or(0);
        let rest = self.content.get(from..).unwrap_or_default();
        let length = rest.len().min(target.len());
        target
            .iter_mut()
            .zip(rest)
            .for_each(|(to, from)| *to = *from);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
