//! Where the store lives, who may touch it, and how a file is put in place so
//! that a power cut leaves the old or the new one.

use std::{
    ffi::OsString,
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::error::{Doing as _, StoreError};

/// The files and folders of one store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The database file.
    pub database: PathBuf,
    /// The folder of encrypted files.
    pub blobs: PathBuf,
    /// The folder of encrypted copies made before migrations.
    pub backups: PathBuf,
}

impl Place {
    /// The usual layout inside a profile folder.
    pub fn in_dir(profile: &Path) -> Self {
        Self {
            database: profile.join("frontdesk.db"),
            blobs: profile.join("blobs"),
            backups: profile.join("backups"),
        }
    }

    pub(crate) fn wal(&self) -> PathBuf {
        beside(&self.database, "-wal")
    }

    pub(crate) fn ensure_folders(&self) -> Result<(), StoreError> {
        for folder in [parent(&self.database), &self.blobs, &self.backups] {
            create_private_folder(folder).doing("Creating the profile folder")?;
        }
        Ok(())
    }
}

/// `file.db` and `-wal` make `file.db-wal`, whatever characters the path holds.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a new file that only this user can read.
pub(crate) fn create_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Gives a finished and flushed file its final name, durably.
pub(crate) fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(parent(to))
}

/// Makes names created, renamed or removed in `folder` survive a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows writes directory entries through its journal and cannot flush a folder.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes a file; one that is not there counts as removed.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Held as long as the store is open. The operating system lets go of it when
/// the process ends, however it ends, so it is never stale.
#[derive(Debug)]
pub(crate) struct ProfileLock {
    _file: File,
}

impl ProfileLock {
    pub(crate) fn take(place: &Place) -> Result<Self, StoreError> {
        const DOING: &str = "Locking the profile";
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(beside(&place.database, ".lock"))
            .doing(DOING)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { doing: DOING }),
            Err(TryLockError::Error(error)) => Err(error).doing(DOING),
        }
    }
}
