//! Messages that a later translation can read.

use frontdesk_domain::{
    message::MessageKind,
    network::{Arrival, Content},
    time::Timestamp,
};

use super::rig::{Rig, arrived, from_ada, says};
use crate::support::NOW;

fn strange(n: i64) -> Arrival {
    let mut one = says(
        from_ada(&format!("S{n}")),
        Timestamp(NOW.0 - 60_000 + n * 1_000),
        "",
    );
    one.content = Content::Unsupported {
        what: "album".to_owned(),
    };
    one.payload = vec![u8::try_from(n).unwrap()];
    one
}

fn kinds(rig: &Rig) -> Vec<MessageKind> {
    rig.store()
        .read(|tx| {
            let mut kinds = Vec::new();
            for chat in tx.chat_ids()? {
                let page = tx.messages_before(chat, None, 500)?;
                kinds.extend(page.rows.into_iter().map(|row| row.kind));
            }
            Ok(kinds)
        })
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_read_becomes_readable_in_its_place_after_an_update() {
    let rig = Rig::online().await;
    let mut fades = strange(1);
    fades.disappears_after = Some(3_600);
    let around = |id: &str, at: i64, text: &str| {
        arrived(says(from_ada(id), Timestamp(NOW.0 - 60_000 + at), text))
    };
    rig.client()
        .brings(vec![
            around("A1", 0, "before"),
            arrived(fades),
            around("A2", 2_000, "after"),
        ])
        .await
        .unwrap();
    rig.settle().await;
    let before = rig.row().await;
    let place = rig.thread(before.id).await[1].id;
    let told = rig.desk.desktop.notices().len();

    rig.script
        .learns(&[1], Some(Content::Text("at last".to_owned())));
    let rig = rig.restart().await;
    rig.until("it can be read", |rig| {
        !kinds(rig).contains(&MessageKind::Unsupported)
    })
    .await;
    let row = rig.row().await;
    insta::assert_snapshot!(rig.picture(row.id).await, @r"
    Ada: before
    Ada: at last
    Ada: after
    ");
    let healed = rig.thread(row.id).await.remove(1);
    assert_eq!(healed.id, place, "the same row");
    assert_eq!(
        healed.disappears_at,
        Some(Timestamp(NOW.0 - 59_000 + 3_600_000)),
        "it still disappears in time"
    );
    assert_eq!(row.unread, before.unread, "and counts as before");
    assert_eq!(
        rig.desk.desktop.notices().len(),
        told,
        "nobody is told of it again"
    );
}

#[tokio::test(start_paused = true)]
async fn each_translation_reads_once_and_goes_on_where_it_was_stopped() {
    const COUNT: i64 = 250;
    let rig = Rig::online().await;
    let all = (0..COUNT).map(|n| arrived(strange(n))).collect();
    rig.client().brings(all).await.unwrap();
    rig.settle().await;
    rig.script
        .learns(&[0], Some(Content::Text("one".to_owned())));
    let rig = rig.restart().await;
    rig.until("all were read", |rig| rig.script.read_again().len() >= 250)
        .await;
    rig.settle().await;
    let rig = rig.restart().await;
    rig.settle().await;
    assert_eq!(
        rig.script.read_again().len(),
        250,
        "the same translation reads nothing twice"
    );
    let left = kinds(&rig)
        .into_iter()
        .filter(|kind| *kind == MessageKind::Unsupported);
    assert_eq!(left.count(), 249, "what is not readable yet stays");

    // Stopped half way: the next run begins behind what is stored.
    rig.script
        .learns(&[1], Some(Content::Text("two".to_owned())));
    rig.store()
        .write(|tx| {
            let third = tx.unsupported_after(frontdesk_domain::id::MessageId(0), 101)?;
            let through = third.last().map_or(0, |(message, _)| message.id.0);
            tx.put_setting(
                "read_again",
                &serde_json::json!({"translation": 2, "through": through, "whole": false}),
            )
        })
        .await
        .unwrap();
    let rig = rig.restart().await;
    rig.until("the rest was read", |rig| {
        rig.script.read_again().len() >= 250 + 148
    })
    .await;
    rig.settle().await;
    assert_eq!(
        rig.script.read_again().len(),
        250 + 148,
        "only what was left"
    );
}

#[tokio::test(start_paused = true)]
async fn what_says_nothing_to_anybody_leaves_no_placeholder() {
    let rig = Rig::online().await;
    rig.client()
        .brings(vec![
            arrived(says(from_ada("A1"), NOW, "stays")),
            arrived(strange(1)),
        ])
        .await
        .unwrap();
    rig.settle().await;
    rig.script.learns(&[1], None);
    let rig = rig.restart().await;
    rig.until("it is gone", |rig| kinds(rig).len() == 1).await;
    assert_eq!(rig.row().await.unread, 1, "nobody has to look at it");
}
