//! The program dies between two calls: what was answered is there, and nothing
//! of what was not yet asked.

use std::{
    path::Path,
    process::{Command, Stdio, abort},
};

use frontdesk_engine::backend::SqlBackend;
use wa_rs::traits::{Backend, ProtocolStore as _, SignalStore as _};

use crate::kit::{OURS, Profile, open, stop_the_clock};

const STEPS: u32 = 6;

/// The order in which the engine brings a group of changes to the disk. A prekey
/// may only go when the session it made is there.
async fn step(b: &dyn Backend, n: u32) {
    match n {
        0 => b
            .put_sessions_batch(&[("new@c.us".into(), "session".into())])
            .await
            .unwrap(),
        1 => b.delete_session("old@c.us").await.unwrap(),
        2 => b.remove_prekey(1).await.unwrap(),
        3 => b
            .put_identities_batch(&[("new@c.us".into(), [1; 32])])
            .await
            .unwrap(),
        4 => b
            .put_sender_keys_batch(&[("g::new".into(), "key".into())])
            .await
            .unwrap(),
        _ => b
            .store_pending_inbound("c", "s", "A1", b"words")
            .await
            .unwrap(),
    }
}

async fn done(b: &dyn Backend) -> Vec<bool> {
    vec![
        b.has_session("new@c.us").await.unwrap(),
        !b.has_session("old@c.us").await.unwrap(),
        b.load_prekey(1).await.unwrap().is_none(),
        b.load_identity("new@c.us").await.unwrap().is_some(),
        b.get_sender_key("g::new").await.unwrap().is_some(),
        b.get_pending_inbound("c", "s", "A1")
            .await
            .unwrap()
            .is_some(),
    ]
}

#[tokio::test]
async fn a_program_that_dies_after_any_step_has_done_those_and_no_more() {
    for steps in 0..=STEPS {
        let profile = Profile::new();
        let backend = profile.backend(OURS);
        backend.put_session("old@c.us", b"session").await.unwrap();
        backend.store_prekey(1, b"prekey", true).await.unwrap();
        drop(backend);
        profile.store.close().unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::dies_after_some_steps", "--nocapture"])
            .env("FRONTDESK_TEST_PROFILE", profile.folder.path())
            .env("FRONTDESK_TEST_STEPS", steps.to_string())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(!output.status.success(), "the child must have died");
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(!printed.contains("panicked"), "by its own hand: {printed}");

        let store = open(profile.folder.path());
        let found = done(&SqlBackend::new(store, OURS)).await;
        let expected: Vec<_> = (0..STEPS).map(|n| n < steps).collect();
        assert_eq!(found, expected, "after {steps} steps");
    }
}

/// Not a test of its own: the body of the child above.
#[tokio::test]
async fn dies_after_some_steps() {
    let Some(folder) = std::env::var_os("FRONTDESK_TEST_PROFILE") else {
        return;
    };
    let steps: u32 = std::env::var("FRONTDESK_TEST_STEPS")
        .unwrap()
        .parse()
        .unwrap();
    stop_the_clock();
    let backend = SqlBackend::new(open(Path::new(&folder)), OURS);
    for n in 0..steps {
        step(&backend, n).await;
    }
    abort();
}

#[tokio::test]
async fn a_message_whose_ratchet_outlived_it_is_met_again() {
    let profile = Profile::new();
    let backend = profile.backend(OURS);
    let moved = [("peer@c.us".into(), "moved by all four".into())];
    for id in ["A1", "A2", "A3"] {
        backend.heard(id);
    }
    backend
        .store_pending_inbound("c", "s", "A1", b"words")
        .await
        .unwrap();
    backend.put_sessions_batch(&moved).await.unwrap();
    backend
        .store_pending_inbound("c", "s", "A2", b"words")
        .await
        .unwrap();
    backend
        .delete_pending_inbound("c", "s", "A2")
        .await
        .unwrap();
    assert_eq!(
        backend.get_pending_inbound("c", "s", "A3").await.unwrap(),
        None,
        "for the client that noted it, what comes twice was simply repeated"
    );
    backend.heard("A3");
    backend.put_sessions_batch(&moved).await.unwrap();
    backend.heard("A4");
    drop(backend);

    let backend = profile.backend(OURS);
    let mut met = Vec::new();
    for id in ["A1", "A2", "A3", "A4"] {
        met.push(backend.get_pending_inbound("c", "s", id).await.unwrap());
    }
    let expected = [
        // On its way into the history.
        Some(b"words".to_vec()),
        // In the history.
        None,
        // Decrypted, and nothing more.
        Some(Vec::new()),
        // No ratchet moved for it, so it will be decrypted again.
        None,
    ];
    assert_eq!(met, expected, "each as far as it came");
    // The engine buffers what it meets again, and may die before it is kept.
    backend
        .store_pending_inbound("c", "s", "A3", b"")
        .await
        .unwrap();
    drop(backend);

    let backend = profile.backend(OURS);
    assert!(!backend.is_lost("A3"), "nothing was met yet");
    backend.get_pending_inbound("c", "s", "A3").await.unwrap();
    assert!(backend.is_lost("A3"), "it is still the one that was lost");
    backend
        .delete_pending_inbound("c", "s", "A3")
        .await
        .unwrap();
    assert_eq!(
        backend.get_pending_inbound("c", "s", "A3").await.unwrap(),
        None,
        "met once, it is forgotten"
    );
}
