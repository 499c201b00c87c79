//! Two accounts in one file never see or touch each other's rows: in every
//! table that the schema has, so that a new one cannot be forgotten.

use std::collections::BTreeSet;

use frontdesk_engine::backend::SqlBackend;
use wa_rs::{
    traits::{
        AppStateSyncKey, AppSyncStore as _, DeviceInfo, DeviceListRecord, DeviceStore as _,
        LidPnMappingEntry, MsgSecretEntry, MsgSecretStore as _, ProtocolStore as _,
        SignalStore as _, TcTokenEntry,
    },
    wacore::{
        appstate::{hash::HashState, processor::AppStateMutationMAC},
        store::Device,
    },
};

use crate::kit::{NOW_S, OURS, Profile, THEIRS};

/// What a committed test of the store holds equal to the real schema.
const SCHEMA: &str = include_str!("../../../store/schema.sql");

fn tables() -> BTreeSet<&'static str> {
    SCHEMA
        .lines()
        .filter_map(|line| line.strip_prefix("CREATE TABLE "))
        .filter_map(|line| line.split(' ').next())
        .filter(|name| name.starts_with("protocol_"))
        .collect()
}

/// A row in every table, under the same keys for whoever calls it.
async fn fill(b: &SqlBackend, byte: u8) {
    let mut device = Device::new();
    device.push_name = format!("Desk {byte}");
    b.save(&device).await.unwrap();
    b.put_identity("u@c.us", [byte; 32]).await.unwrap();
    b.put_session("u@c.us", &[byte]).await.unwrap();
    b.save_base_key("u@c.us", "A1", &[byte]).await.unwrap();
    b.store_prekey(1, &[byte], false).await.unwrap();
    b.store_signed_prekey(1, &[byte]).await.unwrap();
    b.put_sender_key("g::u", &[byte]).await.unwrap();
    b.set_sender_key_status("g", &[("u:1", byte == 1)])
        .await
        .unwrap();
    let key = AppStateSyncKey {
        key_data: vec![byte],
        ..AppStateSyncKey::default()
    };
    b.set_sync_key(b"key", key).await.unwrap();
    let state = HashState {
        version: u64::from(byte),
        ..HashState::default()
    };
    b.set_version("regular", state).await.unwrap();
    let mac = AppStateMutationMAC {
        index_mac: vec![0; 32],
        value_mac: vec![byte],
    };
    b.put_mutation_macs("regular", 1, &[mac]).await.unwrap();
    let mapping = LidPnMappingEntry {
        lid: "lid".to_owned(),
        phone_number: "1555".to_owned(),
        created_at: 0,
        updated_at: i64::from(byte),
        learning_source: "usync".to_owned(),
    };
    b.put_lid_mapping(&mapping).await.unwrap();
    let list = DeviceListRecord {
        user: "u".to_owned(),
        devices: vec![DeviceInfo::new(u32::from(byte), None)],
        timestamp: 0,
        phash: None,
        raw_id: None,
    };
    b.update_device_list(list).await.unwrap();
    b.put_group_metadata("g", &[byte]).await.unwrap();
    let token = TcTokenEntry {
        token: vec![byte],
        token_timestamp: 1,
        sender_timestamp: Some(1),
    };
    b.put_tc_token("u", &token).await.unwrap();
    b.store_sent_message("c", "A1", &[byte]).await.unwrap();
    assert!(
        b.keep_question("A1", "u:1@c.us", byte, NOW_S)
            .await
            .unwrap()
    );
    b.store_pending_inbound("c", "s", "A1", &[byte])
        .await
        .unwrap();
    let secret = MsgSecretEntry {
        chat: "c".into(),
        sender: "s".into(),
        msg_id: "A1".into(),
        secret: [byte; 32],
        expires_at: 1,
        message_ts: 0,
    };
    b.put_msg_secrets(vec![secret]).await.unwrap();
}

