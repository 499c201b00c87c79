//! The key of the store: where it comes from, what protects it, and what to do
//! when it cannot be had.
//!
//! The store is encrypted with one 256-bit key. This crate makes that key
//! exactly once, keeps it in the system's keychain, wraps a copy under a
//! recovery code (and, where there is no keychain, under a passphrase) in the
//! key file `vault.json` beside the database, and finds it again at every start.
//!
//! The rule above all others: **a key is made only when there is no database
//! and the keychain answered "no such item"**, or when a person explicitly asked
//! for it. Every other state is a [`Question`] with the steps that apply; asking
//! changes no byte of the profile and none of the keychain.
//!
//! Nothing here opens the database, shows words or reads the clock. Every call
//! into the keychain may block for as long as the system shows a prompt: call
//! from a thread that may wait (`spawn_blocking`).
#![warn(missing_docs)]

mod decision;
mod error;
mod hex;
mod item;
mod key_file;
mod key_id;
mod keychain;
mod question;
mod recovery_code;
mod seal;
mod vault;

pub use decision::{ItemState, KeyFileState};
pub use error::{CodeTypo, VaultError};
pub use key_id::KeyId;
pub use keychain::memory::MemoryKeychain;
pub use keychain::system::SystemKeychain;
pub use keychain::{Absence, Keychain, KeychainAnswer, KeychainTrouble};
pub use question::{Format, Question, Step, Trouble};
pub use vault::{
    Created, Diagnosis, KEY_FILE, MIN_PASSPHRASE_CHARS, Opened, Replace, Unlock, Vault,
};
