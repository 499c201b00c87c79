//! The phone's side of the synchronised settings: keys, MACs, plaintext.

use crate::{
    dice::Dice,
    wire::proto::{some, wa},
};
use std::collections::BTreeMap;
use wa::syncd_mutation::SyncdOperation;
use wa_rs::wacore::appstate::{
    decode::decode_record,
    encode::encode_record,
    hash::{HashState, generate_patch_mac},
    keys::{ExpandedAppStateKeys, expand_app_state_keys},
};

/// A setting: what it is about, and its value.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) collection: &'static str,
    /// The action's own format version.
    pub(crate) version: i32,
    /// What it is about, such as `["pin_v1", "15550002222@s.whatsapp.net"]`.
    pub(crate) index: Vec<String>,
    pub(crate) value: wa::SyncActionValue,
}

#[derive(Clone, Debug, Default)]
struct Collection {
    hash: HashState,
    macs: BTreeMap<Vec<u8>, Vec<u8>>,
    values: BTreeMap<String, wa::SyncActionValue>,
}

/// What the phone knows of its account's settings.
#[derive(Clone, Debug)]
pub(crate) struct Notebook {
    key_id: [u8; 6],
    key: [u8; 32],
    keys: ExpandedAppStateKeys,
    collections: BTreeMap<String, Collection>,
}

impl Notebook {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        let key = dice.bytes();
        let [_, _, tail @ ..] = dice.bytes::<6>();
        let [a, b, c, d] = tail;
        Self {
            key_id: [0, 0, a, b, c, d],
            keys: expand_app_state_keys(&key),
            key,
            collections: BTreeMap::new(),
        }
    }

    pub(crate) fn key_id(&self) -> &[u8; 6] {
        &self.key_id
    }

    pub(crate) fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// The values of a collection by their index, as JSON text.
    pub(crate) fn values(&self, collection: &str) -> BTreeMap<String, wa::SyncActionValue> {
        self.collections
            .get(collection)
            .map(|collection| collection.values.clone())
            .unwrap_or_default()
    }

    /// Writes a setting down and returns the patch that tells the server.
    pub(crate) fn write(&mut self, setting: &Setting, dice: &mut Dice) -> wa::SyncdPatch {
        let index = serde_json::json!(setting.index).to_string();
        let (mutation, value_mac) = encode_record(
            SyncdOperation::SET,
            index.as_bytes(),
            &setting.value,
            &self.keys,
            &self.key_id,
            &dice.bytes::<16>(),
            setting.version,
        );
        let index_mac = mutation.record.index.blob.clone().unwrap_or_default();
        let collection = self
            .collections
            .entry(setting.collection.to_owned())
            .or_default();
        // Only an operation that this crate did not write could fail here.
        let _ = advance(
            &mut collection.hash,
            &collection.macs,
            std::slice::from_ref(&mutation),
        );
        collection.macs.insert(index_mac, value_mac.to_vec());
        collection.values.insert(index, setting.value.clone());
        let version = collection.hash.version;
        let mut patch = wa::SyncdPatch {
            version: some(wa::SyncdVersion {
                version: Some(version),
            }),
            mutations: vec![mutation],
            snapshot_mac: Some(
                collection
                    .hash
                    .generate_snapshot_mac(setting.collection, &self.keys.snapshot_mac),
            ),
            key_id: some(wa::KeyId {
                id: Some(self.key_id.to_vec()),
            }),
            device_index: Some(0),
            ..Default::default()
        };
        patch.patch_mac = Some(generate_patch_mac(
            &patch,
            setting.collection,
            &self.keys.patch_mac,
            version,
        ));
        patch
    }

    /// Takes a linked device's patch for that version, after checking every
    /// MAC in it. Returns what it was about.
    pub(crate) fn take(
        &mut self,
        name: &str,
        version: u64,
        patch: &wa::SyncdPatch,
    ) -> Result<Vec<String>, String> {
        let collection = self.collections.entry(name.to_owned()).or_default();
        if collection.hash.version + 1 != version {
            return Err("the phone knows another version".to_owned());
        }
        let key_id = patch.key_id.id.clone().unwrap_or_default();
        if key_id != self.key_id {
            return Err("sealed under a key that the phone did not share".to_owned());
        }
        let mut hash = collection.hash.clone();
        advance(&mut hash, &collection.macs, &patch.mutations)?;
        let snapshot_mac = hash.generate_snapshot_mac(name, &self.keys.snapshot_mac);
        if patch.snapshot_mac.as_ref() != Some(&snapshot_mac) {
            return Err("the snapshot MAC is wrong".to_owned());
        }
        let patch_mac = generate_patch_mac(patch, name, &self.keys.patch_mac, version);
        if patch.patch_mac.as_ref() != Some(&patch_mac) {
            return Err("the patch MAC is wrong".to_owned());
        }
        let mut decoded = Vec::new();
        for mutation in &patch.mutations {
            let operation = operation_of(mutation);
            let record = mutation
                .record
                .as_option()
                .ok_or_else(|| "a change holds no record".to_owned())?;
            let (change, macs) = decode_record(operation, record, &self.keys, &key_id, true)
                .map_err(|failed| format!("a record's MAC is wrong: {failed}"))?;
            decoded.push((operation, change, macs));
        }
        collection.hash = hash;
        let mut about = Vec::new();
        for (operation, change, macs) in decoded {
            let index = serde_json::json!(change.index).to_string();
            if operation == SyncdOperation::REMOVE {
                collection.macs.remove(&macs.index_mac);
                collection.values.remove(&index);
            } else {
                collection.macs.insert(macs.index_mac, macs.value_mac);
                collection
                    .values
                    .insert(index.clone(), change.action_value.unwrap_or_default());
            }
            about.push(index);
        }
        Ok(about)
    }

    /// The MAC of a snapshot of a collection as it is now.
    pub(crate) fn snapshot_mac(&self, name: &str) -> Option<Vec<u8>> {
        let collection = self.collections.get(name)?;
        Some(
            collection
                .hash
                .generate_snapshot_mac(name, &self.keys.snapshot_mac),
        )
    }
}

fn advance(
    hash: &mut HashState,
    macs: &BTreeMap<Vec<u8>, Vec<u8>>,
    mutations: &[wa::SyncdMutation],
) -> Result<(), String> {
    let before = |index: &[u8], place: usize| {
        let earlier = mutations
            .get(..place)
            .unwrap_or_default()
            .iter()
            .rev()
            .find(|mutation| mutation.record.index.blob.as_deref() == Some(index))
            .and_then(|mutation| {
                let blob = mutation.record.value.blob.as_ref()?;
                Some(blob.get(blob.len().checked_sub(32)?..)?.to_vec())
            });
        Ok(earlier.or_else(|| macs.get(index).cloned()))
    };
    let (_, outcome) = hash.update_hash(mutations, before);
    outcome.map_err(|failed| failed.to_string())?;
    hash.version += 1;
    Ok(())
}

fn operation_of(mutation: &wa::SyncdMutation) -> SyncdOperation {
    let removed = mutation
        .operation
        .is_some_and(|operation| operation == SyncdOperation::REMOVE);
    if removed {
        SyncdOperation::REMOVE
    } else {
        SyncdOperation::SET
    }
}
