//! From the start of the program to the open inbox.
//!
//! Fetch the key, open the store, ask for what a person must decide. Every step
//! that fails becomes a stage that the window shows; nothing is tried twice
//! without being asked.

use std::sync::Arc;

use frontdesk_domain::secret::{Secret, StoreKey};
use frontdesk_store::{Store, StoreError, WriteTx};
use frontdesk_vault::{
    Absence, ItemState, KeyFileState, KeyId, Question, Step, Trouble, Unlock, Vault, VaultError,
};

use crate::{
    error::CommandError,
    frontdesk::Frontdesk,
    live::Open,
    sessions::take_stock,
    settings,
    view::{
        feed::Fact,
        stage::{KeyStep, KeyTrouble, Stage, StoreTrouble},
        system::{KeyCare, Protection},
    },
};

/// A key and what is known about it.
struct Found {
    key: StoreKey,
    id: KeyId,
    /// The database does not exist yet.
    create: bool,
    /// The keychain handed it out, so it will at the next start.
    from_keychain: bool,
    /// Nobody can have seen its recovery code.
    code_unseen: bool,
}

impl Frontdesk {
    /// Fetches the key and opens the store, or says what is in the way.
    pub(crate) async fn open(&self) {
        let _opening = self.opening.lock().await;
        if self.live.store().is_some() {
            return;
        }
        self.enter(Stage::Opening);
        let now = self.now();
        match self.vault_call(move |vault| Ok(vault.unlock(now))).await {
            Ok(unlock) => self.proceed(unlock, true).await,
            Err(_) => self.enter(Stage::StoreTrouble {
                trouble: StoreTrouble::Unreadable,
            }),
        }
    }

    /// Tries again to fetch the key and open the store.
    ///
    /// # Errors
    /// `NotNow` once the store is open.
    pub async fn retry_start(&self) -> Result<(), CommandError> {
        self.must_be_shut()?;
        self.open().await;
        Ok(())
    }

    /// Opens the store with the recovery code.
    ///
    /// # Errors
    /// `MistypedCode`, `WrongSecret`, or `NotNow`.
    pub async fn enter_recovery_code(&self, code: Secret<String>) -> Result<(), CommandError> {
        self.unlock_by(move |vault, _| Ok(Unlock::Open(vault.enter_recovery_code(&code)?)))
            .await
    }

    /// Opens the store with its passphrase.
    ///
    /// # Errors
    /// `WrongSecret` or `NotNow`.
    pub async fn enter_passphrase(&self, passphrase: Secret<String>) -> Result<(), CommandError> {
        self.unlock_by(move |vault, now| vault.enter_passphrase(&passphrase, now))
            .await
    }

    /// Creates the store under a passphrase.
    ///
    /// # Errors
    /// `WeakPassphrase` or `NotNow`.
    pub async fn choose_passphrase(&self, passphrase: Secret<String>) -> Result<(), CommandError> {
        self.unlock_by(move |vault, now| {
            Ok(Unlock::Create(vault.choose_passphrase(&passphrase, now)?))
        })
        .await
    }

    /// Tries the key in the keychain although the key file is gone.
    ///
    /// # Errors
    /// `NotNow` in every other state.
    pub async fn open_with_keychain(&self) -> Result<(), CommandError> {
        self.unlock_by(|vault, _| Ok(Unlock::Open(vault.open_with_keychain()?)))
            .await
    }

    /// Creates a new store where the old one is gone.
    ///
    /// # Errors
    /// `NotNow` while there is a database.
    pub async fn start_fresh(&self) -> Result<(), CommandError> {
        self.unlock_by(|vault, now| Ok(Unlock::Create(vault.start_fresh(now)?)))
            .await
    }

    /// A way to the key that a person chose.
    async fn unlock_by(
        &self,
        way: impl FnOnce(&Vault, frontdesk_domain::time::Timestamp) -> Result<Unlock, VaultError>
        + Send
        + 'static,
    ) -> Result<(), CommandError> {
        self.must_be_shut()?;
        let _opening = self.opening.lock().await;
        self.must_be_shut()?;
        let now = self.now();
        let unlock = self.vault_call(move |vault| way(vault, now)).await?;
        self.proceed(unlock, false).await;
        Ok(())
    }

