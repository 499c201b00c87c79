//! Identities, sessions, prekeys, sender keys, base keys.

use std::sync::Arc;

use wa_rs::{bytes::Bytes, traits::Backend};

fn rows(rows: &[(&str, &[u8])]) -> Vec<(Arc<str>, Bytes)> {
    rows.iter()
        .map(|(address, bytes)| (Arc::from(*address), Bytes::copy_from_slice(bytes)))
        .collect()
}

pub(super) async fn an_identity_is_kept_replaced_and_forgotten(b: &dyn Backend) {
    assert_eq!(b.load_identity("1@c.us").await.unwrap(), None, "none yet");
    b.put_identity("1@c.us", [1; 32]).await.unwrap();
    b.put_identity("1@c.us", [2; 32]).await.unwrap();
    assert_eq!(b.load_identity("1@c.us").await.unwrap(), Some([2; 32]));
    assert_eq!(
        b.load_identity("1:2@c.us").await.unwrap(),
        None,
        "another device"
    );
    b.delete_identity("1@c.us").await.unwrap();
    b.delete_identity("1@c.us").await.unwrap();
    assert_eq!(b.load_identity("1@c.us").await.unwrap(), None, "forgotten");
}

pub(super) async fn a_session_is_kept_replaced_and_forgotten(b: &dyn Backend) {
    assert_eq!(b.get_session("1@c.us").await.unwrap(), None, "none yet");
    assert!(!b.has_session("1@c.us").await.unwrap());
    b.put_session("1@c.us", b"one").await.unwrap();
    b.put_session("1@c.us", b"two").await.unwrap();
    assert_eq!(b.get_session("1@c.us").await.unwrap().unwrap(), "two");
    assert!(b.has_session("1@c.us").await.unwrap());
    b.delete_session("1@c.us").await.unwrap();
    b.delete_session("1@c.us").await.unwrap();
    assert_eq!(b.get_session("1@c.us").await.unwrap(), None, "forgotten");
    assert!(!b.has_session("1@c.us").await.unwrap());
}

pub(super) async fn a_batch_of_sessions_puts_and_replaces(b: &dyn Backend) {
    b.put_session("1@c.us", b"old").await.unwrap();
    b.put_sessions_batch(&rows(&[("1@c.us", b"new"), ("2@c.us", b"two")]))
        .await
        .unwrap();
    assert_eq!(b.get_session("1@c.us").await.unwrap().unwrap(), "new");
    assert_eq!(b.get_session("2@c.us").await.unwrap().unwrap(), "two");
}

pub(super) async fn a_batch_of_identities_puts_and_replaces(b: &dyn Backend) {
    b.put_identity("1@c.us", [0; 32]).await.unwrap();
    b.put_identities_batch(&[("1@c.us".into(), [1; 32]), ("2@c.us".into(), [2; 32])])
        .await
        .unwrap();
    assert_eq!(b.load_identity("1@c.us").await.unwrap(), Some([1; 32]));
    assert_eq!(b.load_identity("2@c.us").await.unwrap(), Some([2; 32]));
}

pub(super) async fn a_batch_of_sender_keys_puts_and_replaces(b: &dyn Backend) {
    b.put_sender_key("g::1", b"old").await.unwrap();
    b.put_sender_keys_batch(&rows(&[("g::1", b"new"), ("g::2", b"two")]))
        .await
        .unwrap();
    assert_eq!(b.get_sender_key("g::1").await.unwrap().unwrap(), b"new");
    assert_eq!(b.get_sender_key("g::2").await.unwrap().unwrap(), b"two");
}

pub(super) async fn the_same_address_twice_in_a_batch_keeps_the_last(b: &dyn Backend) {
    b.put_sessions_batch(&rows(&[("1@c.us", b"one"), ("1@c.us", b"two")]))
        .await
        .unwrap();
    assert_eq!(b.get_session("1@c.us").await.unwrap().unwrap(), "two");
}

