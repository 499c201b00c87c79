//! The vault of one profile: looks, decides, and carries out what was decided
//! or what a person chose.
//!
//! The order of every creation is: key file (state `creating`), keychain, read
//! back, database, key file (state `complete`). A crash anywhere leaves a state
//! that the next start either continues or asks about.

use crate::{
    decision::{self, ItemState, KeyFileState, Question, Step, Trouble, Verdict},
    error::VaultError,
    item::{self, Item},
    key_file::{self, KeyFile, Loaded, State},
    key_id::KeyId,
    keychain::{Keychain, KeychainAnswer, KeychainTrouble},
    recovery_code,
    seal::{self, PassphraseWrap, RecoveryWrap},
};
use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{
    io,
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

struct Seen {
    database: bool,
    file: Loaded,
    item: ItemState,
    key: Option<StoreKey>,
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
            tracing::warn!(error = %chain(&error), "The vault could not be unlocked");
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
        require_length(passphrase)?;
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
        let (key, recovery_code, mut file) = new_key(now)?;
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
            | ItemState::Unavailable { .. } => return Err(keychain_error(item)),
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
        require_length(passphrase)?;
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
            kept_in: kept_in(&seen.file),
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
                kept_in: kept_in(&file),
                answered_by: self.keychain.name(),
            })),
            // The decision opens and continues only what it saw a key and a
            // key file for.
            (Verdict::Open | Verdict::Continue, ..) => Err(VaultError::NotNow),
        }
    }

    fn look(&self) -> Result<Seen, VaultError> {
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
    fn database_exists(&self) -> Result<bool, VaultError> {
        for suffix in ["", "-wal", "-journal"] {
            match key_file::suffixed(&self.database, suffix).symlink_metadata() {
                Ok(_) => return Ok(true),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(VaultError::Profile(error)),
            }
        }
        Ok(false)
    }

    fn load(&self) -> Result<Loaded, VaultError> {
        key_file::load(&self.key_file)
    }

    fn ask_keychain(&self) -> (ItemState, Option<StoreKey>) {
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

    fn create(&self, now: Timestamp) -> Result<Created, VaultError> {
        let (key, recovery_code, mut file) = new_key(now)?;
        file.kept_in = Some(self.keychain.name());
        // First, so that a crash after the keychain's answer is recognised as
        // an interrupted creation and not as a stale item.
        file.save(&self.key_file)?;
        self.store(&key, now)?;
        Ok(created(key, recovery_code))
    }

    /// Puts the key into the keychain and makes sure that it is there.
    fn store(&self, key: &StoreKey, created_at: Timestamp) -> Result<(), VaultError> {
        self.keychain
            .write(&item::encode(key, created_at))
            .map_err(VaultError::Keychain)?;
        match self.ask_keychain().0 {
            ItemState::Key { id } if id == KeyId::of(key) => Ok(()),
            trouble @ (ItemState::Several
            | ItemState::Locked
            | ItemState::Refused
            | ItemState::Unavailable { .. }) => Err(keychain_error(trouble)),
            ItemState::Key { .. }
            | ItemState::NoItem
            | ItemState::WrongLength
            | ItemState::Unreadable
            | ItemState::Newer => Err(VaultError::NotKept),
        }
    }

    /// Wraps the key under a new recovery code and saves the key file.
    fn reissue(
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
    fn wrap_by_passphrase(
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
    fn keep_old_file(&self, file: &Loaded, now: Timestamp) -> Result<(), VaultError> {
        let precious = match file {
            Loaded::Readable(file) => file.state == State::Complete,
            Loaded::Unreadable | Loaded::Newer => true,
            Loaded::Absent => false,
        };
        if precious {
            let kept = key_file::set_aside(&self.key_file, now)?;
            tracing::info!(kept = %kept.display(), "The former key file was set aside");
        }
        Ok(())
    }

    fn new_file_for_open_database(
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

    fn file_of(&self, key: &StoreKey) -> Result<Box<KeyFile>, VaultError> {
        match self.load()? {
            Loaded::Readable(file) if file.key_id == KeyId::of(key) => Ok(file),
            Loaded::Readable(_) => Err(VaultError::OtherKey),
            Loaded::Absent | Loaded::Unreadable | Loaded::Newer => Err(VaultError::NotNow),
        }
    }

    fn question_about(&self, error: &VaultError) -> Question {
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

impl Seen {
    fn decide(&self) -> Verdict {
        decision::decide(self.database, self.file.state(), self.item)
    }

    fn offers(&self, step: Step) -> bool {
        matches!(self.decide(), Verdict::Ask(_, steps) if steps.contains(&step))
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

fn new_key(now: Timestamp) -> Result<(StoreKey, Secret<String>, KeyFile), VaultError> {
    let key = seal::random_secret().map_err(VaultError::Crypto)?;
    let code = seal::random_secret().map_err(VaultError::Crypto)?;
    let wrap = RecoveryWrap::seal(&key, &code, now).map_err(VaultError::Crypto)?;
    let file = KeyFile::new(KeyId::of(&key), now, State::Creating, wrap);
    Ok((key, recovery_code::render(&code), file))
}

fn require_length(passphrase: &Secret<String>) -> Result<(), VaultError> {
    if passphrase.expose().chars().count() < MIN_PASSPHRASE_CHARS {
        return Err(VaultError::PassphraseTooShort {
            min: MIN_PASSPHRASE_CHARS,
        });
    }
    Ok(())
}

fn kept_in(file: &Loaded) -> Option<String> {
    match file {
        Loaded::Readable(file) => file.kept_in.clone(),
        Loaded::Absent | Loaded::Unreadable | Loaded::Newer => None,
    }
}

/// The error of a state in which the keychain cannot be used.
const fn keychain_error(item: ItemState) -> VaultError {
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
fn chain(error: &VaultError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
