//! App state: keys and collection states as JSON, mutation codes byte for byte.
//!
//! What cannot be read any more is treated as absent: the engine then asks for
//! the key again, or syncs the collection from its beginning.

use std::collections::HashMap;

use wa_rs::{
    async_trait,
    traits::{AppStateSyncKey, AppSyncStore},
    wacore::{
        appstate::{hash::HashState, processor::AppStateMutationMAC},
        store::error::Result,
    },
};

use super::{
    SqlBackend,
    error::{from_json, from_json_or_absent, to_json},
};

#[async_trait]
impl AppSyncStore for SqlBackend {
    async fn get_sync_key(&self, key_id: &[u8]) -> Result<Option<AppStateSyncKey>> {
        let key_id = key_id.to_vec();
        let json = self.read(move |signal| signal.sync_key(&key_id)).await?;
        Ok(from_json_or_absent("app state key", json))
    }

    async fn set_sync_key(&self, key_id: &[u8], key: AppStateSyncKey) -> Result<()> {
        let key_id = key_id.to_vec();
        let json = to_json(&key)?;
        self.write(move |signal| signal.put_sync_key(&key_id, &json))
            .await
    }

    async fn get_version(&self, name: &str) -> Result<HashState> {
        let name = name.to_owned();
        let json = self.read(move |signal| signal.sync_version(&name)).await?;
        let state = from_json_or_absent("state of a collection", json);
        Ok(state.unwrap_or_default())
    }

    async fn set_version(&self, name: &str, state: HashState) -> Result<()> {
        let name = name.to_owned();
        let json = to_json(&state)?;
        self.write(move |signal| signal.put_sync_version(&name, &json))
            .await
    }

    // The version is not kept: nothing is ever asked by it, and a snapshot
    // replaces all codes of its collection.
    async fn put_mutation_macs(
        &self,
        name: &str,
        _version: u64,
        mutations: &[AppStateMutationMAC],
    ) -> Result<()> {
        if mutations.is_empty() {
            return Ok(());
        }
        let (name, mutations) = (name.to_owned(), mutations.to_vec());
        self.write(move |signal| {
            mutations.iter().try_for_each(|mutation| {
                signal.put_mutation_mac(&name, &mutation.index_mac, &mutation.value_mac)
            })
        })
        .await
    }

    async fn get_mutation_mac(&self, name: &str, index_mac: &[u8]) -> Result<Option<Vec<u8>>> {
        let (name, index_mac) = (name.to_owned(), index_mac.to_vec());
        self.read(move |signal| signal.mutation_mac(&name, &index_mac))
            .await
    }

    async fn get_mutation_macs(
        &self,
        name: &str,
        index_macs: &[[u8; 32]],
    ) -> Result<HashMap<[u8; 32], Vec<u8>>> {
        let (name, index_macs) = (name.to_owned(), index_macs.to_vec());
        self.read(move |signal| {
            let mut found = HashMap::with_capacity(index_macs.len());
            for index_mac in index_macs {
                if let Some(value_mac) = signal.mutation_mac(&name, &index_mac)? {
                    found.insert(index_mac, value_mac);
                }
            }
            Ok(found)
        })
        .await
    }

    async fn delete_mutation_macs(&self, name: &str, index_macs: &[Vec<u8>]) -> Result<()> {
        if index_macs.is_empty() {
            return Ok(());
        }
        let (name, index_macs) = (name.to_owned(), index_macs.to_vec());
        self.write(move |signal| {
            index_macs
                .iter()
                .try_for_each(|index_mac| signal.delete_mutation_mac(&name, index_mac))
        })
        .await
    }

    async fn clear_mutation_macs(&self, name: &str) -> Result<()> {
        let name = name.to_owned();
        self.write(move |signal| signal.clear_mutation_macs(&name))
            .await
    }

    async fn get_latest_sync_key_id(&self) -> Result<Option<Vec<u8>>> {
        self.read(|signal| {
            signal.newest_sync_key_id(|json| from_json::<AppStateSyncKey>(json).is_ok())
        })
        .await
    }
}