pub(super) async fn an_empty_batch_is_no_error(b: &dyn Backend) {
    b.put_sessions_batch(&[]).await.unwrap();
    b.put_identities_batch(&[]).await.unwrap();
    b.put_sender_keys_batch(&[]).await.unwrap();
    b.store_prekeys_batch(&[], false).await.unwrap();
    b.mark_prekeys_uploaded(&[]).await.unwrap();
    assert_eq!(b.load_prekeys_batch(&[]).await.unwrap(), []);
}

pub(super) async fn an_unreadable_session_comes_back_as_it_is(b: &dyn Backend) {
    for bytes in [&b""[..], b"\0", b"not a session", &[0xFF; 70_000]] {
        b.put_session("1@c.us", bytes).await.unwrap();
        assert_eq!(b.get_session("1@c.us").await.unwrap().unwrap(), bytes);
    }
}

pub(super) async fn a_user_is_known_by_any_device_in_sessions_and_identities(b: &dyn Backend) {
    assert!(!b.has_signal_state_for_user("15550001111").await.unwrap());
    b.put_session("15550001111@c.us.0", b"s").await.unwrap();
    b.put_session("15550002222:3@c.us.0", b"s").await.unwrap();
    b.put_identity("15550003333@lid.0", [1; 32]).await.unwrap();
    b.put_identity("15550004444:9@lid.0", [1; 32])
        .await
        .unwrap();
    for user in ["15550001111", "15550002222", "15550003333", "15550004444"] {
        assert!(b.has_signal_state_for_user(user).await.unwrap(), "{user}");
    }
    b.delete_session("15550001111@c.us.0").await.unwrap();
    assert!(
        !b.has_signal_state_for_user("15550001111").await.unwrap(),
        "forgotten again"
    );
}

pub(super) async fn a_user_is_not_known_by_the_beginning_of_another(b: &dyn Backend) {
    b.put_session("15550001111:2@c.us.0", b"s").await.unwrap();
    b.put_identity("15550001111@c.us.0", [1; 32]).await.unwrap();
    for user in ["1555000111", "155500011112", "5550001111", ""] {
        assert!(
            !b.has_signal_state_for_user(user).await.unwrap(),
            "{user:?}"
        );
    }
}

pub(super) async fn signs_of_patterns_in_a_user_match_nothing_else(b: &dyn Backend) {
    b.put_session("15550001111@c.us.0", b"s").await.unwrap();
    b.put_identity("15550001111:1@c.us.0", [1; 32])
        .await
        .unwrap();
    for user in [
        "%",
        "_5550001111",
        "1555%",
        "*",
        "[0-9]*",
        "1555000111_",
        "'",
        "\\",
    ] {
        assert!(
            !b.has_signal_state_for_user(user).await.unwrap(),
            "{user:?}"
        );
    }
    b.put_session("50%_o'ff\\@c.us.0", b"s").await.unwrap();
    assert!(b.has_signal_state_for_user("50%_o'ff\\").await.unwrap());
}

pub(super) async fn a_prekey_is_kept_and_removed(b: &dyn Backend) {
    assert_eq!(b.load_prekey(7).await.unwrap(), None, "none yet");
    b.store_prekey(7, b"seven", false).await.unwrap();
    b.store_prekey(u32::MAX, b"last", true).await.unwrap();
    assert_eq!(b.load_prekey(7).await.unwrap().unwrap(), "seven");
    assert_eq!(b.load_prekey(u32::MAX).await.unwrap().unwrap(), "last");
    b.remove_prekey(7).await.unwrap();
    b.remove_prekey(7).await.unwrap();
    assert_eq!(b.load_prekey(7).await.unwrap(), None, "used up");
}

pub(super) async fn many_prekeys_come_back_as_far_as_they_exist(b: &dyn Backend) {
    let keys: Vec<_> = (1..=900_u32)
        .map(|id| (id, Bytes::from(id.to_be_bytes().to_vec())))
        .collect();
    b.store_prekeys_batch(&keys, false).await.unwrap();
    b.remove_prekey(2).await.unwrap();
    let asked: Vec<u32> = (0..=901).collect();
    let found = b.load_prekeys_batch(&asked).await.unwrap();
    assert_eq!(found.len(), 899, "those that exist");
    assert!(
        found
            .iter()
            .all(|(id, record)| record[..] == id.to_be_bytes()),
        "each with its record"
    );
}