    fn must_be_shut(&self) -> Result<(), CommandError> {
        if self.live.store().is_some() {
            Err(CommandError::NotNow)
        } else {
            Ok(())
        }
    }

    async fn proceed(&self, unlock: Unlock, from_keychain: bool) {
        let found = match unlock {
            Unlock::Open(opened) => Found {
                key: opened.key,
                id: opened.key_id,
                create: false,
                from_keychain,
                code_unseen: opened.recovery_code_unseen,
            },
            // The code that was just made is shown by making another one when
            // the person is there to write it down.
            Unlock::Create(created) => Found {
                key: created.key,
                id: created.key_id,
                create: true,
                from_keychain,
                code_unseen: true,
            },
            Unlock::Ask(question) => return self.enter(key_trouble(question)),
        };
        if let Err(error) = self.open_store(found).await {
            tracing::error!(error = %error, "The store could not be opened");
            self.enter(Stage::StoreTrouble {
                trouble: store_trouble(&error),
            });
        }
    }

    async fn open_store(&self, found: Found) -> Result<(), StoreError> {
        let Found {
            key,
            id,
            create,
            from_keychain,
            code_unseen,
        } = found;
        let now = self.now();
        let (place, live, feed) = (self.place.clone(), self.live.clone(), self.feed.clone());
        let opened = tokio::task::spawn_blocking(move || {
            let store = if create {
                Store::create(&place, &key, now)?
            } else {
                Store::open(&place, &key, now, &mut |progress| {
                    let stage = Stage::Migrating {
                        done: progress.done,
                        total: progress.total,
                    };
                    live.set_stage(stage.clone());
                    feed.notice(Fact::Stage { stage });
                })?
            };
            Ok::<_, StoreError>((store, key))
        });
        let (store, key) = opened.await.map_err(|_| StoreError::Panicked {
            doing: "Opening the store",
        })??;

        frontdesk_failpoint::failpoint!("app.open.opened");
        let marked = self
            .vault_call(move |vault| vault.database_created(id))
            .await;
        if let Err(error) = marked {
            tracing::warn!(%error, "The key file was not marked as complete");
        }
        let care = self.key_care(from_keychain).await;
        let reading = store.clone();
        let has_engine = self.sessions.has_engine();
        let (known, stock) = tokio::task::spawn_blocking(move || {
            let stock = take_stock(&reading, has_engine, now)?;
            Ok::<_, StoreError>((reading.read(settings::read_all)?, stock))
        })
        .await
        .map_err(|_| StoreError::Panicked {
            doing: "Reading what is needed at the start",
        })??;

        frontdesk_failpoint::failpoint!("app.open.read");
        let lost = store.write(settle_history).await?;
        if lost > 0 {
            tracing::warn!(lost, "Stretches of the past never came and are asked for");
        }

        self.host.follow(&known.settings);
        // A throwaway world is not worth a recovery code.
        let stage = if !self.live.demo && (code_unseen || !known.recovery_confirmed) {
            Stage::Welcome
        } else {
            Stage::Ready
        };
        self.feed.follow(&store);
        let heard = self.sessions.listen();
        self.sessions.begin(&store, stock);
        self.post
            .begin(&store, self.sessions.ups(), heard, self.sessions.network());
        frontdesk_failpoint::failpoint!("app.open.begun");
        self.live.opened(
            Open {
                store,
                key: Arc::new(key),
                care,
            },
            stage,
        );
        self.feed.start_over();
        Ok(())
    }

    /// What will open the store at the next start.
    pub(crate) async fn key_care(&self, from_keychain: bool) -> KeyCare {
        let asked = self.keychain.clone();
        let keychain = tokio::task::spawn_blocking(move || asked.name())
            .await
            .unwrap_or_default();
        let protection = if from_keychain {
            Protection::Keychain
        } else {
            match self.vault_call(|vault| vault.diagnose()).await {
                Ok(seen) => protection(seen.key_file, seen.item),
                Err(_) => Protection::RecoveryCodeOnly,
            }
        };
        KeyCare {
            protection,
            keychain,
        }
    }

    pub(crate) fn enter(&self, stage: Stage) {
        self.live.set_stage(stage.clone());
        self.feed.notice(Fact::Stage { stage });
    }

