//! LIDs and numbers, device lists, privacy tokens.

use wa_rs::traits::{Backend, DeviceInfo, DeviceListRecord, LidPnMappingEntry, TcTokenEntry};

const JID: &str = "9002@lid";

fn mapping(lid: &str, phone: &str, updated_at: i64) -> LidPnMappingEntry {
    LidPnMappingEntry {
        lid: lid.to_owned(),
        phone_number: phone.to_owned(),
        created_at: 5,
        updated_at,
        learning_source: "usync".to_owned(),
    }
}

fn list(user: &str, device: u32) -> DeviceListRecord {
    DeviceListRecord {
        user: user.to_owned(),
        devices: vec![
            DeviceInfo::new(0, None),
            DeviceInfo::new(device, Some(3)).with_hosting(true),
        ],
        timestamp: -1,
        phash: Some("2:abc".to_owned()),
        raw_id: Some(u32::MAX),
    }
}

fn token(token: &[u8], token_timestamp: i64, sender_timestamp: Option<i64>) -> TcTokenEntry {
    TcTokenEntry {
        token: token.to_vec(),
        token_timestamp,
        sender_timestamp,
    }
}

async fn lid_of(b: &dyn Backend, phone: &str) -> Option<String> {
    let found = b.get_pn_mapping(phone).await.unwrap();
    found.map(|mapping| mapping.lid)
}

async fn tok(b: &dyn Backend) -> (Vec<u8>, i64, Option<i64>) {
    let found = b.get_tc_token(JID).await.unwrap().unwrap();
    (found.token, found.token_timestamp, found.sender_timestamp)
}

pub(super) async fn a_mapping_is_found_by_lid_and_by_number(b: &dyn Backend) {
    assert!(
        b.get_lid_mapping("9002").await.unwrap().is_none(),
        "none yet"
    );
    assert!(
        b.get_pn_mapping("1555").await.unwrap().is_none(),
        "none yet"
    );
    b.put_lid_mapping(&mapping("9002", "1555", 7))
        .await
        .unwrap();
    for found in [
        b.get_lid_mapping("9002").await.unwrap().unwrap(),
        b.get_pn_mapping("1555").await.unwrap().unwrap(),
    ] {
        assert_eq!(found.lid, "9002");
        assert_eq!(found.phone_number, "1555");
        assert_eq!((found.created_at, found.updated_at), (5, 7));
        assert_eq!(found.learning_source, "usync");
    }
}

pub(super) async fn a_mapping_is_replaced_by_the_next_of_its_lid(b: &dyn Backend) {
    b.put_lid_mapping(&mapping("9002", "1555", 7))
        .await
        .unwrap();
    b.put_lid_mapping(&mapping("9002", "1666", 8))
        .await
        .unwrap();
    let found = b.get_lid_mapping("9002").await.unwrap().unwrap();
    assert_eq!((found.phone_number.as_str(), found.updated_at), ("1666", 8));
    assert_eq!(lid_of(b, "1666").await.unwrap(), "9002");
    assert_eq!(lid_of(b, "1555").await, None, "nobody's number now");
}

pub(super) async fn the_mapping_learned_last_wins_in_whatever_order_they_come(b: &dyn Backend) {
    b.put_lid_mapping(&mapping("new", "1555", 20))
        .await
        .unwrap();
    b.put_lid_mapping(&mapping("old", "1555", 10))
        .await
        .unwrap();
    assert_eq!(lid_of(b, "1555").await.unwrap(), "new");
    b.put_lid_mapping(&mapping("old", "1555", 30))
        .await
        .unwrap();
    assert_eq!(lid_of(b, "1555").await.unwrap(), "old", "learned again");
}

pub(super) async fn a_lid_that_moves_to_another_number_leaves_the_older_one_behind(
    b: &dyn Backend,
) {
    b.put_lid_mapping(&mapping("old", "1555", 10))
        .await
        .unwrap();
    b.put_lid_mapping(&mapping("new", "1555", 20))
        .await
        .unwrap();
    b.put_lid_mapping(&mapping("new", "1666", 30))
        .await
        .unwrap();
    assert_eq!(lid_of(b, "1555").await.unwrap(), "old");
    assert_eq!(lid_of(b, "1666").await.unwrap(), "new");
}

pub(super) async fn a_batch_of_mappings_is_listed_whole(b: &dyn Backend) {
    let mappings: Vec<_> = (0..300)
        .map(|n| mapping(&format!("lid{n}"), &format!("1555{n}"), n))
        .collect();
    b.put_lid_mappings(&mappings).await.unwrap();
    b.put_lid_mappings(&[]).await.unwrap();
    let mut all = b.get_all_lid_mappings().await.unwrap();
    all.sort_by_key(|mapping| mapping.updated_at);
    let lids: Vec<_> = all.iter().map(|mapping| &mapping.lid).collect();
    let expected: Vec<_> = mappings.iter().map(|mapping| &mapping.lid).collect();
    assert_eq!(lids, expected);
}

pub(super) async fn a_device_list_comes_back_whole_and_is_replaced(b: &dyn Backend) {
    assert!(b.get_devices("1555").await.unwrap().is_none(), "none yet");
    b.update_device_list(list("1555", 1)).await.unwrap();
    b.update_device_list(list("1555", 2)).await.unwrap();
    let found = b.get_devices("1555").await.unwrap().unwrap();
    assert_eq!(found.user, "1555");
    assert_eq!(found.timestamp, -1);
    assert_eq!(found.phash.as_deref(), Some("2:abc"));
    assert_eq!(found.raw_id, Some(u32::MAX));
    let devices: Vec<_> = found
        .devices
        .iter()
        .map(|device| (device.device_id, device.key_index, device.is_hosted))
        .collect();
    assert_eq!(devices, [(0, None, false), (2, Some(3), true)]);
}

