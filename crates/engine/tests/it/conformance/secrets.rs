//! Secrets of messages.

use wa_rs::traits::{Backend, MsgSecretEntry};

fn entry(id: &str, byte: u8, expires_at: i64, message_ts: i64) -> MsgSecretEntry {
    MsgSecretEntry {
        chat: "chat".into(),
        sender: "sender".into(),
        msg_id: id.into(),
        secret: [byte; 32],
        expires_at,
        message_ts,
    }
}

async fn put(b: &dyn Backend, entry: MsgSecretEntry) {
    assert_eq!(b.put_msg_secrets(vec![entry]).await.unwrap(), 1);
}

async fn found(b: &dyn Backend, id: &str) -> Option<(u8, i64)> {
    let found = b.get_msg_secret_with_ts("chat", "sender", id).await;
    found.unwrap().map(|(secret, at)| {
        assert_eq!(secret, [secret[0]; 32], "the whole secret");
        (secret[0], at)
    })
}

pub(super) async fn a_secret_comes_back_with_its_time(b: &dyn Backend) {
    put(b, entry("A1", 7, 100, 50)).await;
    assert_eq!(found(b, "A1").await, Some((7, 50)));
    let alone = b.get_msg_secret("chat", "sender", "A1").await.unwrap();
    assert_eq!(alone.unwrap(), [7; 32]);
}

pub(super) async fn a_missing_secret_is_none(b: &dyn Backend) {
    assert_eq!(found(b, "A1").await, None);
    let alone = b.get_msg_secret("chat", "sender", "A1").await.unwrap();
    assert_eq!(alone, None);
}

pub(super) async fn a_later_secret_replaces_the_earlier(b: &dyn Backend) {
    put(b, entry("A1", 7, 0, 0)).await;
    put(b, entry("A1", 8, 0, 0)).await;
    assert_eq!(found(b, "A1").await, Some((8, 0)));
}

pub(super) async fn a_secret_is_told_by_chat_sender_and_id(b: &dyn Backend) {
    let keys = [
        ("c", "s", "i"),
        ("c2", "s", "i"),
        ("c", "s2", "i"),
        ("c", "s", "i2"),
    ];
    for (n, (chat, sender, id)) in (0..).zip(keys) {
        b.put_msg_secret(chat, sender, id, &[n; 32]).await.unwrap();
    }
    for (n, (chat, sender, id)) in (0..).zip(keys) {
        let secret = b.get_msg_secret(chat, sender, id).await.unwrap();
        assert_eq!(secret.unwrap(), [n; 32]);
    }
}

pub(super) async fn a_batch_tells_how_many_it_stored(b: &dyn Backend) {
    assert_eq!(b.put_msg_secrets(Vec::new()).await.unwrap(), 0);
    let many: Vec<_> = (0..3_000)
        .map(|n| entry(&format!("A{n}"), 7, 0, n))
        .collect();
    assert_eq!(b.put_msg_secrets(many).await.unwrap(), 3_000);
    assert_eq!(found(b, "A2999").await, Some((7, 2_999)));
}

pub(super) async fn the_later_end_wins_and_never_wins_over_all(b: &dyn Backend) {
    // (first end, second end, alive at 150)
    let cases = [
        ("shortened", 200, 100, true),
        ("lengthened", 100, 200, true),
        ("both before", 100, 120, false),
        ("never, then an end", 0, 100, true),
        ("an end, then never", 100, 0, true),
    ];
    for (id, first, second, _) in cases {
        put(b, entry(id, 1, first, 0)).await;
        put(b, entry(id, 1, second, 0)).await;
    }
    assert_eq!(b.delete_expired_msg_secrets(150).await.unwrap(), 1);
    for (id, _, _, alive) in cases {
        assert_eq!(found(b, id).await.is_some(), alive, "{id}");
    }
}

pub(super) async fn a_known_time_is_never_forgotten_for_an_unknown(b: &dyn Backend) {
    for (at, expected) in [(0, 0), (50, 50), (0, 50), (40, 50), (60, 60)] {
        put(b, entry("A1", 1, 0, at)).await;
        assert_eq!(found(b, "A1").await, Some((1, expected)), "after {at}");
    }
}

pub(super) async fn a_secret_put_alone_never_ends(b: &dyn Backend) {
    b.put_msg_secret("chat", "sender", "A1", &[7; 32])
        .await
        .unwrap();
    assert_eq!(b.delete_expired_msg_secrets(i64::MAX).await.unwrap(), 0);
    assert_eq!(found(b, "A1").await, Some((7, 0)));
}

pub(super) async fn secrets_end_at_their_deadline(b: &dyn Backend) {
    for (id, end) in [("before", 99), ("at", 100), ("after", 101), ("never", 0)] {
        put(b, entry(id, 1, end, 0)).await;
    }
    assert_eq!(b.delete_expired_msg_secrets(100).await.unwrap(), 2);
    assert_eq!(found(b, "before").await, None);
    assert_eq!(found(b, "at").await, None);
    assert!(found(b, "after").await.is_some());
    assert!(found(b, "never").await.is_some());
}