    /// Asks the vault on a thread that may wait for a prompt.
    pub(crate) async fn vault_call<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let vault = self.vault.clone();
        tokio::task::spawn_blocking(move || f(&vault))
            .await
            .map_err(|_| CommandError::Internal)?
            .map_err(CommandError::from)
    }
}

/// What was announced and never came, before anything new does.
fn settle_history(tx: &mut WriteTx<'_>) -> Result<u32, StoreError> {
    let mut lost = 0_u32;
    for account in tx.accounts()? {
        lost = lost.saturating_add(tx.settle_history(account.id)?);
    }
    Ok(lost)
}

fn protection(file: KeyFileState, item: ItemState) -> Protection {
    match (file, item) {
        (KeyFileState::Readable { id, .. }, ItemState::Key { id: held }) if id == held => {
            Protection::Keychain
        }
        (
            KeyFileState::Readable {
                passphrase: true, ..
            },
            _,
        ) => Protection::Passphrase,
        (
            KeyFileState::Absent
            | KeyFileState::Unreadable
            | KeyFileState::Newer
            | KeyFileState::Readable { .. },
            _,
        ) => Protection::RecoveryCodeOnly,
    }
}

fn key_trouble(question: Question) -> Stage {
    let trouble = match question.trouble {
        Trouble::Locked => KeyTrouble::Locked,
        Trouble::Refused => KeyTrouble::Refused,
        Trouble::NoKeychain {
            reason: Absence::Died | Absence::Silent,
        } => KeyTrouble::KeychainDied,
        Trouble::NoKeychain { .. } => KeyTrouble::NoKeychain,
        Trouble::PassphraseNeeded => KeyTrouble::PassphraseNeeded,
        Trouble::KeyMissing => KeyTrouble::KeyMissing,
        Trouble::StaleItem => KeyTrouble::StaleKey,
        Trouble::DatabaseMissing => KeyTrouble::DatabaseMissing,
        Trouble::WrongLength | Trouble::UnreadableItem => KeyTrouble::DamagedKey,
        Trouble::SeveralItems => KeyTrouble::SeveralKeys,
        Trouble::OtherKey { .. } => KeyTrouble::OtherKey,
        Trouble::UnreadableKeyFile => KeyTrouble::KeyFileUnreadable,
        Trouble::KeyFileMissing => KeyTrouble::KeyFileMissing,
        Trouble::NewerFormat { .. } => KeyTrouble::NewerFormat,
        Trouble::NotKept => KeyTrouble::NotKept,
        Trouble::ProfileFailed => KeyTrouble::FolderUnusable,
    };
    let steps = question
        .steps
        .into_iter()
        .map(|step| match step {
            Step::Unlock => KeyStep::Unlock,
            Step::Retry => KeyStep::Retry,
            Step::RecoveryCode => KeyStep::RecoveryCode,
            Step::EnterPassphrase => KeyStep::Passphrase,
            Step::ChoosePassphrase => KeyStep::ChoosePassphrase,
            Step::OpenWithKeychain => KeyStep::OpenWithKeychain,
            Step::StartFresh => KeyStep::StartFresh,
        })
        .collect();
    Stage::KeyTrouble {
        trouble,
        steps,
        keychain: question.answered_by,
        kept_in: question.kept_in,
    }
}

fn store_trouble(error: &StoreError) -> StoreTrouble {
    match error {
        StoreError::WrongKey { .. } => StoreTrouble::WrongKey,
        StoreError::NotEncrypted { .. } => StoreTrouble::NotEncrypted,
        StoreError::NewerSchema { found, known, .. } => StoreTrouble::Newer {
            found: *found,
            known: *known,
        },
        StoreError::Corrupt { .. } => StoreTrouble::Damaged,
        StoreError::Full { .. } => StoreTrouble::DiskFull,
        StoreError::ReadOnly { .. } => StoreTrouble::ReadOnly,
        StoreError::InUse { .. } => StoreTrouble::InUse,
        StoreError::NoCipher { .. }
        | StoreError::OldEngine { .. }
        | StoreError::Missing { .. }
        | StoreError::AlreadyExists { .. }
        | StoreError::Gone { .. }
        | StoreError::Conflict { .. }
        | StoreError::Io { .. }
        | StoreError::Panicked { .. }
        | StoreError::Closed { .. }
        | StoreError::Defect { .. } => StoreTrouble::Unreadable,
    }
}
