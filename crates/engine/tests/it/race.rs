//! Two tasks ask for the same thing at once.

use std::sync::Arc;

use tokio::{sync::Barrier, task::JoinSet};
use wa_rs::traits::ProtocolStore as _;

use crate::kit::{OURS, Profile};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_take_a_sent_message_one_gets_it() {
    let profile = Profile::new();
    // Two backends, as two connections of one account would have.
    let backends = [OURS, OURS].map(|account| Arc::new(profile.backend(account)));
    for round in 0..100 {
        let id = format!("A{round}");
        backends[0]
            .store_sent_message("c", &id, b"words")
            .await
            .unwrap();
        let start = Arc::new(Barrier::new(2));
        let mut takers = JoinSet::new();
        for backend in &backends {
            let (backend, id, start) = (Arc::clone(backend), id.clone(), Arc::clone(&start));
            takers.spawn(async move {
                start.wait().await;
                backend.take_sent_message("c", &id).await.unwrap()
            });
        }
        let taken = takers.join_all().await;
        let got = taken.iter().filter(|message| message.is_some()).count();
        assert_eq!(got, 1, "round {round}: {taken:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_of_one_token_lose_nothing_of_each_other() {
    let profile = Profile::new();
    let backend = Arc::new(profile.backend(OURS));
    let mut writers = JoinSet::new();
    for n in 1..=60_i64 {
        let backend = Arc::clone(&backend);
        writers.spawn(async move {
            if n % 2 == 0 {
                backend.touch_tc_token_sender_timestamp("u", n).await
            } else {
                let token = n.to_be_bytes();
                backend.store_received_tc_token("u", &token, n).await
            }
        });
    }
    for written in writers.join_all().await {
        written.unwrap();
    }
    let token = backend.get_tc_token("u").await.unwrap().unwrap();
    assert_eq!(token.token, 59_i64.to_be_bytes(), "the newest token");
    assert_eq!(token.token_timestamp, 59);
    assert_eq!(token.sender_timestamp, Some(60), "the latest giving");
}
