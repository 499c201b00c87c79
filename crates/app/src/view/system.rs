//! About the program itself: versions, protection of the key, long work.

use frontdesk_domain::time::Timestamp;
use serde::Serialize;
use specta::Type;

/// What the about view shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Version of Frontdesk.
    pub version: String,
    /// Version of SQLite inside.
    pub sqlite: String,
    /// Version of SQLCipher inside.
    pub sqlcipher: String,
    /// Schema of the open store.
    pub schema: u32,
    /// Size of the database and its log on disk, in bytes.
    #[specta(type = u32)]
    pub database_bytes: u64,
    /// The folder the store lives in.
    pub folder: String,
}

/// How the key of the store is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyCare {
    /// What opens the store at the next start.
    pub protection: Protection,
    /// The keychain of this computer, by its own name.
    pub keychain: String,
}

/// What opens the store at the next start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Protection {
    /// The keychain of the operating system.
    Keychain,
    /// A passphrase of the user.
    Passphrase,
    /// Only the recovery code: the keychain lost the key.
    RecoveryCodeOnly,
}

/// A recovery code on its way to the screen.
#[derive(Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryCode {
    /// The code in readable groups.
    pub code: String,
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(<secret>)")
    }
}

/// Names one piece of long work.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, Type,
)]
#[serde(transparent)]
pub struct TaskId(pub u32);

/// A piece of long work, as its progress bar shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TaskView {
    /// Which work.
    pub id: TaskId,
    /// What is being done.
    pub kind: TaskKind,
    /// Steps done.
    pub done: u32,
    /// Steps in all; 0 while unknown.
    pub total: u32,
    /// When it began.
    pub since: Timestamp,
    /// It can be cancelled.
    pub cancellable: bool,
    /// How it ended; `None` while it runs.
    pub outcome: Option<TaskOutcome>,
}

/// What a piece of long work does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TaskKind {
    /// Every page and file of the store is decrypted and verified.
    CheckStore,
    /// The past that the phone sent is unpacked.
    ImportHistory,
}

/// How a piece of long work ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum TaskOutcome {
    /// Done, nothing to report.
    Done,
    /// Stopped by the user.
    Cancelled,
    /// Done, and this many damaged places were found.
    Damaged {
        /// How many.
        places: u32,
    },
    /// Could not be done.
    Failed,
}
