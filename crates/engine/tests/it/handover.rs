//! A link in the making becomes an account's.

use std::sync::Arc;

use frontdesk_domain::slot::SlotNumber;
use frontdesk_store::account_while_linking;
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
    backend.adopt(OURS).await.unwrap();

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
async fn a_handover_that_fails_changes_nothing() {
    let profile = Profile::new();
    let backend = profile.backend(account_while_linking(SlotNumber::ALL[0]));
    backend.create().await.unwrap();
    let before = backend.account().await;
    profile.store.close().unwrap();
    assert!(backend.adopt(OURS).await.is_err(), "the store is closed");
    assert_eq!(backend.account().await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_around_the_handover_is_never_left_behind() {
    for _ in 0..10 {
        let profile = Profile::new();
        let linking = account_while_linking(SlotNumber::ALL[2]);
        let backend = Arc::new(profile.backend(linking));
        let mut writers = JoinSet::new();
        for n in 0..40 {
            let backend = Arc::clone(&backend);
            writers.spawn(async move {
                if n == 20 {
                    return backend.adopt(OURS).await;
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
