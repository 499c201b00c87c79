//! Messages that are kept for a while, and the device.

use wa_rs::{
    futures::future::join_all,
    traits::{Backend, PendingInboundKey, PendingInboundRow},
    wacore::store::Device,
};

use crate::{device::text, kit::NOW_S};

const CHAT: &str = "15550001111@s.whatsapp.net";
const SENDER: &str = "15550002222@s.whatsapp.net";

async fn pending(b: &dyn Backend, chat: &str, sender: &str, id: &str) -> Option<Vec<u8>> {
    b.get_pending_inbound(chat, sender, id).await.unwrap()
}

pub(super) async fn a_sent_message_is_taken_once(b: &dyn Backend) {
    assert_eq!(
        b.take_sent_message(CHAT, "A1").await.unwrap(),
        None,
        "none yet"
    );
    b.store_sent_message(CHAT, "A1", b"hello").await.unwrap();
    assert_eq!(
        b.take_sent_message(CHAT, "A1").await.unwrap().unwrap(),
        b"hello"
    );
    assert_eq!(
        b.take_sent_message(CHAT, "A1").await.unwrap(),
        None,
        "taken"
    );
}

pub(super) async fn a_sent_message_belongs_to_its_chat(b: &dyn Backend) {
    b.store_sent_message(CHAT, "A1", b"one").await.unwrap();
    b.store_sent_message(SENDER, "A1", b"two").await.unwrap();
    assert_eq!(
        b.take_sent_message(CHAT, "A1").await.unwrap().unwrap(),
        b"one"
    );
    assert_eq!(
        b.take_sent_message(SENDER, "A1").await.unwrap().unwrap(),
        b"two"
    );
}

pub(super) async fn a_sent_message_stored_again_is_the_later_one(b: &dyn Backend) {
    b.store_sent_message(CHAT, "A1", b"one").await.unwrap();
    b.store_sent_message(CHAT, "A1", b"").await.unwrap();
    let taken = b.take_sent_message(CHAT, "A1").await.unwrap();
    assert_eq!(taken.unwrap(), b"", "empty is not none");
}

pub(super) async fn sent_messages_end_when_they_are_older_than_asked(b: &dyn Backend) {
    b.store_sent_message(CHAT, "A1", b"one").await.unwrap();
    b.store_sent_message(CHAT, "A2", b"two").await.unwrap();
    assert_eq!(
        b.delete_expired_sent_messages(NOW_S).await.unwrap(),
        0,
        "not older"
    );
    assert_eq!(b.delete_expired_sent_messages(NOW_S + 1).await.unwrap(), 2);
    assert_eq!(b.take_sent_message(CHAT, "A1").await.unwrap(), None);
}

pub(super) async fn five_thousand_sent_messages_wait_for_their_retries(b: &dyn Backend) {
    let ids: Vec<_> = (0..5_000).map(|n| format!("A{n}")).collect();
    join_all(
        ids.iter()
            .map(|id| b.store_sent_message(CHAT, id, b"hello")),
    )
    .await;
    let taken = join_all(ids.iter().map(|id| b.take_sent_message(CHAT, id))).await;
    let found = taken.into_iter().filter(|m| m.as_ref().unwrap().is_some());
    assert_eq!(found.count(), 5_000);
}

pub(super) async fn a_pending_message_is_read_without_being_taken(b: &dyn Backend) {
    assert_eq!(pending(b, CHAT, SENDER, "A1").await, None, "none yet");
    b.store_pending_inbound(CHAT, SENDER, "A1", b"one")
        .await
        .unwrap();
    b.store_pending_inbound(CHAT, SENDER, "A1", b"again")
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(pending(b, CHAT, SENDER, "A1").await.unwrap(), b"again");
    }
    b.delete_pending_inbound(CHAT, SENDER, "A1").await.unwrap();
    b.delete_pending_inbound(CHAT, SENDER, "A1").await.unwrap();
    assert_eq!(pending(b, CHAT, SENDER, "A1").await, None);
}

