//! The vault of one profile: looks, decides, and carries out what was decided
//! or what a person chose.
//!
//! The order of every creation is: key file (state `creating`), keychain, read
//! back, database, key file (state `complete`). A crash anywhere leaves a state
//! that the next start either continues or asks about.

mod look;
mod make;

use crate::{
    decision::{self, ItemState, KeyFileState, Verdict},
    error::VaultError,
    key_file::{self, KeyFile, Loaded, State},
    key_id::KeyId,
    keychain::Keychain,
    question::{Question, Step},
    recovery_code,
};
use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The name of the key file inside the profile folder.
pub const KEY_FILE: &str = "vault.json";
/// A passphrase needs at least this many characters.
pub const MIN_PASSPHRASE_CHARS: usize = 10;

/// The vault of one profile.
///
/// All methods may block on the keychain or on the disk. One process at a time
/// may own a profile; the caller's instance lock sees to that.
pub struct Vault {
    key_file: PathBuf,
    database: PathBuf,
    keychain: Arc<dyn Keychain>,
    writing: Mutex<()>,
}

/// What a start led to.
#[derive(Debug)]
pub enum Unlock {
    /// There is a database and this is its key.
    Open(Opened),
    /// There is no database; create it with this key, then call
    /// [`Vault::database_created`].
    Create(Created),
    /// The key cannot be had without a person. Nothing was changed.
    Ask(Question),
}

/// The key of an existing database.
#[derive(Debug)]
pub struct Opened {
    /// The key. Only the store can tell whether it fits the database's bytes.
    pub key: StoreKey,
    /// Its id.
    pub key_id: KeyId,
    /// The creation was interrupted before anybody can have noted the recovery
    /// code: make a new one and show it.
    pub recovery_code_unseen: bool,
}

/// A key whose database does not exist yet.
#[derive(Debug)]
pub struct Created {
    /// The key.
    pub key: StoreKey,
    /// Its id.
    pub key_id: KeyId,
    /// To be shown once, and to be kept nowhere.
    pub recovery_code: Secret<String>,
}

/// Whether [`Vault::remember_in_keychain`] may replace another item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// Refuse with [`VaultError::ItemInTheWay`].
    Never,
    /// A person saw that another item is there and said that it may go.
    Confirmed,
}

/// Everything about the vault that may stand in a diagnostics bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// Whether there is a database.
    pub database: bool,
    /// The key file.
    pub key_file: KeyFileState,
    /// The keychain's item.
    pub item: ItemState,
    /// What answers as the keychain.
    pub keychain: String,
    /// What held the key when it was last stored, if the key file knows.
    pub kept_in: Option<String>,
}

impl Vault {
    /// The vault of the profile in `folder`, whose database is the file
    /// `database`. Nothing is read or written yet.
    pub fn new(folder: &Path, database: &Path, keychain: Arc<dyn Keychain>) -> Self {
        Self {
            key_file: folder.join(KEY_FILE),
            database: database.to_owned(),
            keychain,
            writing: Mutex::new(()),
        }
    }

    /// Finds the key, makes it where that is allowed, or says what is in the
    /// way. Also the answer to [`Step::Unlock`] and [`Step::Retry`].
    pub fn unlock(&self, now: Timestamp) -> Unlock {
        let _writing = self.writing();
        self.try_unlock(now).unwrap_or_else(|error| {
            tracing::warn!(error = %look::chain(&error), "The vault could not be unlocked");
            Unlock::Ask(self.question_about(&error))
        })
    }

    /// Opens the key with the recovery code ([`Step::RecoveryCode`]). Changes
    /// nothing; [`Vault::remember_in_keychain`] does, if it is asked to.
    ///
    /// # Errors
    /// [`VaultError::CodeTypo`], [`VaultError::WrongCode`], or
    /// [`VaultError::NotNow`] without a database and a readable key file.
    pub fn enter_recovery_code(&self, code: &Secret<String>) -> Result<Opened, VaultError> {
        let file = self.load()?;
        if !decision::takes_recovery_code(self.database_exists()?, file.state()) {
            return Err(VaultError::NotNow);
        }
        let Loaded::Readable(file) = file else {
            return Err(VaultError::NotNow);
        };
        let code = recovery_code::parse(code.expose()).map_err(VaultError::CodeTypo)?;
        let key = file
            .recovery
            .open(file.key_id, &code)
            .map_err(VaultError::Crypto)?
            .ok_or(VaultError::WrongCode)?;
        Ok(opened(key, &file))
    }

