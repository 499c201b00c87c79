//! Everything that can be wrong with a place when the store is opened. Each
//! case has its own error, and the files stay as they were.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use frontdesk_domain::secret::Secret;
use frontdesk_store::{Place, Store, StoreError};
use rusqlite::Connection;

use crate::kit::{NOW, Profile, fingerprint, incoming, key, one_chat};

/// What was there must still be there, byte for byte. A lock file, an empty
/// log and the index of a log may be new.
fn assert_untouched(before: &BTreeMap<PathBuf, String>, profile: &Profile) {
    let after = fingerprint(&profile.dir());
    for (path, hash) in before {
        assert_eq!(
            after.get(path),
            Some(hash),
            "{} was changed",
            path.display()
        );
    }
    for path in after.keys().filter(|path| !before.contains_key(*path)) {
        let name = path.to_string_lossy();
        let is_empty_log = name.ends_with("-wal") && fs::metadata(path).unwrap().len() == 0;
        assert!(
            name.ends_with(".lock") || name.ends_with("-shm") || is_empty_log,
            "{name} appeared"
        );
    }
}

/// A closed store with a few hundred messages, so that it has many pages.
fn filled() -> Profile {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    store
        .write(move |tx| {
            for n in 0..400 {
                tx.insert_message(&incoming(chat, n, &format!("W{n}"), &"words ".repeat(20)))?;
            }
            Ok(())
        })
        .wait()
        .unwrap();
    store.close().unwrap();
    profile
}

fn refusal(profile: &Profile) -> StoreError {
    let before = fingerprint(&profile.dir());
    let error = profile.open().expect_err("this must not open");
    assert_untouched(&before, profile);
    error
}

#[test]
fn a_wrong_key_is_told_and_touches_nothing() {
    let profile = filled();
    let before = fingerprint(&profile.dir());
    let error = Store::open(&profile.place, &Secret::new([8; 32]), NOW, &mut |_| {}).unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error:?}");
    assert_untouched(&before, &profile);
}

#[test]
fn a_wrong_key_beside_the_log_of_a_crash_touches_neither() {
    let profile = filled();
    leave_a_log(&profile);
    let before = fingerprint(&profile.dir());
    assert!(
        before.keys().any(|p| p.to_string_lossy().ends_with("-wal")),
        "the case needs a log"
    );
    let error = Store::open(&profile.place, &Secret::new([8; 32]), NOW, &mut |_| {}).unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error:?}");
    assert_untouched(&before, &profile);
    let store = profile.open().unwrap();
    assert!(
        store.dump().unwrap().contains("after the last checkpoint"),
        "the log was read at last"
    );
}

/// Copies the files of a store in use, as a crash would leave them.
fn leave_a_log(profile: &Profile) {
    let store = profile.open().unwrap();
    store
        .write(|tx| tx.put_setting("note", &"after the last checkpoint"))
        .wait()
        .unwrap();
    let copies: Vec<_> = ["", "-wal"]
        .iter()
        .map(|suffix| {
            let path = PathBuf::from(format!("{}{suffix}", profile.place.database.display()));
            (fs::read(&path).unwrap(), path)
        })
        .collect();
    store.close().unwrap();
    for (bytes, path) in copies {
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn a_readable_database_in_its_place_is_refused() {
    let profile = filled();
    fs::remove_file(&profile.place.database).unwrap();
    let plain = Connection::open(&profile.place.database).unwrap();
    plain
        .execute_batch("CREATE TABLE t (x) STRICT;")
        .unwrap_err();
    plain
        .execute_batch("CREATE TABLE t (x INTEGER) STRICT; INSERT INTO t (x) VALUES (1);")
        .unwrap();
    drop(plain);
    let error = refusal(&profile);
    assert!(
        matches!(error, StoreError::NotEncrypted { .. }),
        "{error:?}"
    );
}

#[test]
fn a_missing_database_is_missing_and_none_is_made() {
    let profile = Profile::new();
    let error = profile.open().unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }), "{error:?}");
    assert!(!profile.dir().exists(), "not even a folder was made");
}

#[test]
fn an_empty_or_short_file_is_damage() {
    for length in [0, 15, 16, 4095] {
        let profile = filled();
        let bytes = fs::read(&profile.place.database).unwrap();
        fs::write(&profile.place.database, &bytes[..length]).unwrap();
        let error = refusal(&profile);
        assert!(
            matches!(error, StoreError::Corrupt { .. }),
            "{length} bytes: {error:?}"
        );
    }
}

#[test]
fn a_file_cut_at_any_page_is_damage() {
    let profile = filled();
    let bytes = fs::read(&profile.place.database).unwrap();
    let pages = bytes.len() / 4096;
    assert!(pages > 20, "the case needs pages");
    for keep in 1..pages {
        fs::write(&profile.place.database, &bytes[..keep * 4096]).unwrap();
        let error = refusal(&profile);
        assert!(
            matches!(error, StoreError::Corrupt { .. }),
            "{keep} of {pages} pages: {error:?}"
        );
    }
}