pub(super) async fn marking_prekeys_as_uploaded_never_brings_one_back(b: &dyn Backend) {
    b.store_prekeys_batch(&[(1, "one".into()), (2, "two".into())], false)
        .await
        .unwrap();
    b.remove_prekey(1).await.unwrap();
    b.mark_prekeys_uploaded(&[1, 2, 3]).await.unwrap();
    assert_eq!(b.load_prekey(1).await.unwrap(), None, "used up meanwhile");
    assert_eq!(b.load_prekey(3).await.unwrap(), None, "never was");
    assert_eq!(b.get_max_prekey_id().await.unwrap(), 2);
}

pub(super) async fn marking_prekeys_as_uploaded_leaves_their_records_alone(b: &dyn Backend) {
    b.store_prekey(1, b"one", false).await.unwrap();
    b.mark_prekeys_uploaded(&[1]).await.unwrap();
    assert_eq!(b.load_prekey(1).await.unwrap().unwrap(), "one");
}

pub(super) async fn the_highest_prekey_id_is_told_and_none_is_zero(b: &dyn Backend) {
    assert_eq!(b.get_max_prekey_id().await.unwrap(), 0, "none");
    for id in [5, 900, 12] {
        b.store_prekey(id, b"k", true).await.unwrap();
    }
    assert_eq!(b.get_max_prekey_id().await.unwrap(), 900);
    b.remove_prekey(900).await.unwrap();
    assert_eq!(
        b.get_max_prekey_id().await.unwrap(),
        12,
        "of those that exist"
    );
}

pub(super) async fn signed_prekeys_are_kept_listed_and_removed(b: &dyn Backend) {
    assert_eq!(b.load_signed_prekey(1).await.unwrap(), None, "none yet");
    b.store_signed_prekey(1, b"one").await.unwrap();
    b.store_signed_prekey(2, b"two").await.unwrap();
    b.store_signed_prekey(2, b"deux").await.unwrap();
    assert_eq!(b.load_signed_prekey(2).await.unwrap().unwrap(), b"deux");
    let mut all = b.load_all_signed_prekeys().await.unwrap();
    all.sort();
    assert_eq!(all, [(1, b"one".to_vec()), (2, b"deux".to_vec())]);
    b.remove_signed_prekey(1).await.unwrap();
    assert_eq!(b.load_signed_prekey(1).await.unwrap(), None, "removed");
}

pub(super) async fn a_sender_key_is_kept_and_forgotten(b: &dyn Backend) {
    assert_eq!(b.get_sender_key("g::1").await.unwrap(), None, "none yet");
    b.put_sender_key("g::1", b"key").await.unwrap();
    assert_eq!(b.get_sender_key("g::1").await.unwrap().unwrap(), b"key");
    b.delete_sender_key("g::1").await.unwrap();
    assert_eq!(b.get_sender_key("g::1").await.unwrap(), None, "forgotten");
}

pub(super) async fn base_keys_are_compared_byte_by_byte(b: &dyn Backend) {
    let same =
        |message: &'static str, key: &'static [u8]| b.has_same_base_key("1@c.us", message, key);
    assert!(!same("M1", b"key").await.unwrap(), "none yet");
    b.save_base_key("1@c.us", "M1", b"key").await.unwrap();
    assert!(same("M1", b"key").await.unwrap());
    assert!(!same("M1", b"key\0").await.unwrap(), "longer");
    assert!(!same("M1", b"KEY").await.unwrap(), "other");
    assert!(!same("M2", b"key").await.unwrap(), "of another message");
    b.save_base_key("1@c.us", "M1", b"new").await.unwrap();
    assert!(same("M1", b"new").await.unwrap(), "replaced");
    b.delete_base_key("1@c.us", "M1").await.unwrap();
    assert!(!same("M1", b"new").await.unwrap(), "forgotten");
}
