//! Who has our sender keys, and what is known of groups.

use wa_rs::traits::Backend;

const G1: &str = "111@g.us";
const G2: &str = "222@g.us";

async fn devices(b: &dyn Backend, group: &str) -> Vec<(String, bool)> {
    let mut devices = b.get_sender_key_devices(group).await.unwrap();
    devices.sort();
    devices
}

fn noted(rows: &[(&str, bool)]) -> Vec<(String, bool)> {
    rows.iter()
        .map(|(jid, has_key)| ((*jid).to_owned(), *has_key))
        .collect()
}

pub(super) async fn who_has_a_sender_key_is_noted_per_group(b: &dyn Backend) {
    assert_eq!(devices(b, G1).await, [], "nobody yet");
    b.set_sender_key_status(G1, &[("a:1", true), ("b:2", false)])
        .await
        .unwrap();
    b.set_sender_key_status(G2, &[("a:1", false)])
        .await
        .unwrap();
    b.set_sender_key_status(G2, &[]).await.unwrap();
    assert_eq!(
        devices(b, G1).await,
        noted(&[("a:1", true), ("b:2", false)])
    );
    assert_eq!(devices(b, G2).await, noted(&[("a:1", false)]));
}

pub(super) async fn a_later_note_replaces_the_earlier(b: &dyn Backend) {
    b.set_sender_key_status(G1, &[("a:1", true)]).await.unwrap();
    b.set_sender_key_status(G1, &[("a:1", false), ("b:2", true)])
        .await
        .unwrap();
    assert_eq!(
        devices(b, G1).await,
        noted(&[("a:1", false), ("b:2", true)])
    );
}

pub(super) async fn clearing_a_group_leaves_the_others(b: &dyn Backend) {
    b.set_sender_key_status(G1, &[("a:1", true)]).await.unwrap();
    b.set_sender_key_status(G2, &[("a:1", true)]).await.unwrap();
    b.clear_sender_key_devices(G1).await.unwrap();
    assert_eq!(devices(b, G1).await, []);
    assert_eq!(devices(b, G2).await, noted(&[("a:1", true)]));
}

pub(super) async fn a_device_is_forgotten_in_all_groups(b: &dyn Backend) {
    for group in [G1, G2] {
        b.set_sender_key_status(group, &[("a:1", true), ("b:2", true), ("c:3", false)])
            .await
            .unwrap();
    }
    b.delete_sender_key_device_rows(&["a:1", "c:3", "nobody"])
        .await
        .unwrap();
    b.delete_sender_key_device_rows(&[]).await.unwrap();
    for group in [G1, G2] {
        assert_eq!(devices(b, group).await, noted(&[("b:2", true)]), "{group}");
    }
}

pub(super) async fn clearing_all_leaves_none(b: &dyn Backend) {
    for group in [G1, G2] {
        b.set_sender_key_status(group, &[("a:1", true)])
            .await
            .unwrap();
    }
    b.clear_all_sender_key_devices().await.unwrap();
    for group in [G1, G2] {
        assert_eq!(devices(b, group).await, [], "{group}");
    }
}

pub(super) async fn group_metadata_is_kept_replaced_and_forgotten(b: &dyn Backend) {
    assert_eq!(b.get_group_metadata(G1).await.unwrap(), None, "none yet");
    b.put_group_metadata(G1, b"one").await.unwrap();
    b.put_group_metadata(G1, b"").await.unwrap();
    assert_eq!(
        b.get_group_metadata(G1).await.unwrap().unwrap(),
        b"",
        "empty is not none"
    );
    b.put_group_metadata(G1, b"two\0").await.unwrap();
    assert_eq!(b.get_group_metadata(G1).await.unwrap().unwrap(), b"two\0");
    assert_eq!(
        b.get_group_metadata(G2).await.unwrap(),
        None,
        "another group"
    );
    b.delete_group_metadata(G1).await.unwrap();
    assert_eq!(b.get_group_metadata(G1).await.unwrap(), None, "forgotten");
}