#[test]
fn a_folder_in_its_place_is_refused() {
    let profile = filled();
    fs::remove_file(&profile.place.database).unwrap();
    fs::create_dir(&profile.place.database).unwrap();
    let error = refusal(&profile);
    assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
}

#[test]
fn one_flipped_bit_on_any_page_is_found_and_named() {
    let profile = filled();
    let sound = fs::read(&profile.place.database).unwrap();
    let pages = sound.len() / 4096;
    let mut refused = 0;
    for page in 0..pages {
        // Somewhere else on each page: content, initialisation vector, code.
        let offset = page * 4096 + (page * 977 + 100) % 4096;
        let mut damaged = sound.clone();
        damaged[offset] ^= 1 << (page % 8);
        fs::write(&profile.place.database, &damaged).unwrap();
        for rest in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{rest}", profile.place.database.display()));
        }
        let before = fingerprint(&profile.dir());
        match profile.open() {
            Err(error) => {
                refused += 1;
                assert!(
                    matches!(error, StoreError::Corrupt { .. }),
                    "page {page}: {error:?}"
                );
                assert_untouched(&before, &profile);
            }
            Ok(store) => {
                let report = store
                    .check(&mut |_| std::ops::ControlFlow::Continue(()))
                    .unwrap();
                assert!(
                    !report.damage.is_empty(),
                    "page {page}: the check found nothing"
                );
                match store.dump() {
                    Err(StoreError::Corrupt { .. }) | Ok(_) => {}
                    Err(other) => panic!("page {page}: damage was called {other:?}"),
                }
                store.close().unwrap();
                assert_untouched(&before, &profile);
            }
        }
    }
    assert!(
        refused > 0 && refused < pages,
        "{refused} of {pages} pages keep it from opening"
    );
}

#[test]
fn damage_to_the_first_page_is_not_taken_for_a_wrong_key() {
    for offset in [0, 15, 16, 100, 4000, 4090] {
        let profile = filled();
        let mut bytes = fs::read(&profile.place.database).unwrap();
        bytes[offset] ^= 1;
        fs::write(&profile.place.database, &bytes).unwrap();
        let error = refusal(&profile);
        assert!(
            matches!(error, StoreError::Corrupt { .. }),
            "byte {offset}: {error:?}"
        );
    }
}

#[test]
fn a_damaged_page_spoils_what_it_holds_and_nothing_else() {
    let profile = filled();
    let sound = fs::read(&profile.place.database).unwrap();
    let mut spoilt_reads = 0;
    for page in 1..sound.len() / 4096 {
        let mut damaged = sound.clone();
        damaged[page * 4096 + 200] ^= 4;
        fs::write(&profile.place.database, &damaged).unwrap();
        let Ok(store) = profile.open() else { continue };
        if store.dump().is_err() {
            spoilt_reads += 1;
            let slots = store.read(|tx| tx.slots());
            let settings = store.read(|tx| tx.settings());
            assert!(
                slots.is_ok() || settings.is_ok(),
                "page {page} took the whole store along"
            );
        }
        store.close().unwrap();
    }
    assert!(
        spoilt_reads > 5,
        "only {spoilt_reads} pages mattered to the dump"
    );
}

#[test]
fn a_newer_database_is_refused_with_both_versions() {
    for with_log in [false, true] {
        let profile = filled();
        if with_log {
            leave_a_log(&profile);
        }
        let known = {
            let store = profile.open().unwrap();
            store.facts().schema
        };
        let raw = raw_connection(&profile);
        raw.pragma_update(None, "user_version", known + 7).unwrap();
        if with_log {
            // Keep the log, as a crash would.
            let path = &profile.place.database;
            let log = PathBuf::from(format!("{}-wal", path.display()));
            let (file, frames) = (fs::read(path).unwrap(), fs::read(&log).unwrap());
            drop(raw);
            fs::write(path, file).unwrap();
            fs::write(log, frames).unwrap();
        } else {
            drop(raw);
        }
        let error = refusal(&profile);
        assert!(
            matches!(error, StoreError::NewerSchema { found, known: ours, .. } if found == known + 7 && ours == known),
            "log {with_log}: {error:?}"
        );
    }
}

/// The bare key is enough to open the file with other tools.
fn raw_connection(profile: &Profile) -> Connection {
    let conn = Connection::open(&profile.place.database).unwrap();
    conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", "07".repeat(32)))
        .unwrap();
    conn
}

