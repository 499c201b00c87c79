//! The past that the phone sends.

use frontdesk_domain::{
    network::{Arrival, Inbound, Origin},
    time::Timestamp,
};

use super::rig::{Rig, arrived, from_ada, says};
use crate::support::{NOW, Window};
use frontdesk_app::view::system::{TaskKind, TaskOutcome};

const CHUNK: &[u8] = b"a chunk, compressed";

fn old(n: i64) -> Arrival {
    let mut one = says(
        from_ada(&format!("H{n}")),
        Timestamp(NOW.0 - 86_400_000 + n * 1_000),
        &format!("old {n}"),
    );
    one.origin = Origin::History;
    one.read = true;
    one
}

fn pieces() -> Vec<Vec<Inbound>> {
    (0..3)
        .map(|piece| (0..10).map(|n| arrived(old(piece * 10 + n))).collect())
        .collect()
}

fn history() -> Inbound {
    Inbound::History {
        chunk: CHUNK.to_vec(),
        order: 1,
        kind: 0,
        progress: Some(50),
    }
}

fn waiting(rig: &Rig) -> u32 {
    rig.store().read(|tx| Ok(tx.history_chunks()?.1)).unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_past_is_unpacked_without_being_announced() {
    let rig = Rig::online().await;
    rig.script.holds_history(CHUNK, pieces());
    rig.client()
        .brings(vec![history(), history()])
        .await
        .unwrap();
    rig.until("all of it is here", |rig| {
        let done = waiting(rig) == 0;
        done && !rig.store().read(|tx| tx.chat_ids()).unwrap().is_empty()
    })
    .await;
    let row = rig.row().await;
    assert_eq!(row.unread, 0, "it was read long ago");
    assert_eq!(rig.thread(row.id).await.len(), 30, "thirty messages, once");
    assert!(rig.desk.desktop.notices().is_empty(), "the past is no news");
}

#[tokio::test(start_paused = true)]
async fn a_chunk_that_was_kept_is_unpacked_after_a_kill() {
    let rig = Rig::online().await;
    // Nothing unpacks it yet: this version cannot read it.
    rig.store()
        .write({
            let own = rig.own;
            move |tx| tx.put_history_chunk(own, (0, 1), None, CHUNK, NOW)
        })
        .await
        .unwrap();
    assert_eq!(waiting(&rig), 1, "kept and not unpacked");
    let rig = {
        rig.script.holds_history(CHUNK, pieces());
        rig.restart().await
    };
    rig.until("all of it is here", |rig| waiting(rig) == 0)
        .await;
    let row = rig.row().await;
    assert_eq!(rig.thread(row.id).await.len(), 30, "nothing of it is lost");
}

#[tokio::test(start_paused = true)]
async fn a_chunk_this_version_cannot_read_is_kept_and_does_not_hold_up_the_next() {
    let rig = Rig::online().await;
    rig.script.holds_history(CHUNK, pieces());
    let strange = Inbound::History {
        chunk: b"from the future".to_vec(),
        order: 0,
        kind: 9,
        progress: None,
    };
    rig.client().brings(vec![strange, history()]).await.unwrap();
    rig.until("the other one is here", |rig| waiting(rig) == 0)
        .await;
    let kept = rig.store().dump().unwrap();
    assert!(
        kept.lines().any(|line| line.starts_with("history_chunks")
            && line.contains("unreadable=1")
            && line.contains("chunk=<15 bytes")),
        "its bytes wait for a version that can"
    );
    rig.settle().await;
    let tasks = Window::open(&rig.app).snapshot().await.tasks;
    assert!(
        tasks.iter().any(|task| task.kind == TaskKind::ImportHistory
            && matches!(task.outcome, None | Some(TaskOutcome::Done))),
        "the work was shown: {tasks:?}"
    );
}
