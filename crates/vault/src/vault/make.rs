//! Making: new keys, new wraps, and the one write to the keychain. Whether any
//! of it may happen was decided before.

use std::collections::BTreeSet;

use super::{Created, MIN_PASSPHRASE_CHARS, Vault, created, look};
use crate::{
    decision::ItemState,
    error::VaultError,
    item,
    key_file::{self, KeyFile, Loaded, State},
    key_id::KeyId,
    recovery_code,
    seal::{self, PassphraseWrap, RecoveryWrap},
};
use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};

impl Vault {
    pub(super) fn create(&self, now: Timestamp) -> Result<Created, VaultError> {
        let (key, recovery_code, mut file) = new_key(now)?;
        file.kept_in = Some(self.keychain.name());
        // First, so that a crash after the keychain's answer is recognised as
        // an interrupted creation and not as a stale item.
        file.save(&self.key_file)?;
        self.store(&key, now)?;
        Ok(created(key, recovery_code))
    }

    /// Puts the key into the keychain and makes sure that it is there.
    pub(super) fn store(&self, key: &StoreKey, created_at: Timestamp) -> Result<(), VaultError> {
        self.keychain
            .write(&item::encode(key, created_at))
            .map_err(VaultError::Keychain)?;
        match self.ask_keychain().0 {
            ItemState::Key { id } if id == KeyId::of(key) => Ok(()),
            trouble @ (ItemState::Several
            | ItemState::Locked
            | ItemState::Refused
            | ItemState::Unavailable { .. }) => Err(look::keychain_error(trouble)),
            ItemState::Key { .. }
            | ItemState::NoItem
            | ItemState::WrongLength
            | ItemState::Unreadable
            | ItemState::Newer => Err(VaultError::NotKept),
        }
    }

    /// Wraps the key under a new recovery code and saves the key file.
    pub(super) fn reissue(
        &self,
        file: &mut KeyFile,
        key: &StoreKey,
        now: Timestamp,
    ) -> Result<Secret<String>, VaultError> {
        let code = seal::random_secret().map_err(VaultError::Crypto)?;
        file.recovery = RecoveryWrap::seal(key, &code, now).map_err(VaultError::Crypto)?;
        file.save(&self.key_file)?;
        Ok(recovery_code::render(&code))
    }

    /// Wraps the key under a passphrase, saves the key file, and proves that
    /// what was saved opens.
    pub(super) fn wrap_by_passphrase(
        &self,
        file: &mut KeyFile,
        key: &StoreKey,
        passphrase: &Secret<String>,
    ) -> Result<(), VaultError> {
        file.passphrase = Some(PassphraseWrap::seal(key, passphrase).map_err(VaultError::Crypto)?);
        file.save(&self.key_file)?;
        let Loaded::Readable(saved) = self.load()? else {
            return Err(VaultError::NotKept);
        };
        let wrap = saved.passphrase.as_ref().ok_or(VaultError::NotKept)?;
        let reopened = wrap
            .open(saved.key_id, passphrase)
            .map_err(VaultError::Crypto)?;
        if reopened.is_none() {
            return Err(VaultError::NotKept);
        }
        Ok(())
    }

    /// A key file that ever belonged to a database may be all that opens a
    /// backup of it.
    pub(super) fn keep_old_file(&self, file: &Loaded, now: Timestamp) -> Result<(), VaultError> {
        let precious = match file {
            Loaded::Readable(file) => file.state == State::Complete,
            Loaded::Unreadable | Loaded::Newer => true,
            Loaded::Absent => false,
        };
        if precious {
            let kept = key_file::set_aside(&self.key_file, now)?;
            tracing::info!("The former key file was set aside");
            tracing::debug!(kept = %kept.display(), "It is kept");
        }
        Ok(())
    }

    pub(super) fn new_file_for_open_database(
        &self,
        key: &StoreKey,
        now: Timestamp,
    ) -> Result<Box<KeyFile>, VaultError> {
        let code = seal::random_secret().map_err(VaultError::Crypto)?;
        let wrap = RecoveryWrap::seal(key, &code, now).map_err(VaultError::Crypto)?;
        let mut file = KeyFile::new(KeyId::of(key), now, State::Complete, wrap);
        file.kept_in = Some(self.keychain.name());
        Ok(Box::new(file))
    }

    pub(super) fn file_of(&self, key: &StoreKey) -> Result<Box<KeyFile>, VaultError> {
        match self.load()? {
            Loaded::Readable(file) if file.key_id == KeyId::of(key) => Ok(file),
            Loaded::Readable(_) => Err(VaultError::OtherKey),
            Loaded::Absent | Loaded::Unreadable | Loaded::Newer => Err(VaultError::NotNow),
        }
    }
}

pub(super) fn new_key(now: Timestamp) -> Result<(StoreKey, Secret<String>, KeyFile), VaultError> {
    let key = seal::random_secret().map_err(VaultError::Crypto)?;
    let code = seal::random_secret().map_err(VaultError::Crypto)?;
    let wrap = RecoveryWrap::seal(&key, &code, now).map_err(VaultError::Crypto)?;
    let file = KeyFile::new(KeyId::of(&key), now, State::Creating, wrap);
    Ok((key, recovery_code::render(&code), file))
}

/// Ten times the same letter is long and still the first guess.
const MIN_DIFFERENT_CHARS: usize = 5;

pub(super) fn require_strength(passphrase: &Secret<String>) -> Result<(), VaultError> {
    if passphrase.expose().chars().count() < MIN_PASSPHRASE_CHARS {
        return Err(VaultError::PassphraseTooShort {
            min: MIN_PASSPHRASE_CHARS,
        });
    }
    let different: BTreeSet<char> = passphrase.expose().chars().collect();
    if different.len() < MIN_DIFFERENT_CHARS {
        return Err(VaultError::PassphraseTooPlain {
            min: MIN_DIFFERENT_CHARS,
        });
    }
    Ok(())
}
