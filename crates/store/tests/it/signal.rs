//! The protocol engine's state: what a change of it costs, and what the disk
//! keeps when it fails or when something is deleted.

use std::fs;

use frontdesk_domain::id::AccountId;
use frontdesk_store::{
    DeviceRow, Pending, Store, StoreError,
    faulty_disk::{Disk, Fault},
};

use crate::kit::{Profile, fingerprint, one_chat};

const OURS: AccountId = AccountId(1);

/// A store on a watched disk with one session in it.
fn watched() -> (Profile, Disk, Store) {
    let profile = Profile::new();
    profile.create().close().unwrap();
    let disk = Disk::watch(&profile.dir());
    let store = profile.open().unwrap();
    // The first commit into an empty log also flushes the log's header.
    put_sessions(&store, "first", 1).wait().unwrap();
    (profile, disk, store)
}

fn put_sessions(store: &Store, name: &'static str, count: usize) -> Pending<()> {
    store.write(move |tx| {
        let mut signal = tx.signal_mut(OURS);
        (0..count).try_for_each(|n| signal.put_session(&format!("{name}-{n}"), &[7; 2_000]))
    })
}

fn sessions(store: &Store, name: &str, count: usize) -> usize {
    store
        .read(|tx| {
            let signal = tx.signal(OURS);
            (0..count).try_fold(0, |found, n| {
                let is_there = signal.has_session(&format!("{name}-{n}"))?;
                Ok(found + usize::from(is_there))
            })
        })
        .unwrap()
}

#[test]
fn a_batch_costs_one_flush_however_large() {
    let (_profile, disk, store) = watched();
    for count in [1, 10, 300] {
        let before = disk.flushes();
        put_sessions(&store, "batch", count).wait().unwrap();
        assert_eq!(disk.flushes() - before, 1, "{count} sessions");
    }
}

#[test]
fn a_batch_that_meets_a_full_disk_anywhere_leaves_nothing() {
    let (_profile, disk, store) = watched();
    let mut refused = 0;
    for at in 0.. {
        disk.set_fault(Some(Fault::FullAtWrite(at)));
        let answer = put_sessions(&store, "full", 60).wait();
        disk.set_fault(None);
        if let Err(error) = answer {
            assert!(
                matches!(error, StoreError::Full { .. }),
                "write {at}: {error:?}"
            );
            assert_eq!(sessions(&store, "full", 60), 0, "write {at}");
            refused += 1;
        } else {
            assert_eq!(sessions(&store, "full", 60), 60, "write {at}");
            break;
        }
    }
    assert!(refused > 20, "only {refused} places mattered");
}

#[test]
fn an_error_in_the_middle_of_a_batch_takes_back_its_beginning() {
    let (_profile, _disk, store) = watched();
    let answer = store
        .write(|tx| {
            tx.signal_mut(OURS).put_session("half-0", b"s")?;
            Err::<(), _>(StoreError::Gone { doing: "Test" })
        })
        .wait();
    assert!(matches!(answer, Err(StoreError::Gone { .. })), "{answer:?}");
    assert_eq!(sessions(&store, "half", 1), 0);
}

#[test]
fn no_change_of_the_engines_state_is_told_to_the_feed() {
    let profile = Profile::new();
    let store = profile.create();
    let mut feed = store.subscribe();
    put_sessions(&store, "quiet", 3).wait().unwrap();
    store
        .write(|tx| tx.signal_mut(OURS).erase())
        .wait()
        .unwrap();
    assert!(feed.try_recv().is_err(), "no window shows any of it");
}

/// Whether the log gets short by itself. The loop has an end, so a writer that
/// forgets fails the test.
fn gets_short(store: &Store) -> bool {
    (0..500_000).any(|_| {
        std::thread::yield_now();
        store.facts().log_bytes == 0
    })
}

#[test]
fn a_key_that_was_used_up_leaves_the_log_within_moments() {
    let profile = Profile::new();
    let store = profile.create();
    store
        .write(|tx| tx.signal_mut(OURS).put_prekey(1, b"key", true))
        .wait()
        .unwrap();
    assert!(store.facts().log_bytes > 0, "the case needs a log");
    store
        .write(|tx| tx.signal_mut(OURS).delete_prekey(1))
        .wait()
        .unwrap();
    assert!(gets_short(&store), "the key still lies in the log");
}