    /// Opens the key with the passphrase ([`Step::EnterPassphrase`]). Answers
    /// [`Unlock::Create`] when the passphrase was chosen but its database was
    /// never created, otherwise [`Unlock::Open`]; never [`Unlock::Ask`].
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], or [`VaultError::NotNow`] when no
    /// passphrase was chosen or the database is gone.
    pub fn enter_passphrase(
        &self,
        passphrase: &Secret<String>,
        now: Timestamp,
    ) -> Result<Unlock, VaultError> {
        let _writing = self.writing();
        let database = self.database_exists()?;
        let Loaded::Readable(mut file) = self.load()? else {
            return Err(VaultError::NotNow);
        };
        if !database && file.state == State::Complete {
            return Err(VaultError::NotNow);
        }
        let wrap = file.passphrase.as_ref().ok_or(VaultError::NotNow)?;
        let key = wrap
            .open(file.key_id, passphrase)
            .map_err(VaultError::Crypto)?
            .ok_or(VaultError::WrongPassphrase)?;
        if database {
            return Ok(Unlock::Open(opened(key, &file)));
        }
        let recovery_code = self.reissue(&mut file, &key, now)?;
        Ok(Unlock::Create(created(key, recovery_code)))
    }

    /// Makes a key that a passphrase protects instead of a keychain
    /// ([`Step::ChoosePassphrase`]). Applies only without a database: where
    /// there is no usable keychain, or where one would have been used but the
    /// person prefers a passphrase.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`]; [`VaultError::NotNow`] in every other
    /// state.
    pub fn choose_passphrase(
        &self,
        passphrase: &Secret<String>,
        now: Timestamp,
    ) -> Result<Created, VaultError> {
        make::require_strength(passphrase)?;
        let _writing = self.writing();
        let seen = self.look()?;
        let allowed = match seen.decide() {
            Verdict::Create => true,
            Verdict::Ask(_, steps) => steps.contains(&Step::ChoosePassphrase),
            Verdict::Open | Verdict::Continue => false,
        };
        if !allowed {
            return Err(VaultError::NotNow);
        }
        self.keep_old_file(&seen.file, now)?;
        let (key, recovery_code, mut file) = make::new_key(now)?;
        self.wrap_by_passphrase(&mut file, &key, passphrase)?;
        Ok(created(key, recovery_code))
    }

    /// Opens an existing database with the key in the keychain although the key
    /// file is gone or damaged ([`Step::OpenWithKeychain`]). Changes nothing.
    /// Once the store accepted the key, [`Vault::new_recovery_code`] writes a
    /// new key file.
    ///
    /// # Errors
    /// [`VaultError::NotNow`] in every other state.
    pub fn open_with_keychain(&self) -> Result<Opened, VaultError> {
        let seen = self.look()?;
        if !seen.offers(Step::OpenWithKeychain) {
            return Err(VaultError::NotNow);
        }
        let key = seen.key.ok_or(VaultError::NotNow)?;
        Ok(Opened {
            key_id: KeyId::of(&key),
            key,
            recovery_code_unseen: true,
        })
    }

    /// Begins anew with a new key ([`Step::StartFresh`]). Only without a
    /// database. A key file that ever belonged to a database is set aside beside
    /// the new one; an item in the keychain is replaced.
    ///
    /// # Errors
    /// [`VaultError::NotNow`] in every other state; the keychain's and the key
    /// file's errors.
    pub fn start_fresh(&self, now: Timestamp) -> Result<Created, VaultError> {
        let _writing = self.writing();
        let seen = self.look()?;
        if !seen.offers(Step::StartFresh) {
            return Err(VaultError::NotNow);
        }
        self.keep_old_file(&seen.file, now)?;
        self.create(now)
    }

    /// Stores the key in the keychain, so that the next start needs no code or
    /// passphrase. Reads it back before it says yes.
    ///
    /// # Errors
    /// [`VaultError::ItemInTheWay`] when something else is there and `replace`
    /// does not allow it; [`VaultError::OtherKey`] and [`VaultError::NotNow`]
    /// when the key file is of another key or cannot be read; the keychain's
    /// errors.
    pub fn remember_in_keychain(&self, key: &StoreKey, replace: Replace) -> Result<(), VaultError> {
        let _writing = self.writing();
        let mut file = self.file_of(key)?;
        let (item, _key) = self.ask_keychain();
        match item {
            ItemState::Key { id } if id == file.key_id => {}
            ItemState::NoItem => self.store(key, file.created_at)?,
            ItemState::Key { .. }
            | ItemState::WrongLength
            | ItemState::Unreadable
            | ItemState::Newer => {
                if replace == Replace::Never {
                    return Err(VaultError::ItemInTheWay);
                }
                self.store(key, file.created_at)?;
            }
            ItemState::Several
            | ItemState::Locked
            | ItemState::Refused
            | ItemState::Unavailable { .. } => return Err(look::keychain_error(item)),
        }
        file.kept_in = Some(self.keychain.name());
        file.save(&self.key_file)?;
        Ok(())
    }

    /// Adds a passphrase to the key of an open database, or changes it. The next
    /// start without a keychain asks for it.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`]; [`VaultError::OtherKey`] and
    /// [`VaultError::NotNow`] when the key file is of another key or cannot be
    /// read.
    pub fn set_passphrase(
        &self,
        key: &StoreKey,
        passphrase: &Secret<String>,
    ) -> Result<(), VaultError> {
        make::require_strength(passphrase)?;
        let _writing = self.writing();
        let mut file = self.file_of(key)?;
        self.wrap_by_passphrase(&mut file, key, passphrase)?;
        Ok(())
    }

    /// Marks the creation as complete. Call it once the database exists **and**
    /// the recovery code was shown; until then a start answers with
    /// [`Opened::recovery_code_unseen`]. Where there is nothing to mark it does
    /// nothing.
    ///
    /// # Errors
    /// [`VaultError::OtherKey`] when the key file describes another key; the key
    /// file's errors.
    pub fn database_created(&self, key_id: KeyId) -> Result<(), VaultError> {
        let _writing = self.writing();
        let Loaded::Readable(mut file) = self.load()? else {
            return Ok(());
        };
        if file.key_id != key_id {
            return Err(VaultError::OtherKey);
        }
        if file.state == State::Creating {
            file.state = State::Complete;
            file.save(&self.key_file)?;
        }
        Ok(())
    }

    /// Makes a new recovery code for the key of an open database; the old one
    /// stops working here. (It still opens an older copy of the key file.) Where
    /// the key file is missing a new one is written; a damaged one is set aside.
    ///
    /// # Errors
    /// [`VaultError::OtherKey`] when the key file describes another key,
    /// [`VaultError::NotNow`] when it is of a newer version; the key file's
    /// errors.
    pub fn new_recovery_code(
        &self,
        key: &StoreKey,
        now: Timestamp,
    ) -> Result<Secret<String>, VaultError> {
        let _writing = self.writing();
        let mut file = match self.load()? {
            Loaded::Readable(file) if file.key_id == KeyId::of(key) => file,
            Loaded::Readable(_) => return Err(VaultError::OtherKey),
            Loaded::Newer => return Err(VaultError::NotNow),
            Loaded::Absent => self.new_file_for_open_database(key, now)?,
            Loaded::Unreadable => {
                let file = self.new_file_for_open_database(key, now)?;
                key_file::set_aside(&self.key_file, now)?;
                file
            }
        };
        self.reissue(&mut file, key, now)
    }

    /// Everything about the present state that may be shown. Asks the keychain.
    ///
    /// # Errors
    /// [`VaultError::Profile`] and [`VaultError::KeyFile`] when the profile
    /// cannot be read.
    pub fn diagnose(&self) -> Result<Diagnosis, VaultError> {
        let seen = self.look()?;
        Ok(Diagnosis {
            database: seen.database,
            key_file: seen.file.state(),
            item: seen.item,
            keychain: self.keychain.name(),
            kept_in: look::kept_in(&seen.file),
        })
    }
}

