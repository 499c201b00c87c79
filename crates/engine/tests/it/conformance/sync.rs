//! App state: keys, versions, codes of mutations.

use std::collections::HashMap;

use wa_rs::{
    traits::{AppStateSyncKey, Backend},
    wacore::appstate::{hash::HashState, processor::AppStateMutationMAC},
};

fn key(byte: u8) -> AppStateSyncKey {
    AppStateSyncKey {
        key_data: vec![byte; 32],
        fingerprint: vec![byte, 0, 0xFF],
        timestamp: i64::from(byte),
    }
}

fn mac(index: u8, value: u8) -> AppStateMutationMAC {
    AppStateMutationMAC {
        index_mac: vec![index; 32],
        value_mac: vec![value; 32],
    }
}

async fn value(b: &dyn Backend, name: &str, index: u8) -> Option<Vec<u8>> {
    b.get_mutation_mac(name, &[index; 32]).await.unwrap()
}

pub(super) async fn a_key_comes_back_whole(b: &dyn Backend) {
    assert!(b.get_sync_key(b"id").await.unwrap().is_none(), "none yet");
    b.set_sync_key(b"id", key(1)).await.unwrap();
    b.set_sync_key(b"id", key(200)).await.unwrap();
    let found = b.get_sync_key(b"id").await.unwrap().unwrap();
    assert_eq!(found.key_data, [200; 32]);
    assert_eq!(found.fingerprint, [200, 0, 0xFF]);
    assert_eq!(found.timestamp, 200);
}

pub(super) async fn the_latest_key_is_the_one_with_the_highest_id(b: &dyn Backend) {
    for id in [[0, 0, 0, 2], [0, 0, 1, 0], [0, 0, 0, 9]] {
        b.set_sync_key(&id, key(1)).await.unwrap();
    }
    let latest = b.get_latest_sync_key_id().await.unwrap().unwrap();
    assert_eq!(latest, [0, 0, 1, 0], "not the one that came last");
}

pub(super) async fn without_a_key_there_is_no_latest(b: &dyn Backend) {
    assert_eq!(b.get_latest_sync_key_id().await.unwrap(), None);
}

pub(super) async fn an_unknown_collection_has_the_default_version(b: &dyn Backend) {
    let state = b.get_version("regular").await.unwrap();
    assert_eq!(state.version, 0);
    assert_eq!(state.hash, [0; 128]);
    assert!(state.index_value_map.is_empty());
    assert!(!state.mac_mismatch_fatal);
}

pub(super) async fn a_version_comes_back_with_all_its_fields(b: &dyn Backend) {
    let mut hash = [0; 128];
    hash[0] = 255;
    hash[127] = 1;
    let state = HashState {
        version: u64::MAX,
        hash,
        index_value_map: HashMap::from([("index".to_owned(), vec![0, 255])]),
        mac_mismatch_fatal: true,
    };
    b.set_version("regular", state).await.unwrap();
    let found = b.get_version("regular").await.unwrap();
    assert_eq!(found.version, u64::MAX);
    assert_eq!(found.hash, hash);
    assert_eq!(found.index_value_map["index"], [0, 255]);
    assert!(found.mac_mismatch_fatal, "the latch that stops comparing");
    let other = b.get_version("regular_low").await.unwrap();
    assert_eq!(other.version, 0, "another collection");
}

pub(super) async fn mutation_codes_come_back_byte_for_byte(b: &dyn Backend) {
    assert_eq!(value(b, "regular", 1).await, None, "none yet");
    b.put_mutation_macs("regular", 1, &[mac(1, 10), mac(2, 20)])
        .await
        .unwrap();
    b.put_mutation_macs("regular", 2, &[mac(1, 0xFF)])
        .await
        .unwrap();
    assert_eq!(
        value(b, "regular", 1).await.unwrap(),
        [0xFF; 32],
        "replaced"
    );
    assert_eq!(value(b, "regular", 2).await.unwrap(), [20; 32], "kept");
}

