//! A link in the making becomes an account's.

use std::sync::Arc;

use frontdesk_domain::id::AccountId;
use frontdesk_domain::slot::SlotNumber;
use frontdesk_engine::backend::SqlBackend;
use frontdesk_store::{Store, account_while_linking};
use tokio::task::JoinSet;
use wa_rs::traits::{DeviceStore as _, SignalStore as _};

use crate::{
    device::{linked, text},
    kit::{OURS, Profile, THEIRS},
};

#[tokio::test]
async fn a_link_takes_the_place_of_the_accounts_old_one_and_goes_on() {
    let profile = Profile::new();
    let old = profile.backend(OURS);
    old.create().await.unwrap();
    old.put_session("old@c.us", b"old").await.unwrap();
    let theirs = profile.backend(THEIRS);
    theirs.create().await.unwrap();
    let before = profile.rows_of(THEIRS);

    let linking = account_while_linking(SlotNumber::ALL[0]);
    let backend = profile.backend(linking);
    let device = linked();
    backend.save(&device).await.unwrap();
    backend.put_session("new@c.us", b"new").await.unwrap();
    hand_over(&profile.store, &backend, linking, OURS).await;

    assert_eq!(backend.account().await, OURS);
    assert_eq!(profile.rows_of(linking), Vec::<String>::new(), "moved");
    assert_eq!(
        profile.rows_of(THEIRS),
        before,
        "a neighbour notices nothing"
    );
    let found = backend.load().await.unwrap().unwrap();
    assert_eq!(text(&found), text(&device), "the new credentials");
    assert!(!backend.has_session("old@c.us").await.unwrap());
    backend.put_session("new@c.us", b"newer").await.unwrap();
    let seen = profile.backend(OURS).get_session("new@c.us").await.unwrap();
    assert_eq!(seen.unwrap(), "newer", "later writes are the account's");
}

#[tokio::test]
async fn a_backend_that_is_let_go_again_goes_on_as_before() {
    let profile = Profile::new();
    let linking = account_while_linking(SlotNumber::ALL[0]);
    let backend = profile.backend(linking);
    backend.create().await.unwrap();
    drop(backend.hold().await);
    assert_eq!(backend.account().await, linking);
    backend.put_session("new@c.us", b"new").await.unwrap();
    assert_eq!(profile.rows_of(linking).len(), 2, "nothing was handed over");
}

#[tokio::test]
async fn a_closed_backend_refuses_every_call() {
    let profile = Profile::new();
    let backend = profile.backend(OURS);
    backend.create().await.unwrap();
    let before = profile.rows_of(OURS);
    backend.close();
    backend.quiet().await;
    assert!(backend.put_session("late@c.us", b"late").await.is_err());
    assert!(backend.load().await.is_err(), "not even a read");
    assert_eq!(profile.rows_of(OURS), before, "nothing came late");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_around_the_handover_is_never_left_behind() {
    for _ in 0..10 {
        let profile = Profile::new();
        let linking = account_while_linking(SlotNumber::ALL[2]);
        let backend = Arc::new(profile.backend(linking));
        let mut writers = JoinSet::new();
        for n in 0..40 {
            let (backend, store) = (Arc::clone(&backend), profile.store.clone());
            writers.spawn(async move {
                if n == 20 {
                    hand_over(&store, &backend, linking, OURS).await;
                    return Ok(());
                }
                backend.put_session(&format!("{n}@c.us"), b"s").await
            });
        }
        for written in writers.join_all().await {
            written.unwrap();
        }
        assert_eq!(
            profile.rows_of(linking),
            Vec::<String>::new(),
            "none behind"
        );
        assert_eq!(profile.rows_of(OURS).len(), 39, "all arrived");
    }
}

/// As the supervisor of a slot does it: the state and the seat in one
/// transaction, while the client stands still.
async fn hand_over(store: &Store, backend: &SqlBackend, from: AccountId, to: AccountId) {
    let held = backend.hold().await;
    store
        .write(move |tx| tx.signal_mut(from).hand_over(to))
        .await
        .unwrap();
    held.go_on_as(to);
}
