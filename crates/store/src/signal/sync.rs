//! App state: its keys, the version of each collection, the codes of mutations.

use super::{Signal, SignalMut};
use crate::error::StoreError;

impl Signal<'_, '_> {
    /// A key of the app state.
    pub fn sync_key(&self, key_id: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading an app state key",
            "SELECT key FROM protocol_sync_keys WHERE account_id = ?1 AND key_id = ?2",
            (self.account.0, key_id),
            |row| row.get(0),
        )
    }

    /// The id of the newest key, newest being the highest id, among those that
    /// `is_usable`.
    pub fn newest_sync_key_id(
        &self,
        is_usable: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        // A handful of rows: one comes every month or so.
        let keys: Vec<(Vec<u8>, Vec<u8>)> = self.all(
            "Reading the newest app state key",
            "SELECT key_id, key FROM protocol_sync_keys WHERE account_id = ?1 ORDER BY key_id DESC",
            [self.account.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(keys
            .into_iter()
            .find(|(_, key)| is_usable(key))
            .map(|(id, _)| id))
    }

    /// The state of a collection.
    pub fn sync_version(&self, collection: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading the state of a collection",
            "SELECT state FROM protocol_sync_versions WHERE account_id = ?1 AND collection = ?2",
            (self.account.0, collection),
            |row| row.get(0),
        )
    }

    /// The value code of a mutation.
    pub fn mutation_mac(
        &self,
        collection: &str,
        index_mac: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a mutation's code",
            "SELECT value_mac FROM protocol_mutation_macs WHERE account_id = ?1 AND collection = ?2 AND index_mac = ?3",
            (self.account.0, collection, index_mac),
            |row| row.get(0),
        )
    }
}

impl SignalMut<'_, '_> {
    /// Keeps a key of the app state.
    pub fn put_sync_key(&mut self, key_id: &[u8], key: &[u8]) -> Result<(), StoreError> {
        self.put(
            "Keeping an app state key",
            "INSERT INTO protocol_sync_keys (account_id, key_id, key) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET key = excluded.key",
            (self.account.0, key_id, key),
        )
    }

    /// Keeps the state of a collection.
    pub fn put_sync_version(&mut self, collection: &str, state: &[u8]) -> Result<(), StoreError> {
        self.put(
            "Keeping the state of a collection",
            "INSERT INTO protocol_sync_versions (account_id, collection, state) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET state = excluded.state",
            (self.account.0, collection, state),
        )
    }

    /// Keeps the value code of a mutation.
    pub fn put_mutation_mac(
        &mut self,
        collection: &str,
        index_mac: &[u8],
        value_mac: &[u8],
    ) -> Result<(), StoreError> {
        self.put(
            "Keeping a mutation's code",
            "INSERT INTO protocol_mutation_macs (account_id, collection, index_mac, value_mac) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET value_mac = excluded.value_mac",
            (self.account.0, collection, index_mac, value_mac),
        )
    }

    /// Forgets the code of a mutation.
    pub fn delete_mutation_mac(
        &mut self,
        collection: &str,
        index_mac: &[u8],
    ) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a mutation's code",
            "DELETE FROM protocol_mutation_macs WHERE account_id = ?1 AND collection = ?2 AND index_mac = ?3",
            (self.account.0, collection, index_mac),
        )?;
        Ok(())
    }

    /// Forgets the codes of all mutations of a collection.
    pub fn clear_mutation_macs(&mut self, collection: &str) -> Result<(), StoreError> {
        self.delete(
            "Forgetting a collection's codes",
            "DELETE FROM protocol_mutation_macs WHERE account_id = ?1 AND collection = ?2",
            (self.account.0, collection),
        )?;
        Ok(())
    }
}