pub(super) async fn many_codes_come_back_as_if_asked_one_by_one(b: &dyn Backend) {
    let macs: Vec<_> = (0..200).map(|n| mac(n, 255 - n)).collect();
    b.put_mutation_macs("regular", 1, &macs).await.unwrap();
    let asked: Vec<[u8; 32]> = (100..=255).map(|n| [n; 32]).collect();
    let found = b.get_mutation_macs("regular", &asked).await.unwrap();
    assert_eq!(found.len(), 100, "those that exist");
    for (index, code) in &found {
        assert_eq!(value(b, "regular", index[0]).await.as_ref(), Some(code));
    }
    let none = b.get_mutation_macs("regular", &[]).await.unwrap();
    assert!(none.is_empty(), "nothing asked");
}

pub(super) async fn a_code_belongs_to_its_collection(b: &dyn Backend) {
    b.put_mutation_macs("regular", 1, &[mac(1, 10)])
        .await
        .unwrap();
    assert_eq!(value(b, "regular_low", 1).await, None);
    let found = b
        .get_mutation_macs("regular_low", &[[1; 32]])
        .await
        .unwrap();
    assert!(found.is_empty(), "nor in a batch");
}

pub(super) async fn deleting_codes_deletes_the_named_ones(b: &dyn Backend) {
    b.put_mutation_macs("regular", 1, &[mac(1, 10), mac(2, 20), mac(3, 30)])
        .await
        .unwrap();
    b.put_mutation_macs("critical", 1, &[mac(1, 11)])
        .await
        .unwrap();
    b.delete_mutation_macs("regular", &[vec![1; 32], vec![3; 32], vec![9; 32]])
        .await
        .unwrap();
    b.delete_mutation_macs("regular", &[]).await.unwrap();
    assert_eq!(value(b, "regular", 1).await, None);
    assert_eq!(value(b, "regular", 2).await.unwrap(), [20; 32]);
    assert_eq!(value(b, "regular", 3).await, None);
    assert_eq!(value(b, "critical", 1).await.unwrap(), [11; 32]);
}

pub(super) async fn clearing_codes_clears_the_named_collection(b: &dyn Backend) {
    b.put_mutation_macs("regular", 1, &[mac(1, 10)])
        .await
        .unwrap();
    b.put_mutation_macs("critical", 1, &[mac(1, 11)])
        .await
        .unwrap();
    b.clear_mutation_macs("regular").await.unwrap();
    assert_eq!(value(b, "regular", 1).await, None);
    assert_eq!(value(b, "critical", 1).await.unwrap(), [11; 32]);
}

pub(super) async fn a_patch_leaves_what_its_three_calls_say(b: &dyn Backend) {
    b.put_mutation_macs("regular", 1, &[mac(1, 1), mac(2, 2)])
        .await
        .unwrap();
    let state = HashState {
        version: 2,
        ..HashState::default()
    };
    b.set_version("regular", state).await.unwrap();
    b.delete_mutation_macs("regular", &[vec![1; 32]])
        .await
        .unwrap();
    b.put_mutation_macs("regular", 2, &[mac(3, 3)])
        .await
        .unwrap();
    assert_eq!(b.get_version("regular").await.unwrap().version, 2);
    let asked = [[1; 32], [2; 32], [3; 32]];
    let found = b.get_mutation_macs("regular", &asked).await.unwrap();
    assert_eq!(found.len(), 2, "the second and the third");
}

pub(super) async fn a_snapshot_leaves_what_its_three_calls_say(b: &dyn Backend) {
    b.put_mutation_macs("regular", 1, &[mac(1, 1)])
        .await
        .unwrap();
    b.clear_mutation_macs("regular").await.unwrap();
    b.put_mutation_macs("regular", 9, &[mac(2, 2)])
        .await
        .unwrap();
    let state = HashState {
        version: 9,
        ..HashState::default()
    };
    b.set_version("regular", state).await.unwrap();
    assert_eq!(value(b, "regular", 1).await, None, "of before");
    assert_eq!(value(b, "regular", 2).await.unwrap(), [2; 32]);
    assert_eq!(b.get_version("regular").await.unwrap().version, 9);
}
