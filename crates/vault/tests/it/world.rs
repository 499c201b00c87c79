//! One profile, one keychain in memory, and as many starts as a test wants.

use crate::profile::Profile;
use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use frontdesk_vault::{Created, Keychain, MemoryKeychain, Opened, Question, Unlock, Vault};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

pub(crate) const NOW: Timestamp = Timestamp(1_790_000_000_000);
pub(crate) const PASSPHRASE: &str = "four fictional words here";

/// One profile, one keychain, and as many starts as a test wants.
pub(crate) struct World {
    pub(crate) profile: Profile,
    pub(crate) keychain: Arc<MemoryKeychain>,
}

impl World {
    pub(crate) fn new(keychain: MemoryKeychain) -> Self {
        Self {
            profile: Profile::new(),
            keychain: Arc::new(keychain),
        }
    }

    /// A world in which a first start went well.
    pub(crate) fn lived_in() -> (Self, Created) {
        let world = Self::new(MemoryKeychain::empty());
        let created = world.create();
        world.finish(&created);
        (world, created)
    }

    pub(crate) fn vault(&self) -> Vault {
        let keychain: Arc<dyn Keychain> = self.keychain.clone();
        Vault::new(self.profile.folder(), &self.profile.database(), keychain)
    }

    pub(crate) fn create(&self) -> Created {
        match self.vault().unlock(NOW) {
            Unlock::Create(created) => created,
            other @ (Unlock::Open(_) | Unlock::Ask(_)) => {
                panic!("a key should be made, not {other:?}")
            }
        }
    }

    pub(crate) fn open(&self) -> Opened {
        match self.vault().unlock(NOW) {
            Unlock::Open(opened) => opened,
            other @ (Unlock::Create(_) | Unlock::Ask(_)) => {
                panic!("the key should be found, not {other:?}")
            }
        }
    }

    pub(crate) fn ask(&self) -> Question {
        let before = (self.profile.hash(), self.keychain.contents());
        match self.vault().unlock(NOW) {
            Unlock::Ask(question) => {
                let after = (self.profile.hash(), self.keychain.contents());
                assert_eq!(after, before, "asking changes nothing: {question:?}");
                question
            }
            other @ (Unlock::Open(_) | Unlock::Create(_)) => {
                panic!("a person should be asked, not {other:?}")
            }
        }
    }

    pub(crate) fn finish(&self, created: &Created) {
        self.profile.put_database();
        self.vault()
            .database_created(created.key_id)
            .expect("the key file can be written");
    }
}

impl World {
    pub(crate) fn key_files_set_aside(&self) -> Vec<PathBuf> {
        fs::read_dir(self.profile.folder())
            .expect("the profile is readable")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.to_string_lossy().contains(".old-"))
            .collect()
    }
}

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(crate) fn same(one: &StoreKey, other: &StoreKey) -> bool {
    one.expose() == other.expose()
}

pub(crate) fn text(value: &str) -> Secret<String> {
    Secret::new(value.to_owned())
}
