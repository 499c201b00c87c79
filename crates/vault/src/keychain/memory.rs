//! A keychain in memory, for tests and for the demo, which must leave no trace
//! in the system's keychain.

use crate::keychain::{Absence, Keychain, KeychainAnswer, KeychainTrouble};
use frontdesk_domain::secret::Secret;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Holds one item until it is dropped, and can be put into every state that a
/// real keychain can be in.
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    item: Option<Secret<Vec<u8>>>,
    trouble: Option<KeychainTrouble>,
    keeps_nothing: bool,
    writes: usize,
}

impl MemoryKeychain {
    /// An open keychain without an item.
    pub fn empty() -> Self {
        Self::default()
    }

    /// An open keychain that holds `bytes`.
    pub fn holding(bytes: &[u8]) -> Self {
        let keychain = Self::empty();
        keychain.put(bytes);
        keychain
    }

    /// A keychain that is not there at all.
    pub fn missing() -> Self {
        let keychain = Self::empty();
        keychain.fail(KeychainTrouble::Unavailable {
            reason: Absence::NoService,
        });
        keychain
    }

    /// From now on every call answers with `trouble`; the item stays.
    pub fn fail(&self, trouble: KeychainTrouble) {
        self.inner().trouble = Some(trouble);
    }

    /// Ends what [`MemoryKeychain::fail`] and [`MemoryKeychain::forget_writes`]
    /// began.
    pub fn recover(&self) {
        let mut inner = self.inner();
        inner.trouble = None;
        inner.keeps_nothing = false;
    }

    /// From now on writes are confirmed and thrown away.
    pub fn forget_writes(&self) {
        self.inner().keeps_nothing = true;
    }

    /// Puts `bytes` in, as another program would.
    pub fn put(&self, bytes: &[u8]) {
        self.inner().item = Some(Secret::new(bytes.to_vec()));
    }

    /// Takes the item away, as another program would.
    pub fn clear(&self) {
        self.inner().item = None;
    }

    /// The bytes held now.
    pub fn contents(&self) -> Option<Vec<u8>> {
        self.inner().item.as_ref().map(|item| item.expose().clone())
    }

    /// How often an item was written or removed through the trait.
    pub fn writes(&self) -> usize {
        self.inner().writes
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // No invariant spans two fields, so a panic elsewhere spoils nothing.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keychain for MemoryKeychain {
    fn read(&self) -> KeychainAnswer {
        let inner = self.inner();
        match inner.trouble {
            Some(KeychainTrouble::Locked) => return KeychainAnswer::Locked,
            Some(KeychainTrouble::Refused) => return KeychainAnswer::Refused,
            Some(KeychainTrouble::Several) => return KeychainAnswer::Several,
            Some(KeychainTrouble::Unavailable { reason }) => {
                return KeychainAnswer::Unavailable { reason };
            }
            None => {}
        }
        match &inner.item {
            Some(item) => KeychainAnswer::Found(Secret::new(item.expose().clone())),
            None => KeychainAnswer::NoItem,
        }
    }

    fn write(&self, item: &Secret<Vec<u8>>) -> Result<(), KeychainTrouble> {
        let mut inner = self.inner();
        if let Some(trouble) = inner.trouble {
            return Err(trouble);
        }
        inner.writes = inner.writes.saturating_add(1);
        if !inner.keeps_nothing {
            inner.item = Some(Secret::new(item.expose().clone()));
        }
        Ok(())
    }

    fn delete(&self) -> Result<(), KeychainTrouble> {
        let mut inner = self.inner();
        if let Some(trouble) = inner.trouble {
            return Err(trouble);
        }
        inner.writes = inner.writes.saturating_add(1);
        inner.item = None;
        Ok(())
    }

    fn name(&self) -> String {
        "Memory of this process".to_owned()
    }
}