pub(super) async fn a_batch_of_device_lists_puts_and_replaces(b: &dyn Backend) {
    b.update_device_list(list("1", 1)).await.unwrap();
    let lists = (1..=200).map(|n| list(&n.to_string(), n + 100)).collect();
    b.update_device_lists(lists).await.unwrap();
    b.update_device_lists(Vec::new()).await.unwrap();
    for n in [1_u32, 200] {
        let found = b.get_devices(&n.to_string()).await.unwrap().unwrap();
        assert_eq!(found.devices[1].device_id, n + 100);
    }
}

pub(super) async fn a_deleted_device_list_is_gone(b: &dyn Backend) {
    b.update_device_list(list("1555", 1)).await.unwrap();
    b.delete_devices("1555").await.unwrap();
    b.delete_devices("1555").await.unwrap();
    assert!(b.get_devices("1555").await.unwrap().is_none());
}

pub(super) async fn a_token_is_kept_replaced_listed_and_deleted(b: &dyn Backend) {
    assert!(b.get_tc_token(JID).await.unwrap().is_none(), "none yet");
    b.put_tc_token(JID, &token(b"old", 9, Some(9)))
        .await
        .unwrap();
    b.put_tc_token(JID, &token(b"new", 3, None)).await.unwrap();
    assert_eq!(tok(b).await, (b"new".to_vec(), 3, None), "as it was given");
    b.put_tc_token("9003@lid", &token(b"", 1, Some(1)))
        .await
        .unwrap();
    let mut holders = b.get_all_tc_token_jids().await.unwrap();
    holders.sort();
    assert_eq!(holders, [JID, "9003@lid"]);
    b.delete_tc_token(JID).await.unwrap();
    assert!(b.get_tc_token(JID).await.unwrap().is_none(), "deleted");
}

pub(super) async fn giving_a_token_only_moves_forward(b: &dyn Backend) {
    b.touch_tc_token_sender_timestamp(JID, 50).await.unwrap();
    assert_eq!(
        tok(b).await,
        (Vec::new(), 50, Some(50)),
        "a place for theirs"
    );
    b.touch_tc_token_sender_timestamp(JID, 70).await.unwrap();
    b.touch_tc_token_sender_timestamp(JID, 60).await.unwrap();
    assert_eq!(tok(b).await.2, Some(70));
}

pub(super) async fn giving_a_token_keeps_the_one_received(b: &dyn Backend) {
    b.store_received_tc_token(JID, b"theirs", 40).await.unwrap();
    b.touch_tc_token_sender_timestamp(JID, 50).await.unwrap();
    assert_eq!(tok(b).await, (b"theirs".to_vec(), 40, Some(50)));
}

pub(super) async fn receiving_a_token_keeps_when_ours_was_given(b: &dyn Backend) {
    b.touch_tc_token_sender_timestamp(JID, 50).await.unwrap();
    b.store_received_tc_token(JID, b"theirs", 60).await.unwrap();
    assert_eq!(tok(b).await, (b"theirs".to_vec(), 60, Some(50)));
}

pub(super) async fn a_newer_token_wins_and_an_equal_one_too(b: &dyn Backend) {
    b.store_received_tc_token(JID, b"first", 40).await.unwrap();
    b.store_received_tc_token(JID, b"stale", 39).await.unwrap();
    assert_eq!(tok(b).await.0, b"first", "the older one came late");
    b.store_received_tc_token(JID, b"equal", 40).await.unwrap();
    assert_eq!(tok(b).await.0, b"equal");
    b.store_received_tc_token(JID, b"newer", 41).await.unwrap();
    assert_eq!(tok(b).await, (b"newer".to_vec(), 41, None));
}

pub(super) async fn an_empty_token_never_stands_in_the_way(b: &dyn Backend) {
    b.touch_tc_token_sender_timestamp(JID, 500).await.unwrap();
    b.store_received_tc_token(JID, b"older than the giving", 40)
        .await
        .unwrap();
    assert_eq!(
        tok(b).await,
        (b"older than the giving".to_vec(), 40, Some(500))
    );
}

pub(super) async fn tokens_end_only_when_nothing_of_them_is_alive(b: &dyn Backend) {
    let rows = [
        ("both old", token(b"t", 99, Some(199)), true),
        ("old, never given", token(b"t", 99, None), true),
        ("empty and old", token(b"", 500, Some(199)), true),
        ("empty, never given", token(b"", 500, None), true),
        ("token alive", token(b"t", 100, Some(1)), false),
        ("token alive, never given", token(b"t", 100, None), false),
        ("given lately", token(b"t", 1, Some(200)), false),
        ("empty, given lately", token(b"", 1, Some(200)), false),
    ];
    for (jid, row, _) in &rows {
        b.put_tc_token(jid, row).await.unwrap();
    }
    let deleted = b.delete_expired_tc_tokens(100, 200).await.unwrap();
    assert_eq!(deleted, 4, "the real count");
    for (jid, _, ended) in &rows {
        let is_gone = b.get_tc_token(jid).await.unwrap().is_none();
        assert_eq!(is_gone, *ended, "{jid}");
    }
    assert_eq!(b.delete_expired_tc_tokens(100, 200).await.unwrap(), 0);
}
