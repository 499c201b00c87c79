//! A throwaway profile, backends on it, and a clock that stands still.

use std::{path::Path, sync::Once};

use frontdesk_domain::{
    id::AccountId,
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use frontdesk_engine::backend::SqlBackend;
use frontdesk_store::{Place, Store};
use wa_rs::wacore::time::{TimeProvider, set_time_provider};

/// The engine's time in all tests, in seconds.
pub(crate) const NOW_S: i64 = 1_760_000_000;

pub(crate) const OURS: AccountId = AccountId(1);
pub(crate) const THEIRS: AccountId = AccountId(2);

struct Standing;

impl TimeProvider for Standing {
    fn now_millis(&self) -> i64 {
        NOW_S * 1000
    }
}

pub(crate) fn stop_the_clock() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| set_time_provider(Standing).expect("nobody has asked for the time before"));
}

pub(crate) struct Profile {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
}

impl Profile {
    pub(crate) fn new() -> Self {
        stop_the_clock();
        let folder = tempfile::tempdir().unwrap();
        let store = create(folder.path());
        Self { folder, store }
    }

    pub(crate) fn backend(&self, account: AccountId) -> SqlBackend {
        SqlBackend::new(self.store.clone(), account)
    }

    /// Closes the store and opens it again, as the next start does.
    pub(crate) fn reopen(&mut self) {
        self.store.close().unwrap();
        self.store = open(self.folder.path());
    }

    /// The rows of an account, as text.
    pub(crate) fn rows_of(&self, account: AccountId) -> Vec<String> {
        let needle = format!(" account_id={} ", account.0);
        let dump = self.store.dump().unwrap();
        dump.lines()
            .filter(|line| line.starts_with("protocol_") && line.contains(&needle))
            .map(str::to_owned)
            .collect()
    }
}

pub(crate) fn create(folder: &Path) -> Store {
    Store::create(&Place::in_dir(folder), &key(), Timestamp(NOW_S * 1000)).unwrap()
}

pub(crate) fn open(folder: &Path) -> Store {
    Store::open(
        &Place::in_dir(folder),
        &key(),
        Timestamp(NOW_S * 1000),
        &mut |_| {},
    )
    .unwrap()
}

fn key() -> StoreKey {
    Secret::new([7; 32])
}
