//! The key file `vault.json`: what a key is called, how it is wrapped, and
//! whether its database was ever completed. It holds no secret in the clear.
//!
//! Every write is atomic: a new file, flushed, renamed over the old one, and
//! the folder flushed. A file that could matter later is set aside, never
//! overwritten by another key's.

use crate::{
    decision::KeyFileState,
    error::VaultError,
    key_id::KeyId,
    seal::{PassphraseWrap, RecoveryWrap},
};
use frontdesk_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

const VERSION: u32 = 1;
/// Far above what a key file needs; a larger one is not ours.
const MAX_BYTES: u64 = 64 * 1024;

/// The contents of a key file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeyFile {
    version: u32,
    pub(crate) key_id: KeyId,
    pub(crate) created_at: Timestamp,
    pub(crate) state: State,
    /// What held the key when it was last stored.
    pub(crate) kept_in: Option<String>,
    pub(crate) recovery: RecoveryWrap,
    pub(crate) passphrase: Option<PassphraseWrap>,
}

/// How far the creation of the database came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Creating,
    Complete,
}

/// What stands where the key file should be.
#[derive(Debug)]
pub(crate) enum Loaded {
    Absent,
    Unreadable,
    Newer,
    Readable(Box<KeyFile>),
}

impl KeyFile {
    pub(crate) const fn new(
        key_id: KeyId,
        created_at: Timestamp,
        state: State,
        recovery: RecoveryWrap,
    ) -> Self {
        Self {
            version: VERSION,
            key_id,
            created_at,
            state,
            kept_in: None,
            recovery,
            passphrase: None,
        }
    }

    /// Replaces the file at `path`.
    pub(crate) fn save(&self, path: &Path) -> Result<(), VaultError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| VaultError::KeyFile {
            doing: "write",
            source: error.into(),
        })?;
        replace(path, &text).map_err(|source| VaultError::KeyFile {
            doing: "write",
            source,
        })?;
        Ok(())
    }
}

impl Loaded {
    /// The state without the contents.
    pub(crate) fn state(&self) -> KeyFileState {
        match self {
            Self::Absent => KeyFileState::Absent,
            Self::Unreadable => KeyFileState::Unreadable,
            Self::Newer => KeyFileState::Newer,
            Self::Readable(file) => KeyFileState::Readable {
                id: file.key_id,
                creating: file.state == State::Creating,
                passphrase: file.passphrase.is_some(),
            },
        }
    }
}

/// Reads the file at `path`. A file that makes no sense is an answer, not an
/// error.
pub(crate) fn load(path: &Path) -> Result<Loaded, VaultError> {
    match read(path) {
        Ok(text) => Ok(parse(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Loaded::Absent),
        Err(source) => Err(VaultError::KeyFile {
            doing: "read",
            source,
        }),
    }
}

/// Renames the file at `path`, so that a new one can take its place and the old
/// wraps stay at hand.
pub(crate) fn set_aside(path: &Path, now: Timestamp) -> Result<PathBuf, VaultError> {
    let failed = |source| VaultError::KeyFile {
        doing: "set aside",
        source,
    };
    let mut attempt: u32 = 0;
    let target = loop {
        let target = suffixed(path, &format!(".old-{}-{attempt}", now.0));
        if !target.try_exists().map_err(failed)? {
            break target;
        }
        attempt = attempt.saturating_add(1);
    };
    fs::rename(path, &target).map_err(failed)?;
    sync_folder(path).map_err(failed)?;
    Ok(target)
}

/// `path` with `suffix` at its end.
pub(crate) fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    File::open(path)?
        .take(MAX_BYTES.saturating_add(1))
        .read_to_end(&mut text)?;
    Ok(text)
}

fn parse(text: &[u8]) -> Loaded {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    if text.len() as u64 > MAX_BYTES {
        return Loaded::Unreadable;
    }
    match serde_json::from_slice::<Versioned>(text) {
        Ok(Versioned { version: VERSION }) => {}
        Ok(Versioned { version }) if version > VERSION => return Loaded::Newer,
        Ok(_) | Err(_) => return Loaded::Unreadable,
    }
    match serde_json::from_slice::<KeyFile>(text) {
        Ok(file) if file.passphrase.as_ref().is_none_or(PassphraseWrap::is_sane) => {
            Loaded::Readable(Box::new(file))
        }
        Ok(_) | Err(_) => Loaded::Unreadable,
    }
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    let fresh = suffixed(path, ".new");
    // Left over from a crash; `create_new` below must get the rights it asks for.
    match fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut file = private(OpenOptions::new().write(true).create_new(true)).open(&fresh)?;
    file.write_all(text)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&fresh, path)?;
    sync_folder(path)?;
    Ok(())
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

/// The profile folder's own rights protect the file there.
#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A rename is durable only once its folder is flushed.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Folders cannot be flushed there; the journal of NTFS keeps renames in order.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