/// The tables of which anything can be seen, by every way of looking that takes
/// nothing away.
async fn seen(b: &SqlBackend) -> BTreeSet<&'static str> {
    let looks = [
        ("protocol_devices", b.exists().await.unwrap()),
        ("protocol_devices", b.load().await.unwrap().is_some()),
        (
            "protocol_identities",
            b.load_identity("u@c.us").await.unwrap().is_some(),
        ),
        (
            "protocol_identities",
            b.has_signal_state_for_user("u").await.unwrap(),
        ),
        (
            "protocol_sessions",
            b.get_session("u@c.us").await.unwrap().is_some(),
        ),
        ("protocol_sessions", b.has_session("u@c.us").await.unwrap()),
        (
            "protocol_base_keys",
            b.has_same_base_key("u@c.us", "A1", &[1]).await.unwrap(),
        ),
        (
            "protocol_prekeys",
            b.load_prekey(1).await.unwrap().is_some(),
        ),
        (
            "protocol_prekeys",
            !b.load_prekeys_batch(&[1]).await.unwrap().is_empty(),
        ),
        (
            "protocol_prekeys",
            b.get_max_prekey_id().await.unwrap() != 0,
        ),
        (
            "protocol_signed_prekeys",
            b.load_signed_prekey(1).await.unwrap().is_some(),
        ),
        (
            "protocol_signed_prekeys",
            !b.load_all_signed_prekeys().await.unwrap().is_empty(),
        ),
        (
            "protocol_sender_keys",
            b.get_sender_key("g::u").await.unwrap().is_some(),
        ),
        (
            "protocol_sender_key_devices",
            !b.get_sender_key_devices("g").await.unwrap().is_empty(),
        ),
        (
            "protocol_sync_keys",
            b.get_sync_key(b"key").await.unwrap().is_some(),
        ),
        (
            "protocol_sync_keys",
            b.get_latest_sync_key_id().await.unwrap().is_some(),
        ),
        (
            "protocol_sync_versions",
            b.get_version("regular").await.unwrap().version != 0,
        ),
        (
            "protocol_mutation_macs",
            b.get_mutation_mac("regular", &[0; 32])
                .await
                .unwrap()
                .is_some(),
        ),
        (
            "protocol_mutation_macs",
            !b.get_mutation_macs("regular", &[[0; 32]])
                .await
                .unwrap()
                .is_empty(),
        ),
        (
            "protocol_lid_mappings",
            b.get_lid_mapping("lid").await.unwrap().is_some(),
        ),
        (
            "protocol_lid_mappings",
            b.get_pn_mapping("1555").await.unwrap().is_some(),
        ),
        (
            "protocol_lid_mappings",
            !b.get_all_lid_mappings().await.unwrap().is_empty(),
        ),
        (
            "protocol_device_lists",
            b.get_devices("u").await.unwrap().is_some(),
        ),
        (
            "protocol_group_metadata",
            b.get_group_metadata("g").await.unwrap().is_some(),
        ),
        (
            "protocol_tc_tokens",
            b.get_tc_token("u").await.unwrap().is_some(),
        ),
        (
            "protocol_tc_tokens",
            !b.get_all_tc_token_jids().await.unwrap().is_empty(),
        ),
        (
            "protocol_pending_inbound",
            b.get_pending_inbound("c", "s", "A1")
                .await
                .unwrap()
                .is_some(),
        ),
        (
            "protocol_retry_questions",
            !b.questions().await.unwrap().is_empty(),
        ),
        (
            "protocol_message_secrets",
            b.get_msg_secret("c", "s", "A1").await.unwrap().is_some(),
        ),
        (
            "protocol_message_secrets",
            b.get_msg_secret_with_ts("c", "s", "A1")
                .await
                .unwrap()
                .is_some(),
        ),
    ];
    looks
        .into_iter()
        .filter_map(|(table, seen)| seen.then_some(table))
        .collect()
}

