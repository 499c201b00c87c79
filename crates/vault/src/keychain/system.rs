//! The operating system's own keychain.

#[cfg(any(target_os = "macos", target_os = "windows"))]
use crate::keychain::native as backend;
#[cfg(target_os = "linux")]
use crate::keychain::secret_service as backend;
use crate::keychain::{Keychain, KeychainAnswer, KeychainTrouble};
use frontdesk_domain::secret::Secret;
use std::time::Duration;

/// Under which every item of the program stands in the keychain.
const SERVICE: &str = "frontdesk";
/// How long a keychain may take for an answer that needs no person.
const PATIENCE: Duration = Duration::from_secs(20);

/// The system's keychain: the Secret Service on Linux, Keychain Services on
/// macOS, the Credential Manager on Windows.
///
/// A call blocks for as long as the system shows a prompt. An answer that needs
/// no person is waited for with bounded patience.
#[derive(Debug)]
pub struct SystemKeychain {
    backend: backend::Backend,
}

impl SystemKeychain {
    /// The item called `account`. Two profiles must not share a name: one would
    /// take the other's key for a stale one.
    pub fn new(account: &str) -> Self {
        Self::with_patience(account, PATIENCE)
    }

    /// The same, waiting no longer than `patience` for any answer that needs no
    /// person.
    pub fn with_patience(account: &str, patience: Duration) -> Self {
        Self {
            backend: backend::Backend::new(SERVICE, account, patience),
        }
    }
}

impl Keychain for SystemKeychain {
    fn read(&self) -> KeychainAnswer {
        match self.backend.read() {
            Ok(Some(bytes)) => KeychainAnswer::Found(bytes),
            Ok(None) => KeychainAnswer::NoItem,
            Err(KeychainTrouble::Locked) => KeychainAnswer::Locked,
            Err(KeychainTrouble::Refused) => KeychainAnswer::Refused,
            Err(KeychainTrouble::Several) => KeychainAnswer::Several,
            Err(KeychainTrouble::Unavailable { reason }) => KeychainAnswer::Unavailable { reason },
        }
    }

    fn write(&self, item: &Secret<Vec<u8>>) -> Result<(), KeychainTrouble> {
        self.backend.write(item)
    }

    fn delete(&self) -> Result<(), KeychainTrouble> {
        self.backend.delete()
    }

    fn name(&self) -> String {
        self.backend.name()
    }
}
