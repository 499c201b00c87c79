//! Looking: what is on disk and in the keychain, without changing either, and
//! how it is put to a person.

use super::Vault;
use crate::{
    decision::{self, ItemState, Verdict},
    error::VaultError,
    item::{self, Item},
    key_file::{self, Loaded},
    keychain::{KeychainAnswer, KeychainTrouble},
    question::{Question, Step, Trouble},
};
use frontdesk_domain::secret::StoreKey;
use std::io;

/// Everything that a decision needs, and the key if the keychain gave it.
pub(super) struct Seen {
    pub(super) database: bool,
    pub(super) file: Loaded,
    pub(super) item: ItemState,
    pub(super) key: Option<StoreKey>,
}

impl Seen {
    pub(super) fn decide(&self) -> Verdict {
        decision::decide(self.database, self.file.state(), self.item)
    }

    pub(super) fn offers(&self, step: Step) -> bool {
        matches!(self.decide(), Verdict::Ask(_, steps) if steps.contains(&step))
    }
}

impl Vault {
    pub(super) fn look(&self) -> Result<Seen, VaultError> {
        let database = self.database_exists()?;
        let file = self.load()?;
        let (item, key) = self.ask_keychain();
        Ok(Seen {
            database,
            file,
            item,
            key,
        })
    }

    /// A journal without its database still holds messages.
    pub(super) fn database_exists(&self) -> Result<bool, VaultError> {
        for suffix in ["", "-wal", "-journal"] {
            match key_file::suffixed(&self.database, suffix).symlink_metadata() {
                Ok(_) => return Ok(true),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(VaultError::Profile(error)),
            }
        }
        Ok(false)
    }

    pub(super) fn load(&self) -> Result<Loaded, VaultError> {
        key_file::load(&self.key_file)
    }

    pub(super) fn ask_keychain(&self) -> (ItemState, Option<StoreKey>) {
        let bytes = match self.keychain.read() {
            KeychainAnswer::Found(bytes) => bytes,
            KeychainAnswer::NoItem => return (ItemState::NoItem, None),
            KeychainAnswer::Several => return (ItemState::Several, None),
            KeychainAnswer::Locked => return (ItemState::Locked, None),
            KeychainAnswer::Refused => return (ItemState::Refused, None),
            KeychainAnswer::Unavailable { reason } => {
                return (ItemState::Unavailable { reason }, None);
            }
        };
        match item::decode(&bytes) {
            Item::Key { id, key } => (ItemState::Key { id }, Some(key)),
            Item::WrongLength => (ItemState::WrongLength, None),
            Item::Newer => (ItemState::Newer, None),
            Item::Unreadable => (ItemState::Unreadable, None),
        }
    }

    pub(super) fn question_about(&self, error: &VaultError) -> Question {
        // Only a creation gets as far as a keychain's error, so there is no
        // database yet and a passphrase remains possible.
        let or_passphrase = vec![Step::Retry, Step::ChoosePassphrase];
        let (trouble, steps) = match error {
            VaultError::Keychain(KeychainTrouble::Locked) => (Trouble::Locked, vec![Step::Unlock]),
            VaultError::Keychain(KeychainTrouble::Refused) => (Trouble::Refused, or_passphrase),
            VaultError::Keychain(KeychainTrouble::Several) => {
                (Trouble::SeveralItems, vec![Step::Retry])
            }
            VaultError::Keychain(KeychainTrouble::Unavailable { reason }) => {
                (Trouble::NoKeychain { reason: *reason }, or_passphrase)
            }
            VaultError::NotKept => (Trouble::NotKept, or_passphrase),
            VaultError::Profile(_)
            | VaultError::KeyFile { .. }
            | VaultError::Crypto(_)
            | VaultError::NotNow
            | VaultError::CodeTypo(_)
            | VaultError::WrongCode
            | VaultError::WrongPassphrase
            | VaultError::PassphraseTooShort { .. }
            | VaultError::PassphraseTooPlain { .. }
            | VaultError::ItemInTheWay
            | VaultError::OtherKey => (Trouble::ProfileFailed, vec![Step::Retry]),
        };
        Question {
            trouble,
            steps,
            kept_in: None,
            answered_by: self.keychain.name(),
        }
    }
}

pub(super) fn kept_in(file: &Loaded) -> Option<String> {
    match file {
        Loaded::Readable(file) => file.kept_in.clone(),
        Loaded::Absent | Loaded::Unreadable | Loaded::Newer => None,
    }
}

/// The error of a state in which the keychain cannot be used.
pub(super) const fn keychain_error(item: ItemState) -> VaultError {
    VaultError::Keychain(match item {
        ItemState::Locked => KeychainTrouble::Locked,
        ItemState::Refused => KeychainTrouble::Refused,
        ItemState::Several => KeychainTrouble::Several,
        ItemState::Unavailable { reason } => KeychainTrouble::Unavailable { reason },
        ItemState::Key { .. }
        | ItemState::NoItem
        | ItemState::WrongLength
        | ItemState::Unreadable
        | ItemState::Newer => return VaultError::NotKept,
    })
}

/// An error with its causes, for the log.
pub(super) fn chain(error: &VaultError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
