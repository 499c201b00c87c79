//! What stands between the start of the program and the inbox.

use serde::Serialize;
use specta::Type;

/// Where the program stands. Anything but `Ready` takes the whole window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Stage {
    /// The key is being fetched and the store opened. A keychain prompt of the
    /// operating system may be waiting for an answer.
    Opening,
    /// The store is being brought to this version's schema.
    Migrating {
        /// Steps done.
        done: u32,
        /// Steps in all.
        total: u32,
    },
    /// First start: the recovery code has not been confirmed yet.
    Welcome,
    /// The key cannot be had; nothing was changed.
    KeyTrouble {
        /// What is the matter.
        trouble: KeyTrouble,
        /// What the user can do, most promising first.
        steps: Vec<KeyStep>,
        /// The keychain that was asked, by its own name.
        keychain: String,
        /// What held the key when it was last stored, if that is known.
        kept_in: Option<String>,
    },
    /// The key is there but the store cannot be opened; nothing was changed.
    StoreTrouble {
        /// What is the matter.
        trouble: StoreTrouble,
    },
    /// The inbox is open.
    Ready,
}

/// Why the key cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyTrouble {
    /// The keychain is locked.
    Locked,
    /// The keychain, or the person in front of it, said no.
    Refused,
    /// No keychain answers on this computer.
    NoKeychain,
    /// The keychain fell silent in the middle of the answer.
    KeychainDied,
    /// The store is protected by a passphrase, which is needed now.
    PassphraseNeeded,
    /// There is a database but the keychain holds no key for it.
    KeyMissing,
    /// The keychain holds a key but the database is gone.
    StaleKey,
    /// A store was here once, and its database is gone.
    DatabaseMissing,
    /// The item in the keychain is damaged.
    DamagedKey,
    /// The keychain holds several items under Frontdesk's name.
    SeveralKeys,
    /// The item in the keychain belongs to another database.
    OtherKey,
    /// The key file beside the database is missing.
    KeyFileMissing,
    /// The key file beside the database is damaged.
    KeyFileUnreadable,
    /// The key was written by a newer version of Frontdesk.
    NewerFormat,
    /// The keychain took the key and then did not give it back.
    NotKept,
    /// The folder of the store cannot be read or written.
    FolderUnusable,
}

/// Something the user can do about a [`KeyTrouble`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyStep {
    /// Unlock the keychain in the system's own dialog, then try again.
    Unlock,
    /// Try again.
    Retry,
    /// Type the recovery code.
    RecoveryCode,
    /// Protect a new store by a passphrase instead of a keychain.
    ChoosePassphrase,
    /// Type the passphrase.
    Passphrase,
    /// Try the key that the keychain holds, though the key file is gone.
    OpenWithKeychain,
    /// Begin with a new, empty store.
    StartFresh,
}

/// Why the store cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum StoreTrouble {
    /// The key does not fit the database.
    WrongKey,
    /// A file that is not encrypted stands in the database's place.
    NotEncrypted,
    /// The database was written by a newer version.
    Newer {
        /// Its schema.
        found: u32,
        /// The newest schema this version knows.
        known: u32,
    },
    /// Part of the database is damaged.
    Damaged,
    /// The disk is full.
    DiskFull,
    /// The folder or file cannot be written.
    ReadOnly,
    /// Another program holds the database.
    InUse,
    /// The disk or the operating system failed in another way.
    Unreadable,
}
