//! What the vault asks of a keychain, and every way a keychain can answer.
//!
//! Two implementations: [`system::SystemKeychain`] and
//! [`memory::MemoryKeychain`]. Neither knows what the bytes mean.

pub(crate) mod memory;
#[cfg(any(target_os = "macos", target_os = "windows"))]
mod native;
#[cfg(target_os = "linux")]
mod secret_service;
pub(crate) mod system;

use frontdesk_domain::secret::Secret;
use serde::{Deserialize, Serialize};

/// A place that holds one item for one profile.
///
/// Every method may block for as long as the system shows a prompt.
pub trait Keychain: Send + Sync + 'static {
    /// Looks for the item. May ask the person to unlock the keychain.
    fn read(&self) -> KeychainAnswer;

    /// Stores the item, replacing one that is there. Only the vault decides
    /// whether that may happen.
    ///
    /// # Errors
    /// After [`Absence::Died`] and [`Absence::Silent`] the item may or may not
    /// have been stored.
    fn write(&self, item: &Secret<Vec<u8>>) -> Result<(), KeychainTrouble>;

    /// Removes the item. An item that is not there is removed already.
    ///
    /// # Errors
    /// As for [`Keychain::write`].
    fn delete(&self) -> Result<(), KeychainTrouble>;

    /// What holds the key, in words for the screen: `Secret Service (GNOME
    /// Keyring)`.
    fn name(&self) -> String;
}

/// What a keychain says when asked for the item.
#[derive(Debug)]
pub enum KeychainAnswer {
    /// The item's bytes.
    Found(Secret<Vec<u8>>),
    /// The keychain is open and knows no such item. The only answer on which a
    /// key may be made.
    NoItem,
    /// More than one item answers to our name.
    Several,
    /// The keychain is locked: the prompt was dismissed or could not be shown.
    Locked,
    /// The keychain is there and denies us access.
    Refused,
    /// There is no keychain to talk to.
    Unavailable {
        /// What is missing.
        reason: Absence,
    },
}

/// Why a keychain did not store or remove the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainTrouble {
    /// The keychain is locked: the prompt was dismissed or could not be shown.
    #[error("The keychain is locked")]
    Locked,
    /// The keychain is there and denies us access.
    #[error("The keychain refused access")]
    Refused,
    /// More than one item answers to our name.
    #[error("The keychain holds several items under one name")]
    Several,
    /// There is no keychain to talk to.
    #[error("The keychain cannot be reached")]
    Unavailable {
        /// What is missing.
        reason: Absence,
    },
}

/// Why there is no keychain to talk to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// The session has no message bus.
    NoBus,
    /// No program offers a keychain on this system.
    NoService,
    /// The keychain runs but has no place to put an item: no default
    /// collection was ever set up.
    NoCollection,
    /// The keychain's program ended while it was being asked.
    Died,
    /// The keychain's program runs but does not answer.
    Silent,
    /// It answered something that makes no sense; details are in the log.
    Failed,
}
