//! Why a step that a person asked for did not happen.

use crate::{keychain::KeychainTrouble, seal};
use std::io;

/// Why a step was refused or failed. The profile and the keychain are as they
/// were, unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The step does not apply to the state that was found now. Ask
    /// [`crate::Vault::unlock`] again and show what it answers.
    #[error("This step does not apply to the present state")]
    NotNow,
    /// The text cannot be a recovery code; nothing was tried.
    #[error("The recovery code has a typing mistake")]
    CodeTypo(#[source] CodeTypo),
    /// A well-formed recovery code that does not open this key: of another
    /// computer, or replaced by a newer one.
    #[error("The recovery code belongs to another key or was replaced")]
    WrongCode,
    /// The passphrase does not open this key.
    #[error("The passphrase is wrong")]
    WrongPassphrase,
    /// A new passphrase is too short to be worth anything.
    #[error("The passphrase is shorter than {min} characters")]
    PassphraseTooShort {
        /// The least number of characters.
        min: usize,
    },
    /// A new passphrase repeats too few characters to be worth anything.
    #[error("The passphrase has fewer than {min} different characters")]
    PassphraseTooPlain {
        /// The least number of different characters.
        min: usize,
    },
    /// The keychain holds something else under our name; it is kept until the
    /// person confirms that it may go.
    #[error("The keychain already holds another key")]
    ItemInTheWay,
    /// The key given is not the one that the key file describes.
    #[error("The key is not the one that the key file describes")]
    OtherKey,
    /// The keychain did not do what was asked.
    #[error("The keychain could not be used")]
    Keychain(#[source] KeychainTrouble),
    /// The keychain said yes but did not give back what was written. The key
    /// must not be relied on.
    #[error("The keychain did not keep what was written")]
    NotKept,
    /// Whether there is a database could not be seen.
    #[error("Cannot look into the profile folder")]
    Profile(#[source] io::Error),
    /// The key file could not be read or written.
    #[error("Cannot {doing} the key file")]
    KeyFile {
        /// What failed, as a verb: `read`, `write`, `set aside`.
        doing: &'static str,
        /// The cause.
        source: io::Error,
    },
    /// The system's random source or a cipher failed.
    #[error("Cannot protect the key")]
    Crypto(#[source] seal::SealError),
}

/// What is wrong with the text of a recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeTypo {
    /// Characters are missing or too many.
    #[error("A recovery code has {expected} characters, not {found}")]
    Length {
        /// How many letters and digits a code has.
        expected: usize,
        /// How many were typed.
        found: usize,
    },
    /// A character that no code contains.
    #[error("Character {position} does not occur in recovery codes")]
    Character {
        /// Counted from 1, without spaces and dashes.
        position: usize,
    },
    /// Every character is possible, yet together they are no code: at least one
    /// is wrong or two are swapped.
    #[error("At least one character is wrong")]
    Checksum,
}
