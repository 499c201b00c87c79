//! What a person is asked: what is the matter, and what can be done. Words for
//! the screen are made elsewhere.

use crate::{key_id::KeyId, keychain::Absence};
use serde::{Deserialize, Serialize};

/// Why the key cannot be had without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Trouble {
    /// The keychain is locked.
    Locked,
    /// The keychain denies us access.
    Refused,
    /// There is no keychain to talk to.
    NoKeychain {
        /// What is missing.
        reason: Absence,
    },
    /// The key is wrapped by a passphrase and the keychain does not hold it.
    PassphraseNeeded,
    /// A database, and a keychain that knows nothing of its key.
    KeyMissing,
    /// A key in the keychain, and no database: of an earlier installation.
    StaleItem,
    /// A key file that once belonged to a database, and no database.
    DatabaseMissing,
    /// The key in the keychain does not have the right length.
    WrongLength,
    /// What stands in the keychain under our name is damaged or not ours.
    UnreadableItem,
    /// Several items in the keychain answer to our name.
    SeveralItems,
    /// The keychain holds a key of another database.
    OtherKey {
        /// The key this database needs.
        expected: KeyId,
        /// The key that was found.
        found: KeyId,
    },
    /// The key file is damaged.
    UnreadableKeyFile,
    /// A database without its key file.
    KeyFileMissing,
    /// Written by a newer version of Frontdesk.
    NewerFormat {
        /// Which of the two.
        what: Format,
    },
    /// The keychain said that it stored the key and then did not give it back.
    NotKept,
    /// The key file cannot be read or written, or no key can be made: a full
    /// disk, a read-only folder, missing rights.
    ProfileFailed,
}

/// What has a format of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The item in the keychain.
    Item,
    /// The key file beside the database.
    KeyFile,
}

/// What a person can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Unlock the keychain: ask again, which shows its prompt.
    Unlock,
    /// Mend what is named and ask again.
    Retry,
    /// [`crate::Vault::enter_recovery_code`].
    RecoveryCode,
    /// [`crate::Vault::enter_passphrase`].
    EnterPassphrase,
    /// [`crate::Vault::choose_passphrase`].
    ChoosePassphrase,
    /// [`crate::Vault::open_with_keychain`]: the key file is gone, but the
    /// keychain holds a key; the store will tell whether it fits.
    OpenWithKeychain,
    /// [`crate::Vault::start_fresh`]: there is no database; put what is in the
    /// way aside and begin with a new key.
    StartFresh,
}

/// A state that needs a person, with the steps that apply to it, best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What was found.
    pub trouble: Trouble,
    /// What can be done, best first. Never empty.
    pub steps: Vec<Step>,
    /// What held the key when it was last stored, if the key file knows.
    pub kept_in: Option<String>,
    /// What answered this time.
    pub answered_by: String,
}
