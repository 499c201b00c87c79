//! The layout of an encrypted file.
//!
//! Chunks of 64 KiB, each sealed with AES-256-GCM under the file's key and
//! followed by its tag; the last may be shorter. The nonce is the chunk's index,
//! which is sound because a key seals exactly one file. Index, last-mark and, on
//! the last chunk, the length of the whole are authenticated with each chunk, so
//! chunks cannot be dropped, repeated, reordered or taken from elsewhere.

use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce, Tag, aead::AeadInOut as _};
use frontdesk_domain::secret::Secret;

/// The key of one file.
pub(crate) type FileKey = Secret<[u8; 32]>;

/// Bytes of content in a full chunk.
pub(crate) const CHUNK: usize = 64 * 1024;

/// Bytes of authentication after each chunk.
pub(crate) const TAG: usize = 16;

const CHUNK_U64: u64 = CHUNK as u64;
const TAG_U64: u64 = TAG as u64;

/// Seals and opens the chunks of one file.
pub(crate) struct Chunks {
    cipher: Aes256Gcm,
}

/// Where a chunk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) index: u64,
    /// The length of the whole content, if this is the last chunk.
    pub(crate) last_of: Option<u64>,
}

/// The chunk is not what was written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A chunk of an encrypted file fails authentication")]
pub(crate) struct Forged;

impl Chunks {
    pub(crate) fn new(key: &FileKey) -> Self {
        Self {
            cipher: Aes256Gcm::new(key.expose().into()),
        }
    }

    /// Encrypts `content` in place and returns its tag.
    pub(crate) fn seal(&self, position: Position, content: &mut [u8]) -> Result<[u8; TAG], Forged> {
        self.cipher
            .encrypt_inout_detached(&position.nonce(), &position.bound(), content.into())
            .map(Into::into)
            .map_err(|_| Forged)
    }

    /// Decrypts `content` in place; on an error it holds nothing of use.
    pub(crate) fn open(
        &self,
        position: Position,
        content: &mut [u8],
        tag: [u8; TAG],
    ) -> Result<(), Forged> {
        self.cipher
            .decrypt_inout_detached(
                &position.nonce(),
                &position.bound(),
                content.into(),
                &Tag::from(tag),
            )
            .map_err(|_| Forged)
    }
}

impl Position {
    /// The position of chunk `index` in a file with `size` bytes of content.
    pub(crate) const fn of(index: u64, size: u64) -> Self {
        Self {
            index,
            last_of: if index + 1 == count(size) {
                Some(size)
            } else {
                None
            },
        }
    }

    fn nonce(self) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut nonce = [0; 12];
        nonce
            .iter_mut()
            .zip(self.index.to_be_bytes())
            .for_each(|(to, from)| *to = from);
        nonce.into()
    }

    fn bound(self) -> [u8; 18] {
        let mut bound = [0; 18];
        let version = [1];
        let last = [u8::from(self.last_of.is_some())];
        let parts = version
            .into_iter()
            .chain(self.index.to_be_bytes())
            .chain(last)
            .chain(self.last_of.unwrap_or(0).to_be_bytes());
        bound
            .iter_mut()
            .zip(parts)
            .for_each(|(to, from)| *to = from);
        bound
    }
}

/// Chunks of a file with `size` bytes of content; an empty file has one.
pub(crate) const fn count(size: u64) -> u64 {
    if size == 0 {
        1
    } else {
        size.div_ceil(CHUNK_U64)
    }
}

/// Bytes on disk of a file with `size` bytes of content.
pub(crate) const fn sealed_size(size: u64) -> u64 {
    size + count(size) * TAG_U64
}

/// Where chunk `index` begins on disk.
pub(crate) const fn offset(index: u64) -> u64 {
    index * (CHUNK_U64 + TAG_U64)
}

/// Bytes of content in chunk `index` of a file with `size` bytes.
pub(crate) fn chunk_len(index: u64, size: u64) -> usize {
    let rest = size.saturating_sub(index * CHUNK_U64);
    usize::try_from(rest.min(CHUNK_U64)).unwrap_or(CHUNK)
}

impl std::fmt::Debug for Chunks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chunks(<secret>)")
    }
}