#[test]
fn a_second_instance_is_told_that_the_first_has_it() {
    let profile = filled();
    let first = profile.open().unwrap();
    let error = profile.open().unwrap_err();
    assert!(
        matches!(error, StoreError::InUse { .. }),
        "in the same process: {error:?}"
    );
    let error = Store::create(&profile.place, &key(), NOW).unwrap_err();
    assert!(
        matches!(error, StoreError::InUse { .. }),
        "nor can one be made over it: {error:?}"
    );
    first.close().unwrap();
    profile.open().unwrap();
}

#[test]
fn a_lock_left_by_a_dead_process_locks_nobody_out() {
    let profile = filled();
    let status = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "opening::dies_with_the_store_open",
            "--nocapture",
        ])
        .env("FRONTDESK_TEST_PROFILE", profile.dir())
        .stderr(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(!status.success(), "the child must have died");
    let store = profile.open().unwrap();
    assert!(
        store.dump().unwrap().contains("written before dying"),
        "what was answered is there"
    );
}

/// Not a test of its own: the body of the child above.
#[test]
fn dies_with_the_store_open() {
    let Some(dir) = std::env::var_os("FRONTDESK_TEST_PROFILE") else {
        return;
    };
    let store = Store::open(&Place::in_dir(dir.as_ref()), &key(), NOW, &mut |_| {}).unwrap();
    store
        .write(|tx| tx.put_setting("note", &"written before dying"))
        .wait()
        .unwrap();
    std::process::abort();
}

#[test]
fn nothing_is_created_over_an_existing_file_or_log() {
    let profile = filled();
    let before = fingerprint(&profile.dir());
    let error = Store::create(&profile.place, &key(), NOW).unwrap_err();
    assert!(
        matches!(error, StoreError::AlreadyExists { .. }),
        "{error:?}"
    );
    assert_untouched(&before, &profile);

    leave_a_log(&profile);
    fs::remove_file(&profile.place.database).unwrap();
    let error = Store::create(&profile.place, &key(), NOW).unwrap_err();
    assert!(
        matches!(error, StoreError::AlreadyExists { .. }),
        "an orphaned log is somebody's data: {error:?}"
    );
}

#[test]
fn a_creation_that_was_cut_short_is_begun_again() {
    let profile = Profile::new();
    fs::create_dir_all(profile.dir()).unwrap();
    let rest = profile.dir().join("frontdesk.db.new");
    fs::write(&rest, b"half a database").unwrap();
    fs::write(profile.dir().join("frontdesk.db.new-wal"), b"half a log").unwrap();
    let store = profile.create();
    assert!(!rest.exists(), "the rest was cleared away");
    store.close().unwrap();
    profile.open().unwrap();
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;

    let profile = filled();
    let store = profile.open().unwrap();
    store.write(|tx| tx.put_setting("a", &1)).wait().unwrap();
    let mode = |name: &str| {
        fs::metadata(profile.dir().join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    for folder in ["", "blobs", "backups"] {
        assert_eq!(mode(folder), 0o700, "folder {folder:?}");
    }
    for file in [
        "frontdesk.db",
        "frontdesk.db-wal",
        "frontdesk.db-shm",
        "frontdesk.db.lock",
    ] {
        assert_eq!(mode(file), 0o600, "file {file}");
    }
}

#[test]
fn the_facts_name_an_engine_that_encrypts() {
    let profile = filled();
    let store = profile.open().unwrap();
    let facts = store.facts();
    assert!(facts.sqlcipher.starts_with("4."), "{facts:?}");
    assert!(!facts.provider.is_empty(), "{facts:?}");
    assert!(facts.database_bytes > 4096, "{facts:?}");
    assert_eq!(facts.schema, 6, "raise this with each migration");
}

#[test]
fn refusals_print_nothing() {
    for case in [
        "a_wrong_key_is_told_and_touches_nothing",
        "one_flipped_bit_on_any_page_is_found_and_named",
        "an_empty_or_short_file_is_damage",
    ] {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("opening::{case}"), "--nocapture"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{case} runs by itself");
        let printed = String::from_utf8_lossy(&output.stderr);
        assert_eq!(printed, "", "{case}: the engine's own log stays quiet");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_profile_may_have_any_name() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let folder = tempfile::tempdir().unwrap();
    for name in [
        &b"with space"[..],
        b"50%25 off?mode=memory#x&y",
        "دفتر الاستقبال".as_bytes(),
        b"no text \xff\xfe",
    ] {
        let dir = folder.path().join(OsStr::from_bytes(name));
        let place = Place::in_dir(&dir);
        let shown = dir.display();
        Store::create(&place, &key(), NOW).unwrap().close().unwrap();
        assert!(place.database.is_file(), "{shown}");
        let error = Store::open(&place, &Secret::new([8; 32]), NOW, &mut |_| {}).unwrap_err();
        assert!(
            matches!(error, StoreError::WrongKey { .. }),
            "{shown}: {error:?}"
        );
        Store::open(&place, &key(), NOW, &mut |_| {})
            .unwrap()
            .close()
            .unwrap();
    }
}