#[test]
fn a_message_that_came_in_does_not_cost_a_shortening_of_the_log() {
    let (_profile, disk, store) = watched();
    let before = disk.flushes();
    for n in 0..5_i64 {
        store
            .write_soon(move |tx| {
                tx.signal_mut(OURS)
                    .put_pending_inbound("c", "s", "A1", b"words", n)
            })
            .wait()
            .unwrap();
        store
            .write_soon(|tx| tx.signal_mut(OURS).delete_pending_inbound("c", "s", "A1"))
            .wait()
            .unwrap();
    }
    // Chores are done before the next write is looked at.
    put_sessions(&store, "after", 1).wait().unwrap();
    assert_eq!(disk.flushes() - before, 1, "that of the session");
}

#[test]
fn deleting_what_is_not_there_costs_nothing() {
    let (_profile, disk, store) = watched();
    let before = disk.flushes();
    store
        .write(|tx| {
            let mut signal = tx.signal_mut(OURS);
            signal.delete_session("nobody")?;
            signal.delete_prekey(9)?;
            signal.take_sent_message("c", "A1").map(|_| ())
        })
        .wait()
        .unwrap();
    assert_eq!(disk.flushes() - before, 0);
    assert!(store.facts().log_bytes > 0, "nor is the log shortened");
}

#[test]
fn unlinking_leaves_the_history_and_no_trace_of_the_credentials() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let device = DeviceRow {
        format: 1,
        device: b"CANARY-quetzal".repeat(50),
        phone_jid: Some("15550001111:7@s.whatsapp.net".to_owned()),
        lid_jid: None,
    };
    store
        .write(move |tx| tx.signal_mut(OURS).put_device(&device))
        .wait()
        .unwrap();
    let linked = store.read(|tx| tx.linked_devices()).unwrap();
    assert_eq!(linked.len(), 1, "{linked:?}");
    store
        .write(|tx| tx.signal_mut(OURS).erase())
        .wait()
        .unwrap();
    assert_eq!(store.read(|tx| tx.linked_devices()).unwrap(), []);
    assert!(
        store.read(|tx| tx.chat(chat)).unwrap().is_some(),
        "the history stays"
    );
    assert!(gets_short(&store), "the credentials still lie in the log");
    assert!(!store.dump().unwrap().contains("protocol_"));
    for path in fingerprint(&profile.dir()).keys() {
        let bytes = fs::read(path).unwrap();
        let leaks = bytes.windows(7).any(|window| window == b"quetzal");
        assert!(!leaks, "{}", path.display());
    }
}

#[test]
fn a_question_for_a_message_keeps_the_message_until_it_is_settled() {
    let profile = Profile::new();
    let store = profile.create();
    let ours = |store: &Store| {
        store
            .read(|tx| tx.signal(OURS).retry_questions())
            .unwrap()
            .into_iter()
            .map(|one| {
                let words = String::from_utf8(one.payload).unwrap();
                format!(
                    "{} by {} ({}x, {} answers): {words} in {}",
                    one.message, one.device, one.count, one.attempts, one.chat
                )
            })
            .collect::<Vec<_>>()
    };
    let asked = store
        .write(|tx| {
            let mut signal = tx.signal_mut(OURS);
            signal.put_sent_message("ada@c", "S1", b"Hello", 5)?;
            let known = signal.put_retry_question("S1", "ada@c", 1, 10)?;
            let unknown = signal.put_retry_question("S9", "ada@c", 1, 10)?;
            signal.take_sent_message("ada@c", "S1")?;
            let second = signal.put_retry_question("S1", "ada:2@c", 1, 11)?;
            signal.retry_attempted("S1", "ada:2@c")?;
            signal.put_retry_question("S1", "ada@c", 2, 12)?;
            Ok([known, unknown, second])
        })
        .wait()
        .unwrap();
    assert_eq!(
        asked,
        [true, false, true],
        "what is not kept cannot be answered"
    );
    assert_eq!(
        ours(&store),
        [
            "S1 by ada:2@c (1x, 1 answers): Hello in ada@c",
            "S1 by ada@c (2x, 0 answers): Hello in ada@c"
        ],
        "each device once, with what it asked last"
    );
    store
        .write(|tx| tx.signal_mut(OURS).forget_retry_question("S1", "ada@c"))
        .wait()
        .unwrap();
    assert_eq!(ours(&store).len(), 1, "the other one waits on");
}
