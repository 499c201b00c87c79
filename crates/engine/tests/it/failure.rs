//! A batch that cannot be written leaves nothing, and says so.
#![cfg(unix)]

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use frontdesk_engine::backend::SqlBackend;
use wa_rs::{
    bytes::Bytes,
    traits::{Backend, PendingInboundRow, ProtocolStore as _, SignalStore as _},
};

use crate::kit::{OURS, Profile, open, stop_the_clock};

/// More than a file may grow to in the child.
const TOO_MUCH: usize = 400;

fn large() -> Vec<(Arc<str>, Bytes)> {
    (0..TOO_MUCH)
        .map(|n| (format!("{n}@c.us").into(), vec![7; 30_000].into()))
        .collect()
}

async fn rows(b: &dyn Backend) -> usize {
    let mut rows = 0;
    for (address, _) in large() {
        rows += usize::from(b.has_session(&address).await.unwrap());
        rows += usize::from(b.get_sender_key(&address).await.unwrap().is_some());
        let pending = b.get_pending_inbound(&address, "s", "i").await.unwrap();
        rows += usize::from(pending.is_some());
    }
    rows
}

#[tokio::test]
async fn a_batch_too_large_for_the_disk_leaves_nothing() {
    let profile = Profile::new();
    profile.store.close().unwrap();
    // The limit is the operating system's own, on the size of any file; without
    // the trap it would kill instead of refusing.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$@\"", "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "failure::is_refused_by_the_disk", "--nocapture"])
        .env("FRONTDESK_TEST_SMALL_DISK", profile.folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}");
    let backend = SqlBackend::new(open(profile.folder.path()), OURS);
    assert_eq!(rows(&backend).await, 0, "nor after the next start");
    assert!(
        backend.has_session("small@c.us").await.unwrap(),
        "what was answered is there"
    );
}

/// Not a test of its own: the body of the child above.
#[tokio::test]
async fn is_refused_by_the_disk() {
    let Some(folder) = std::env::var_os("FRONTDESK_TEST_SMALL_DISK") else {
        return;
    };
    stop_the_clock();
    let backend = SqlBackend::new(open(Path::new(&folder)), OURS);
    let large = large();
    let sessions = backend.put_sessions_batch(&large).await;
    let keys = backend.put_sender_keys_batch(&large).await;
    let pending: Vec<_> = large
        .iter()
        .map(|(address, bytes)| PendingInboundRow {
            chat: address,
            sender: "s",
            id: "i",
            message: bytes,
        })
        .collect();
    let pending = backend.store_pending_inbound_batch(&pending).await;
    for (what, result) in [("sessions", sessions), ("keys", keys), ("pending", pending)] {
        let error = result.expect_err(what);
        assert!(
            !error.is_database_busy_or_locked(),
            "{what}: trying again would not help: {error:?}"
        );
    }
    assert_eq!(rows(&backend).await, 0, "nothing of any batch");
    backend.put_session("small@c.us", b"s").await.unwrap();
}

#[tokio::test]
async fn a_closed_store_is_an_error_and_no_reason_to_try_again() {
    let profile = Profile::new();
    let backend = profile.backend(OURS);
    profile.store.close().unwrap();
    let error = backend.put_session("u@c.us", b"s").await.unwrap_err();
    assert!(!error.is_database_busy_or_locked(), "{error:?}");
    let error = backend.get_session("u@c.us").await.unwrap_err();
    assert!(!error.is_database_busy_or_locked(), "{error:?}");
}
