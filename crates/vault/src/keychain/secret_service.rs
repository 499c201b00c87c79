//! The Secret Service on Linux: GNOME Keyring, KDE Wallet, KeePassXC and others.
//!
//! The item itself is read and written by `keyring`'s store. Around it stand two
//! things that the store does not do: unlocking in a way that notices when the
//! keychain's program ends ([`bus`]), and bounded patience with a program that
//! does not answer.

mod bus;

use crate::keychain::{Absence, KeychainTrouble};
use bus::Life;
use frontdesk_domain::secret::Secret;
use keyring_core::{Entry, Error, api::CredentialStoreApi};
use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::Duration,
};
use zbus_secret_service_keyring_store::Store;

/// Shown beside the item by programs that list a keychain's contents.
const LABEL: &str = "Frontdesk: key of the message store";
/// How often a program that lives but does not answer is given more time. Some
/// ask a person before they store an item.
const ROUNDS: u32 = 6;

#[derive(Debug)]
pub(super) struct Backend {
    service: String,
    account: String,
    patience: Duration,
    /// A call that was given up on. While it hangs no other is begun: a write
    /// that lands late must not land on top of a newer one.
    abandoned: Mutex<Option<JoinHandle<()>>>,
}

impl Backend {
    pub(super) fn new(service: &str, account: &str, patience: Duration) -> Self {
        Self {
            service: service.to_owned(),
            account: account.to_owned(),
            patience,
            abandoned: Mutex::new(None),
        }
    }

    pub(super) fn read(&self) -> Result<Option<Secret<Vec<u8>>>, KeychainTrouble> {
        let answer = self.call(|entry| entry.get_secret().map(Secret::new))?;
        none_if_missing(answer)
    }

    pub(super) fn write(&self, item: &Secret<Vec<u8>>) -> Result<(), KeychainTrouble> {
        let item = Secret::new(item.expose().clone());
        self.call(move |entry| entry.set_secret(item.expose()))?
            .map_err(|error| trouble(&error))?;
        Ok(())
    }

    pub(super) fn delete(&self) -> Result<(), KeychainTrouble> {
        let answer = self.call(|entry| entry.delete_credential())?;
        none_if_missing(answer)?;
        Ok(())
    }

    pub(super) fn name(&self) -> String {
        bus::owner_name(self.patience).map_or_else(
            || "Secret Service".to_owned(),
            |owner| format!("Secret Service ({owner})"),
        )
    }

    /// Unlocks what must be open, then lets `work` talk to the store on a
    /// thread of its own, because the store waits for ever.
    fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<Result<T, Error>, KeychainTrouble> {
        let mut abandoned = self.abandoned();
        if let Some(earlier) = abandoned.take_if(|earlier| earlier.is_finished()) {
            // Its answer was thrown away with its channel; only a panic is left.
            if earlier.join().is_err() {
                tracing::warn!("A keychain call that was given up on panicked");
            }
        }
        if abandoned.is_some() {
            return Err(unavailable(Absence::Silent));
        }
        let owner = bus::unlock(&self.attributes(), self.patience)?;

        let (service, account) = (self.service.clone(), self.account.clone());
        let (answer, answered) = mpsc::sync_channel(1);
        let worker = thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                let result = entry(&service, &account).and_then(|entry| work(&entry));
                // Nobody listens any more when the call was given up on.
                drop(answer.send(result));
            })
            .map_err(|error| {
                tracing::warn!(%error, "No thread for a keychain call");
                unavailable(Absence::Failed)
            })?;
        for _ in 0..ROUNDS {
            match answered.recv_timeout(self.patience) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Disconnected) => return Err(unavailable(Absence::Failed)),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // A call to a program that is gone cannot land any more, so its
            // thread need not be remembered.
            match bus::ask_for_life(&owner, self.patience) {
                Life::Answers => {}
                Life::Silent => break,
                Life::Gone => return Err(unavailable(Absence::Died)),
            }
        }
        *abandoned = Some(worker);
        Err(unavailable(Absence::Silent))
    }

    /// What `keyring`'s store searches by.
    fn attributes(&self) -> HashMap<&str, &str> {
        HashMap::from([
            ("service", self.service.as_str()),
            ("username", self.account.as_str()),
        ])
    }

    fn abandoned(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.abandoned
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Connects anew for every call: `keyring`'s shared default store would stay
/// failed for the life of the process once it failed.
fn entry(service: &str, account: &str) -> Result<Entry, Error> {
    let label = HashMap::from([("label", LABEL)]);
    Store::new()?.build(service, account, Some(&label))
}

fn none_if_missing<T>(answer: Result<T, Error>) -> Result<Option<T>, KeychainTrouble> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(trouble(&error)),
    }
}

fn trouble(error: &Error) -> KeychainTrouble {
    tracing::debug!(%error, "The keychain's store failed");
    if matches!(error, Error::Ambiguous(_)) {
        return KeychainTrouble::Several;
    }
    match bus::trouble_behind(error) {
        // It answered a moment ago, when it was asked to unlock.
        Some(KeychainTrouble::Unavailable {
            reason: Absence::NoService | Absence::NoBus,
        }) => unavailable(Absence::Died),
        Some(trouble) => trouble,
        None if matches!(error, Error::NoStorageAccess(_)) => KeychainTrouble::Locked,
        None => unavailable(Absence::Failed),
    }
}

const fn unavailable(reason: Absence) -> KeychainTrouble {
    KeychainTrouble::Unavailable { reason }
}
