//! A profile folder, and a fingerprint of everything in it.

use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A throwaway profile.
pub(crate) struct Profile {
    folder: tempfile::TempDir,
}

impl Profile {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder().join("frontdesk.db")
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.folder().join(frontdesk_vault::KEY_FILE)
    }

    /// The vault looks only at the presence of a database, so any bytes do.
    pub(crate) fn put_database(&self) {
        fs::write(self.database(), b"ciphertext").expect("a database");
    }

    /// Names, bytes and rights of everything in the profile.
    pub(crate) fn hash(&self) -> String {
        let mut files: Vec<PathBuf> = fs::read_dir(self.folder())
            .expect("the profile is readable")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        let mut hash = Sha256::new();
        for path in files {
            let about = fs::metadata(&path).expect("it exists");
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update(format!("{:?}", about.permissions()));
            if about.is_file() {
                hash.update(fs::read(&path).expect("it is readable"));
            }
        }
        format!("{:x?}", hash.finalize())
    }
}
