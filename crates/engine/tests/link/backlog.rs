//! What waited while this computer was away, and the past.

use std::collections::BTreeSet;

use frontdesk_domain::{
    network::{Content, Inbound, Network as _, Origin},
    pairing::Account,
    session::{Notice, Sync},
};
use frontdesk_sim::{Condition, HistoryPlan};

use crate::{
    ear::Heard,
    rig::{DEVICE, MAYA, Rig, SHOP},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_hundred_waiting_messages_are_kept_in_few_steps() {
    const COUNT: usize = 400;
    let rig = Rig::new().await;
    rig.link().await;
    let first = rig.back_online().await;
    first.stop().await;
    let ids = rig.sim.queue_offline(MAYA, SHOP, COUNT).await.unwrap();
    let client = rig.back_online().await;
    client
        .ear
        .notice(Notice::SyncFinished {
            sync: Sync::Backlog,
            complete: true,
        })
        .await;
    let wanted: BTreeSet<&String> = ids.iter().collect();
    let mut arrived = BTreeSet::new();
    for news in client.ear.kept() {
        if let Inbound::Arrived(arrival) = news
            && wanted.contains(&arrival.key.id.0)
        {
            assert_eq!(arrival.origin, Origin::Backlog);
            arrived.insert(arrival.key.id.0);
        }
    }
    assert_eq!(arrived.len(), COUNT, "all are kept before the end is told");
    let steps = client.ear.all();
    let steps = steps
        .iter()
        .filter(|heard| matches!(heard, Heard::Barrier(_)));
    let steps = steps.count();
    assert!(steps <= 20, "{steps} steps for {COUNT} messages");
    let progress = client.ear.notices().into_iter().filter(|notice| {
        matches!(
            notice,
            Notice::SyncProgress {
                sync: Sync::Backlog,
                ..
            }
        )
    });
    let progress = progress.count();
    assert!((1..=60).contains(&progress), "{progress} steps are shown");
    rig.until(Condition::Settled {
        phone: SHOP.to_owned(),
        device: DEVICE,
    })
    .await;
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_stopped_half_way_loses_nothing() {
    const COUNT: usize = 300;
    let rig = Rig::new().await;
    rig.link().await;
    rig.back_online().await.stop().await;
    let ids = rig.sim.queue_offline(MAYA, SHOP, COUNT).await.unwrap();
    let mut arrived = BTreeSet::new();
    let mut collect = |news: Vec<Inbound>| {
        for piece in news {
            if let Inbound::Arrived(arrival) = piece {
                arrived.insert(arrival.key.id.0);
            }
        }
    };
    let client = rig.log_in();
    client
        .ear
        .until("the beginning", |heard| match heard {
            Heard::Kept(Inbound::Arrived(_)) => Some(()),
            _ => None,
        })
        .await;
    client.stop().await;
    collect(client.ear.kept());
    let client = rig.back_online().await;
    rig.until(Condition::Settled {
        phone: SHOP.to_owned(),
        device: DEVICE,
    })
    .await;
    client.stop().await;
    collect(client.ear.kept());
    let missing: Vec<_> = ids.iter().filter(|id| !arrived.contains(*id)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "none is missing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_past_comes_in_chunks_and_is_unpacked_piece_by_piece() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let plan = HistoryPlan {
        chats: 6,
        messages_per_chat: 10,
        chunk: 3,
        ..HistoryPlan::default()
    };
    let given = rig.sim.push_history(SHOP, plan).await.unwrap();
    let account = rig.account();
    let (messages, chunks) = client
        .ear
        .until("all of it", |_| {
            let chunks = chunks(&client.ear.kept());
            let read = chunks.iter().map(|chunk| messages(&rig, &account, chunk));
            let messages: usize = read.sum();
            (messages >= given.messages).then_some((messages, chunks))
        })
        .await;
    assert_eq!(messages, given.messages, "each once");
    let broken = rig
        .engine
        .unpack_history(&account, b"not a chunk", &mut |_| true);
    assert!(!broken, "nonsense is no past");
    let mut asked = 0;
    rig.engine.unpack_history(&account, &chunks[0], &mut |_| {
        asked += 1;
        false
    });
    assert_eq!(asked, 1, "it stops when it is told to");
    client.stop().await;
}

fn chunks(news: &[Inbound]) -> Vec<Vec<u8>> {
    let chunks = news.iter().filter_map(|news| match news {
        Inbound::History { chunk, .. } => Some(chunk.clone()),
        _ => None,
    });
    chunks.collect()
}

/// How many messages are in a chunk.
fn messages(rig: &Rig, account: &Account, chunk: &[u8]) -> usize {
    let mut messages = 0;
    let whole = rig.engine.unpack_history(account, chunk, &mut |news| {
        for piece in news {
            if let Inbound::Arrived(arrival) = piece {
                assert_eq!(arrival.origin, Origin::History);
                assert_ne!(arrival.content, Content::Undecryptable);
                messages += 1;
            }
        }
        true
    });
    assert!(whole, "it can be read");
    messages
}
