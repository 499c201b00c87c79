//! Keychain Services on macOS and the Credential Manager on Windows, through
//! `keyring`. Both answer in this process, so there is no program that could
//! end in mid-call.

use crate::keychain::{Absence, KeychainTrouble};
use frontdesk_domain::secret::Secret;
use keyring::v1::{Entry, Error};
use std::time::Duration;

#[derive(Debug)]
pub(super) struct Backend {
    service: String,
    account: String,
}

impl Backend {
    /// Patience is not needed here; the parameter keeps the backends alike.
    pub(super) fn new(service: &str, account: &str, _patience: Duration) -> Self {
        Self {
            service: service.to_owned(),
            account: account.to_owned(),
        }
    }

    pub(super) fn read(&self) -> Result<Option<Secret<Vec<u8>>>, KeychainTrouble> {
        none_if_missing(self.entry().and_then(|entry| entry.get_secret()))
            .map(|bytes| bytes.map(Secret::new))
    }

    pub(super) fn write(&self, item: &Secret<Vec<u8>>) -> Result<(), KeychainTrouble> {
        self.entry()
            .and_then(|entry| entry.set_secret(item.expose()))
            .map_err(|error| trouble(&error))
    }

    pub(super) fn delete(&self) -> Result<(), KeychainTrouble> {
        none_if_missing(self.entry().and_then(|entry| entry.delete_credential()))?;
        Ok(())
    }

    pub(super) fn name(&self) -> String {
        if cfg!(target_os = "macos") {
            "macOS Keychain".to_owned()
        } else {
            "Windows Credential Manager".to_owned()
        }
    }

    fn entry(&self) -> Result<Entry, Error> {
        Entry::new(&self.service, &self.account)
    }
}

fn none_if_missing<T>(answer: Result<T, Error>) -> Result<Option<T>, KeychainTrouble> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(trouble(&error)),
    }
}

fn trouble(error: &Error) -> KeychainTrouble {
    tracing::debug!(%error, "The keychain failed");
    if matches!(error, Error::Ambiguous(_)) {
        return KeychainTrouble::Several;
    }
    if matches!(error, Error::NoStorageAccess(_)) {
        return KeychainTrouble::Refused;
    }
    KeychainTrouble::Unavailable {
        reason: Absence::Failed,
    }
}
