//! What a command answers when it could not do its work.
//!
//! A variant exists only if the window acts on it. Words live in the window.

use frontdesk_domain::{address::NotAPhoneNumber, pairing::Refusal};
use frontdesk_store::StoreError;
use frontdesk_vault::VaultError;
use serde::Serialize;
use specta::Type;

use crate::view::pairing::RefusalView;

/// The one error of the IPC border.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type, thiserror::Error)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum CommandError {
    /// The store is not open: the stage says why.
    #[error("The store is not open")]
    NotOpen,
    /// The thing named in the command does not exist any more.
    #[error("It does not exist any more")]
    Gone,
    /// An argument cannot be accepted.
    #[error("{field} cannot be accepted")]
    Invalid {
        /// The argument.
        field: String,
    },
    /// The recovery code has a typing error.
    #[error("The recovery code has a typing error")]
    MistypedCode,
    /// The recovery code or passphrase is well formed but wrong.
    #[error("The secret does not fit")]
    WrongSecret,
    /// The passphrase is too easy to guess.
    #[error("The passphrase is too weak")]
    WeakPassphrase,
    /// The step does not apply to the present state.
    #[error("That step does not apply now")]
    NotNow,
    /// Another store's key stands in the keychain.
    #[error("The keychain holds another key")]
    OtherKeyInKeychain,
    /// The keychain would not take or give the key.
    #[error("The keychain said no")]
    KeychainRefused,
    /// The disk is full; nothing was changed.
    #[error("The disk is full")]
    DiskFull,
    /// The store cannot be written; nothing was changed.
    #[error("The store cannot be written")]
    StoreUnusable,
    /// The desktop has no service for this.
    #[error("The desktop cannot do that")]
    DesktopCannot,
    /// The link of a slot does not allow it now; it stays as it was.
    #[error("The slot refused")]
    Refused {
        /// Why.
        refusal: RefusalView,
    },
    /// What was typed is no phone number.
    #[error("That is not a phone number")]
    InvalidNumber {
        /// What is wrong with it.
        why: NumberFault,
    },
    /// What opens the file of a message is not here any more.
    #[error("The file cannot be opened any more")]
    FileGone,
    /// A defect: something that should not happen did.
    #[error("Something went wrong inside")]
    Internal,
}

/// What is wrong with a text that should be a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NumberFault {
    /// It holds a character that no notation uses.
    StrayCharacter,
    /// The country code is missing.
    NoCountryCode,
    /// Fewer digits than any country uses.
    TooShort,
    /// More digits than the international plan allows.
    TooLong,
}

impl From<NotAPhoneNumber> for CommandError {
    fn from(why: NotAPhoneNumber) -> Self {
        Self::InvalidNumber {
            why: match why {
                NotAPhoneNumber::StrayCharacter => NumberFault::StrayCharacter,
                NotAPhoneNumber::NoCountryCode => NumberFault::NoCountryCode,
                NotAPhoneNumber::TooShort => NumberFault::TooShort,
                NotAPhoneNumber::TooLong => NumberFault::TooLong,
            },
        }
    }
}

impl From<Refusal> for CommandError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused {
            refusal: refusal.into(),
        }
    }
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        tracing::warn!(%error, "The store refused");
        match error {
            StoreError::Closed { .. } => Self::NotOpen,
            StoreError::Gone { .. } => Self::Gone,
            StoreError::Full { .. } => Self::DiskFull,
            StoreError::ReadOnly { .. }
            | StoreError::InUse { .. }
            | StoreError::Corrupt { .. }
            | StoreError::Io { .. } => Self::StoreUnusable,
            StoreError::WrongKey { .. }
            | StoreError::NotEncrypted { .. }
            | StoreError::NoCipher { .. }
            | StoreError::NewerSchema { .. }
            | StoreError::OldEngine { .. }
            | StoreError::Missing { .. }
            | StoreError::AlreadyExists { .. }
            | StoreError::Conflict { .. }
            | StoreError::Panicked { .. }
            | StoreError::Defect { .. } => Self::Internal,
        }
    }
}

impl From<VaultError> for CommandError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::NotNow => Self::NotNow,
            VaultError::CodeTypo(_) => Self::MistypedCode,
            VaultError::WrongCode | VaultError::WrongPassphrase => Self::WrongSecret,
            VaultError::PassphraseTooShort { .. } | VaultError::PassphraseTooPlain { .. } => {
                Self::WeakPassphrase
            }
            VaultError::ItemInTheWay => Self::OtherKeyInKeychain,
            VaultError::Keychain(_) | VaultError::NotKept => Self::KeychainRefused,
            VaultError::Profile(_) | VaultError::KeyFile { .. } => Self::StoreUnusable,
            VaultError::OtherKey | VaultError::Crypto(_) => Self::Internal,
        }
    }
}