/// Every way of taking something away, and of changing without putting.
async fn drain(b: &SqlBackend) {
    b.delete_identity("u@c.us").await.unwrap();
    b.delete_session("u@c.us").await.unwrap();
    b.delete_base_key("u@c.us", "A1").await.unwrap();
    b.mark_prekeys_uploaded(&[1]).await.unwrap();
    b.remove_prekey(1).await.unwrap();
    b.remove_signed_prekey(1).await.unwrap();
    b.delete_sender_key("g::u").await.unwrap();
    b.delete_sender_key_device_rows(&["u:1"]).await.unwrap();
    b.clear_sender_key_devices("g").await.unwrap();
    b.clear_all_sender_key_devices().await.unwrap();
    b.delete_mutation_macs("regular", &[vec![0; 32]])
        .await
        .unwrap();
    b.clear_mutation_macs("regular").await.unwrap();
    b.delete_devices("u").await.unwrap();
    b.delete_group_metadata("g").await.unwrap();
    b.delete_tc_token("u").await.unwrap();
    let cutoff = NOW_S + 1;
    b.delete_expired_tc_tokens(cutoff, cutoff).await.unwrap();
    b.question_attempted("A1", "u:1@c.us").await.unwrap();
    b.forget_question("A1", "u:1@c.us").await.unwrap();
    b.take_sent_message("c", "A1").await.unwrap();
    b.delete_expired_sent_messages(cutoff).await.unwrap();
    b.delete_pending_inbound("c", "s", "A1").await.unwrap();
    b.delete_expired_pending_inbound(cutoff).await.unwrap();
    b.delete_expired_msg_secrets(i64::MAX).await.unwrap();
}

fn tables_of(rows: &[String]) -> BTreeSet<&str> {
    rows.iter()
        .filter_map(|row| row.split(' ').next())
        .collect()
}

#[tokio::test]
async fn an_account_sees_its_own_rows_in_every_table_and_no_other_account_does() {
    let profile = Profile::new();
    let (ours, theirs) = (profile.backend(OURS), profile.backend(THEIRS));
    fill(&ours, 1).await;
    assert_eq!(
        tables_of(&profile.rows_of(OURS)),
        tables(),
        "a new table needs a row in fill"
    );
    let mut expected = tables();
    assert!(
        expected.remove("protocol_sent_messages"),
        "these can only be taken"
    );
    assert_eq!(
        seen(&ours).await,
        expected,
        "a new table needs a look in seen"
    );
    assert_eq!(seen(&theirs).await, BTreeSet::new(), "theirs is empty");
    assert_eq!(
        theirs.take_sent_message("c", "A1").await.unwrap(),
        None,
        "nor can they take ours"
    );
}

#[tokio::test]
async fn what_one_account_writes_and_deletes_leaves_every_row_of_the_other() {
    let profile = Profile::new();
    let (ours, theirs) = (profile.backend(OURS), profile.backend(THEIRS));
    fill(&ours, 1).await;
    let before = profile.rows_of(OURS);
    fill(&theirs, 2).await;
    assert_eq!(profile.rows_of(OURS), before, "same keys, other rows");
    theirs
        .touch_tc_token_sender_timestamp("u", 9)
        .await
        .unwrap();
    theirs
        .store_received_tc_token("u", b"new", 9)
        .await
        .unwrap();
    drain(&theirs).await;
    assert_eq!(profile.rows_of(OURS), before, "their deletions are theirs");
    let left = profile.rows_of(THEIRS);
    assert_eq!(
        tables_of(&left),
        BTreeSet::from([
            "protocol_devices",
            "protocol_lid_mappings",
            "protocol_sync_keys",
            "protocol_sync_versions",
        ]),
        "and reach all that the engine can delete"
    );
    fill(&theirs, 2).await;
    theirs.erase().await.unwrap();
    assert_eq!(profile.rows_of(OURS), before, "nor does unlinking them");
    assert_eq!(profile.rows_of(THEIRS), Vec::<String>::new());
}
