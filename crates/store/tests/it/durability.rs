//! What a write costs, and what it is worth when the disk fails or the power goes.

use std::{
    fs,
    sync::{OnceLock, mpsc::channel},
};

use frontdesk_domain::id::ChatId;
use frontdesk_store::{
    Pending, Place, Store, StoreError,
    faulty_disk::{Disk, Fault, Loss},
};

use crate::kit::{NOW, Profile, incoming, key, one_chat};

/// A store on a watched disk, its log empty, its writer idle.
pub(crate) fn watched() -> (Profile, Disk, Store, ChatId) {
    static TEMPLATE: OnceLock<(Profile, ChatId)> = OnceLock::new();
    let (template, chat) = TEMPLATE.get_or_init(|| {
        let profile = Profile::new();
        let store = profile.create();
        let chat = one_chat(&store);
        store.close().unwrap();
        (profile, chat)
    });
    let profile = Profile::new();
    fs::create_dir_all(profile.dir()).unwrap();
    fs::copy(&template.place.database, &profile.place.database).unwrap();
    let disk = Disk::watch(&profile.dir());
    let store = profile.open().unwrap();
    // The first commit into an empty log also flushes the log's header.
    put(&store, *chat, 0).wait().unwrap();
    (profile, disk, store, *chat)
}

fn put(store: &Store, chat: ChatId, n: i64) -> Pending<()> {
    store.write(move |tx| {
        tx.insert_message(&incoming(chat, n, &format!("W{n}"), "text"))
            .map(|_| ())
    })
}

/// Runs `f` while the writer is held up, so that all its writes wait together.
fn together<T>(store: &Store, f: impl FnOnce() -> T) -> T {
    let (started, has_started) = channel();
    let (go_on, may_go_on) = channel::<()>();
    let gate = store.write_soon(move |_| {
        started.send(()).unwrap();
        let _ = may_go_on.recv();
        Ok(())
    });
    has_started.recv().unwrap();
    let result = f();
    go_on.send(()).unwrap();
    gate.wait().unwrap();
    result
}

#[test]
fn one_write_costs_one_flush() {
    let (_profile, disk, store, chat) = watched();
    for n in 1..6 {
        let before = disk.flushes();
        put(&store, chat, n).wait().unwrap();
        assert_eq!(disk.flushes() - before, 1, "write {n}");
    }
}

#[test]
fn writes_that_wait_together_share_one_flush() {
    let (_profile, disk, store, chat) = watched();
    for size in [2_u8, 50, 200] {
        let before = disk.flushes();
        let base = i64::from(size) * 1_000;
        let waiting: Vec<_> = together(&store, || {
            (0..i64::from(size))
                .map(|n| put(&store, chat, base + n))
                .collect()
        });
        for pending in waiting {
            pending.wait().unwrap();
        }
        assert_eq!(disk.flushes() - before, 1, "{size} writes");
    }
}

#[test]
fn a_write_that_may_wait_costs_no_flush_and_is_made_durable_by_the_next_that_may_not() {
    let (_profile, disk, store, chat) = watched();
    let before = disk.flushes();
    for n in 0..20 {
        store
            .write_soon(move |tx| tx.set_draft(chat, &format!("draft {n}")))
            .wait()
            .unwrap();
    }
    assert_eq!(disk.flushes() - before, 0, "twenty drafts");
    put(&store, chat, 1).wait().unwrap();
    assert_eq!(disk.flushes() - before, 1, "and a message");
}

#[test]
fn a_power_cut_after_any_flush_keeps_every_answered_write() {
    let (profile, disk, store, chat) = watched();
    disk.record(None);
    // (flushes before the answer came, number of the message)
    let mut answered = Vec::new();
    for round in 1..12_i64 {
        let numbers: Vec<_> = (round * 100..round * 100 + 1 + round % 4).collect();
        store
            .write_soon(move |tx| tx.set_draft(chat, "typing"))
            .wait()
            .unwrap();
        let waiting: Vec<_> = together(&store, || {
            numbers.iter().map(|n| put(&store, chat, *n)).collect()
        });
        for (n, pending) in numbers.iter().zip(waiting) {
            pending.wait().unwrap();
            answered.push((disk.recorded(), *n));
        }
        if round == 6 {
            // Brings the log into the file, with all its flushes.
            store
                .check(&mut |_| std::ops::ControlFlow::Continue(()))
                .unwrap();
        }
    }
    store.close().unwrap();
    assert!(
        disk.recorded() > 15,
        "only {} flushes were recorded",
        disk.recorded()
    );
    disk.each_moment(|flushes, _, platter| {
        for loss in Loss::kinds(u64::from(flushes)) {
            let what = format!("after flush {flushes}, {loss:?}");
            let cut = Profile::new();
            fs::create_dir_all(cut.dir()).unwrap();
            platter.leave(loss, &cut.dir());
            let kept: Vec<_> = answered
                .iter()
                .filter(|(before, _)| *before <= flushes)
                .map(|(_, n)| *n)
                .collect();
            assert_kept(&cut.place, &kept, &what);
        }
    });
    drop(profile);
}