impl Vault {
    fn try_unlock(&self, now: Timestamp) -> Result<Unlock, VaultError> {
        let seen = self.look()?;
        let verdict = seen.decide();
        match (verdict, seen.file, seen.key) {
            (Verdict::Open, Loaded::Readable(file), Some(key)) => {
                Ok(Unlock::Open(opened(key, &file)))
            }
            (Verdict::Continue, Loaded::Readable(mut file), Some(key)) => {
                let recovery_code = self.reissue(&mut file, &key, now)?;
                Ok(Unlock::Create(created(key, recovery_code)))
            }
            (Verdict::Create, ..) => Ok(Unlock::Create(self.create(now)?)),
            (Verdict::Ask(trouble, steps), file, _) => Ok(Unlock::Ask(Question {
                trouble,
                steps,
                kept_in: look::kept_in(&file),
                answered_by: self.keychain.name(),
            })),
            // The decision opens and continues only what it saw a key and a
            // key file for.
            (Verdict::Open | Verdict::Continue, ..) => Err(VaultError::NotNow),
        }
    }

    fn writing(&self) -> MutexGuard<'_, ()> {
        // The files are replaced atomically, so a panic spoils nothing.
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("key_file", &self.key_file)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}

fn opened(key: StoreKey, file: &KeyFile) -> Opened {
    Opened {
        key,
        key_id: file.key_id,
        recovery_code_unseen: file.state == State::Creating,
    }
}

fn created(key: StoreKey, recovery_code: Secret<String>) -> Created {
    Created {
        key_id: KeyId::of(&key),
        key,
        recovery_code,
    }
}
