//! Stored values that cannot be read any more: what can be got again counts as
//! absent, and is replaced by the next one.

use wa_rs::traits::{
    AppStateSyncKey, AppSyncStore as _, DeviceInfo, DeviceListRecord, ProtocolStore as _,
};

use crate::kit::{OURS, Profile};

const DAMAGED: [&[u8]; 4] = [b"", b"\xFF\xFE", b"{}", b"[1, 2"];

fn key(timestamp: i64) -> AppStateSyncKey {
    AppStateSyncKey {
        timestamp,
        ..AppStateSyncKey::default()
    }
}

#[tokio::test]
async fn the_latest_key_is_the_highest_of_those_that_can_be_read() {
    for bytes in DAMAGED {
        let profile = Profile::new();
        let backend = profile.backend(OURS);
        backend.set_sync_key(&[1], key(1)).await.unwrap();
        backend.set_sync_key(&[2], key(2)).await.unwrap();
        profile
            .store
            .write(move |tx| tx.signal_mut(OURS).put_sync_key(&[3], bytes))
            .await
            .unwrap();
        let latest = backend.get_latest_sync_key_id().await.unwrap();
        assert_eq!(latest.unwrap(), [2], "{bytes:?}");
        assert!(backend.get_sync_key(&[3]).await.unwrap().is_none());
        backend.set_sync_key(&[3], key(3)).await.unwrap();
        let latest = backend.get_latest_sync_key_id().await.unwrap();
        assert_eq!(latest.unwrap(), [3], "{bytes:?}: once it is there again");
    }
}

#[tokio::test]
async fn a_collection_that_cannot_be_read_begins_again() {
    for bytes in DAMAGED {
        let profile = Profile::new();
        let backend = profile.backend(OURS);
        profile
            .store
            .write(move |tx| tx.signal_mut(OURS).put_sync_version("regular", bytes))
            .await
            .unwrap();
        let state = backend.get_version("regular").await.unwrap();
        assert_eq!((state.version, state.hash), (0, [0; 128]), "{bytes:?}");
    }
}

#[tokio::test]
async fn a_collection_of_an_engine_without_the_latch_is_healthy() {
    let profile = Profile::new();
    let backend = profile.backend(OURS);
    let hash = vec!["0"; 128].join(",");
    let json = format!(r#"{{"version":7,"hash":[{hash}],"index_value_map":{{}}}}"#);
    profile
        .store
        .write(move |tx| {
            tx.signal_mut(OURS)
                .put_sync_version("regular", json.as_bytes())
        })
        .await
        .unwrap();
    let state = backend.get_version("regular").await.unwrap();
    assert_eq!(state.version, 7);
    assert!(!state.mac_mismatch_fatal);
}

#[tokio::test]
async fn a_device_list_that_cannot_be_read_is_asked_for_again() {
    for bytes in DAMAGED {
        let profile = Profile::new();
        let backend = profile.backend(OURS);
        profile
            .store
            .write(move |tx| tx.signal_mut(OURS).put_device_list("u", bytes))
            .await
            .unwrap();
        assert!(backend.get_devices("u").await.unwrap().is_none());
        let list = DeviceListRecord {
            user: "u".to_owned(),
            devices: vec![DeviceInfo::new(1, None)],
            timestamp: 0,
            phash: None,
            raw_id: None,
        };
        backend.update_device_list(list).await.unwrap();
        assert!(backend.get_devices("u").await.unwrap().is_some());
    }
}

#[tokio::test]
async fn an_uploaded_prekey_is_noted_and_the_others_wait() {
    use wa_rs::traits::SignalStore as _;

    let profile = Profile::new();
    let backend = profile.backend(OURS);
    let keys = [1, 2, 3].map(|id| (id, "key".into()));
    backend.store_prekeys_batch(&keys, false).await.unwrap();
    backend.store_prekey(4, b"key", true).await.unwrap();
    backend.mark_prekeys_uploaded(&[1, 3]).await.unwrap();
    let waiting = profile
        .store
        .read(|tx| tx.signal(OURS).prekeys_not_uploaded())
        .unwrap();
    assert_eq!(waiting, [2]);
}