pub(super) async fn a_pending_message_is_told_by_chat_sender_and_id(b: &dyn Backend) {
    let keys = [
        ("c", "s", "i"),
        ("c2", "s", "i"),
        ("c", "s2", "i"),
        ("c", "s", "i2"),
    ];
    for (n, (chat, sender, id)) in (0..).zip(keys) {
        b.store_pending_inbound(chat, sender, id, &[n])
            .await
            .unwrap();
    }
    for (n, (chat, sender, id)) in (0..).zip(keys) {
        assert_eq!(pending(b, chat, sender, id).await.unwrap(), [n]);
    }
    b.delete_pending_inbound("c", "s", "i").await.unwrap();
    assert_eq!(pending(b, "c", "s", "i").await, None);
    assert_eq!(
        pending(b, "c", "s", "i2").await.unwrap(),
        [3],
        "a neighbour"
    );
}

pub(super) async fn pending_messages_come_and_go_in_batches(b: &dyn Backend) {
    let ids: Vec<_> = (0..300).map(|n| format!("A{n}")).collect();
    let rows: Vec<_> = ids
        .iter()
        .map(|id| PendingInboundRow {
            chat: CHAT,
            sender: SENDER,
            id,
            message: id.as_bytes(),
        })
        .collect();
    b.store_pending_inbound_batch(&rows).await.unwrap();
    b.store_pending_inbound_batch(&[]).await.unwrap();
    for id in &ids {
        assert_eq!(pending(b, CHAT, SENDER, id).await.unwrap(), id.as_bytes());
    }
    let keys: Vec<_> = ids[1..]
        .iter()
        .map(|id| PendingInboundKey {
            chat: CHAT,
            sender: SENDER,
            id,
        })
        .collect();
    b.delete_pending_inbound_batch(&keys).await.unwrap();
    b.delete_pending_inbound_batch(&[]).await.unwrap();
    assert_eq!(
        pending(b, CHAT, SENDER, &ids[0]).await.unwrap(),
        b"A0",
        "not named"
    );
    for id in &ids[1..] {
        assert_eq!(pending(b, CHAT, SENDER, id).await, None);
    }
}

pub(super) async fn pending_messages_end_when_they_are_older_than_asked(b: &dyn Backend) {
    b.store_pending_inbound(CHAT, SENDER, "A1", b"one")
        .await
        .unwrap();
    b.store_pending_inbound(CHAT, SENDER, "A2", b"two")
        .await
        .unwrap();
    assert_eq!(
        b.delete_expired_pending_inbound(NOW_S).await.unwrap(),
        0,
        "not older"
    );
    assert_eq!(
        b.delete_expired_pending_inbound(NOW_S + 1).await.unwrap(),
        2
    );
    assert_eq!(pending(b, CHAT, SENDER, "A1").await, None);
}

pub(super) async fn there_is_a_device_after_create_and_none_before(b: &dyn Backend) {
    assert!(!b.exists().await.unwrap(), "none yet");
    assert!(b.load().await.unwrap().is_none(), "none yet");
    b.create().await.unwrap();
    assert!(b.exists().await.unwrap());
    let device = b.load().await.unwrap().unwrap();
    assert!(device.pn.is_none(), "a device that is not linked");
}

pub(super) async fn create_keeps_a_device_that_is_there(b: &dyn Backend) {
    let mut device = Device::new();
    device.push_name = "Front desk".to_owned();
    b.save(&device).await.unwrap();
    b.create().await.unwrap();
    let found = b.load().await.unwrap().unwrap();
    assert_eq!(
        text(&found),
        text(&device),
        "credentials are never replaced"
    );
}

pub(super) async fn a_device_comes_back_as_it_was_saved(b: &dyn Backend) {
    b.create().await.unwrap();
    let device = crate::device::linked();
    b.save(&device).await.unwrap();
    let found = b.load().await.unwrap().unwrap();
    assert_eq!(text(&found), text(&device));
}

pub(super) async fn a_snapshot_for_debugging_does_nothing(b: &dyn Backend) {
    b.snapshot_db("name", Some(b"bytes")).await.unwrap();
    assert!(!b.exists().await.unwrap(), "nothing came of it");
}
