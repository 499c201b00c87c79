//! Real full disks and real read-only folders. Each case runs in a child process
//! with mounts of its own, which even the superuser cannot write around and
//! which end with it.
#![cfg(target_os = "linux")]

use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use frontdesk_store::{Place, Store, StoreError};

use crate::kit::{NOW, Profile, fingerprint, incoming, key, one_chat};

const DIR: &str = "FRONTDESK_TEST_DIR";

/// Runs a test of this file in a child, after a shell command in which `$DIR` is
/// a folder of its own. Where the system forbids private mounts that is said
/// aloud and nothing is claimed.
fn with_mounts(folder: &PathBuf, setup: &str, body: &str) {
    let possible = Command::new("unshare")
        .args([
            "--map-root-user",
            "--mount",
            "mount",
            "-t",
            "tmpfs",
            "tmpfs",
            "/mnt",
        ])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !possible {
        // Straight to the descriptor: the harness hides what passing tests print.
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: {body}: this system allows no private mounts"
        );
        return;
    }
    let script = format!("set -e; {setup}; exec \"$0\" --exact mounts::{body} --nocapture");
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", &script])
        .arg(std::env::current_exe().unwrap())
        .env("DIR", folder)
        .env(DIR, folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let ran = String::from_utf8_lossy(&output.stdout).contains("1 passed");
    assert!(ran, "the child did not run {body}");
}

fn dir() -> Option<PathBuf> {
    std::env::var_os(DIR).map(PathBuf::from)
}

#[test]
fn a_real_full_disk_loses_nothing_that_was_answered_and_heals_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    with_mounts(
        &folder.path().to_owned(),
        "mount -t tmpfs -o size=2000k tmpfs \"$DIR\"",
        "body_of_a_full_disk",
    );
}

/// Not a test of its own: see above.
#[test]
fn body_of_a_full_disk() {
    let Some(dir) = dir() else { return };
    let place = Place::in_dir(&dir.join("profile"));
    let ballast = dir.join("ballast");
    fs::write(&ballast, vec![1; 300 * 1024]).unwrap();
    let store = Store::create(&place, &key(), NOW).unwrap();
    let chat = one_chat(&store);
    let (mut kept, mut refused) = (Vec::new(), 0);
    for n in 0..2_000_i64 {
        let text = "words ".repeat(300);
        let write = store.write(move |tx| {
            tx.insert_message(&incoming(chat, n, &format!("W{n}"), &text))
                .map(|_| ())
        });
        match write.wait() {
            Ok(()) => kept.push(n),
            Err(StoreError::Full { .. }) => refused += 1,
            Err(other) => panic!("a full disk was called {other:?}"),
        }
        if refused == 20 {
            break;
        }
    }
    assert!(
        refused == 20 && kept.len() > 20,
        "{} kept, {refused} refused",
        kept.len()
    );

    let mut writer = store.blobs().writer().unwrap();
    let error = (0..100)
        .find_map(|_| writer.write_all(&[2; 64 * 1024]).err())
        .map(StoreError::from_blob)
        .expect("a file does not fit either");
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    drop(writer);
    assert_eq!(
        fs::read_dir(&place.blobs).unwrap().count(),
        0,
        "the half file is gone"
    );

    assert_eq!(
        store.read(|tx| tx.message_count(chat)).unwrap(),
        kept.len() as u64,
        "still readable"
    );
    fs::remove_file(&ballast).unwrap();
    store
        .write(move |tx| tx.set_draft(chat, "room again"))
        .wait()
        .unwrap();
    store.close().unwrap();

    let store = Store::open(&place, &key(), NOW, &mut |_| {}).unwrap();
    let dump = store.dump().unwrap();
    assert!(
        kept.iter()
            .all(|n| dump.contains(&format!("wire_id=\"W{n}\""))),
        "all that was answered is there"
    );
    assert!(dump.contains("room again"), "and what came after");
    let report = store
        .check(&mut |_| std::ops::ControlFlow::Continue(()))
        .unwrap();
    assert!(report.damage.is_empty(), "{report:?}");
}

#[test]
fn a_store_that_does_not_fit_is_not_created() {
    let folder = tempfile::tempdir().unwrap();
    with_mounts(
        &folder.path().to_owned(),
        "mount -t tmpfs -o size=64k tmpfs \"$DIR\"",
        "body_of_a_tiny_disk",
    );
}

/// Not a test of its own: see above.
#[test]
fn body_of_a_tiny_disk() {
    let Some(dir) = dir() else { return };
    let place = Place::in_dir(&dir.join("profile"));
    let error = Store::create(&place, &key(), NOW).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert!(!place.database.exists(), "there is no half database");
}

#[test]
fn a_read_only_folder_is_told_and_left_alone() {
    let profile = Profile::new();
    let store = profile.create();
    one_chat(&store);
    store.close().unwrap();
    let before = fingerprint(&profile.dir());
    with_mounts(
        &profile.folder.path().to_owned(),
        "mount --bind \"$DIR\" \"$DIR\"; mount -o remount,bind,ro \"$DIR\"",
        "body_of_a_read_only_folder",
    );
    assert_eq!(fingerprint(&profile.dir()), before, "nothing was touched");
}

/// Not a test of its own: see above.
#[test]
fn body_of_a_read_only_folder() {
    let Some(dir) = dir() else { return };
    let place = Place::in_dir(&dir.join("profile"));
    let error = Store::open(&place, &key(), NOW, &mut |_| {}).unwrap_err();
    assert!(
        matches!(error, StoreError::ReadOnly { .. }),
        "opening: {error:?}"
    );
    let place = Place::in_dir(&dir.join("another"));
    let error = Store::create(&place, &key(), NOW).unwrap_err();
    assert!(
        matches!(error, StoreError::ReadOnly { .. }),
        "creating: {error:?}"
    );
}

#[test]
fn a_read_only_database_file_is_told_and_left_alone() {
    let profile = Profile::new();
    profile.create().close().unwrap();
    let before = fingerprint(&profile.dir());
    with_mounts(
        &profile.folder.path().to_owned(),
        "F=\"$DIR/profile/frontdesk.db\"; mount --bind \"$F\" \"$F\"; mount -o remount,bind,ro \"$F\"",
        "body_of_a_read_only_file",
    );
    let mut after = fingerprint(&profile.dir());
    after.retain(|path, _| before.contains_key(path));
    assert_eq!(after, before, "nothing was touched");
}

/// Not a test of its own: see above.
#[test]
fn body_of_a_read_only_file() {
    let Some(dir) = dir() else { return };
    let place = Place::in_dir(&dir.join("profile"));
    let error = Store::open(&place, &key(), NOW, &mut |_| {}).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
}
