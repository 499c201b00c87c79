//! A keychain that is a plain file, so that its item survives a killed process.
//!
//! It protects nothing and exists for tests and measurements: the profile that
//! it opens is as fictitious as the network.

use std::{
    fs,
    io::{self, ErrorKind},
    path::PathBuf,
};

use frontdesk_domain::secret::Secret;
use frontdesk_vault::{Absence, Keychain, KeychainAnswer, KeychainTrouble};

/// Holds one item in a file.
#[derive(Debug)]
pub struct FileKeychain {
    file: PathBuf,
}

impl FileKeychain {
    /// A keychain whose item lies in `file`, which need not be there yet.
    pub const fn new(file: PathBuf) -> Self {
        Self { file }
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        // A process killed in between leaves the old item or the new one.
        let fresh = self.file.with_extension("new");
        fs::write(&fresh, bytes)?;
        fs::rename(&fresh, &self.file)
    }
}

impl Keychain for FileKeychain {
    fn read(&self) -> KeychainAnswer {
        match fs::read(&self.file) {
            Ok(item) => KeychainAnswer::Found(Secret::new(item)),
            Err(error) if error.kind() == ErrorKind::NotFound => KeychainAnswer::NoItem,
            Err(_) => KeychainAnswer::Unavailable {
                reason: Absence::NoService,
            },
        }
    }

    fn write(&self, item: &Secret<Vec<u8>>) -> Result<(), KeychainTrouble> {
        self.replace(item.expose())
            .map_err(|_| KeychainTrouble::Refused)
    }

    fn delete(&self) -> Result<(), KeychainTrouble> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(KeychainTrouble::Refused),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn name(&self) -> String {
        "A file beside the profile".to_owned()
    }
}