/// Writes in groups until `n` messages were tried; returns those answered well
/// and the errors of the others.
fn storm(store: &Store, chat: ChatId) -> (Vec<i64>, Vec<StoreError>) {
    let (mut kept, mut errors) = (Vec::new(), Vec::new());
    for group in 0..4_i64 {
        let waiting: Vec<_> = (1..6)
            .map(|n| {
                let n = group * 10 + n;
                let text = "words ".repeat(200);
                let write = store.write(move |tx| {
                    tx.insert_message(&incoming(chat, n, &format!("W{n}"), &text))
                        .map(|_| ())
                });
                (n, write)
            })
            .collect();
        for (n, pending) in waiting {
            match pending.wait() {
                Ok(()) => kept.push(n),
                Err(error) => errors.push(error),
            }
        }
    }
    (kept, errors)
}

fn assert_kept(place: &Place, kept: &[i64], what: &str) {
    let store = Store::open(place, &key(), NOW, &mut |_| {})
        .unwrap_or_else(|error| panic!("{what}: the store does not open any more: {error:?}"));
    let dump = store.dump().unwrap();
    for n in kept {
        assert!(
            dump.contains(&format!("wire_id=\"W{n}\"")),
            "{what}: W{n} was answered and is gone"
        );
    }
    let report = store
        .check(&mut |_| std::ops::ControlFlow::Continue(()))
        .unwrap();
    assert!(report.damage.is_empty(), "{what}: {:?}", report.damage);
    store.close().unwrap();
}

#[test]
fn a_disk_that_is_full_from_any_write_on_loses_nothing_that_was_answered() {
    let mut refused = 0;
    for at in (0..30).chain((30..).step_by(7)) {
        let (profile, disk, store, chat) = watched();
        let before = disk.writes();
        disk.set_fault(Some(Fault::FullAtWrite(at)));
        let (kept, errors) = storm(&store, chat);
        let reached = disk.writes() - before > at;
        for error in &errors {
            assert!(
                matches!(error, StoreError::Full { .. }),
                "write {at}: {error:?}"
            );
        }
        refused += usize::from(!errors.is_empty());
        let present = store.read(|tx| tx.message_count(chat)).unwrap();
        assert_eq!(
            present,
            kept.len() as u64 + 1,
            "write {at}: what was refused changed nothing"
        );
        // Room again: nothing has to be reopened.
        disk.set_fault(None);
        put(&store, chat, 999).wait().unwrap();
        store.close().unwrap();
        assert_kept(&profile.place, &kept, &format!("full at write {at}"));
        if !reached {
            break;
        }
    }
    assert!(refused > 20, "only {refused} of the places mattered");
}

#[test]
fn a_write_that_fails_once_is_refused_and_the_next_works() {
    for at in (0..60).step_by(3) {
        let (profile, disk, store, chat) = watched();
        disk.set_fault(Some(Fault::BrokenWrite(at)));
        let (kept, errors) = storm(&store, chat);
        for error in &errors {
            assert!(
                matches!(error, StoreError::Io { .. }),
                "write {at}: {error:?}"
            );
        }
        disk.set_fault(None);
        put(&store, chat, 999).wait().unwrap();
        store.close().unwrap();
        assert_kept(&profile.place, &kept, &format!("broken write {at}"));
    }
}

#[test]
fn after_a_failed_flush_nothing_is_written_until_the_store_is_reopened() {
    for at in 0..6 {
        let (profile, disk, store, chat) = watched();
        disk.set_fault(Some(Fault::BrokenFlush(at)));
        let (kept, errors) = storm(&store, chat);
        if errors.is_empty() {
            assert!(at > 3, "flush {at} was not reached");
            continue;
        }
        for error in &errors {
            assert!(
                matches!(error, StoreError::Io { .. }),
                "flush {at}: {error:?}"
            );
        }
        let writes = disk.writes();
        let answer = put(&store, chat, 999).wait();
        assert!(
            matches!(answer, Err(StoreError::Io { .. })),
            "flush {at}: a later write was taken"
        );
        assert_eq!(disk.writes(), writes, "flush {at}: and reached the disk");
        store.read(|tx| tx.slots()).unwrap();
        assert!(
            store.close().is_err(),
            "flush {at}: closing says that it was not clean"
        );
        assert_kept(&profile.place, &kept, &format!("broken flush {at}"));
    }
}
