//! The writer: groups, failures inside them, and its end.

use frontdesk_domain::{id::ChatId, slot::SlotNumber};
use frontdesk_store::{Change, StoreError};

use crate::kit::{Profile, incoming, one_chat};

#[test]
fn a_failing_write_takes_back_its_own_changes_and_nobody_elses() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let mut feed = store.subscribe();
    let good = store.write(move |tx| tx.insert_message(&incoming(chat, 1, "W1", "kept")));
    let bad = store.write(move |tx| {
        tx.insert_message(&incoming(chat, 2, "W2", "not kept"))?;
        tx.set_draft(ChatId(99), "nowhere")
    });
    let after = store.write(move |tx| tx.insert_message(&incoming(chat, 3, "W3", "kept too")));
    good.wait().unwrap();
    assert!(
        matches!(bad.wait(), Err(StoreError::Gone { .. })),
        "the failure reaches its caller"
    );
    let last = after.wait().unwrap().id();
    let page = store.read(|tx| tx.messages_before(chat, None, 9)).unwrap();
    let bodies: Vec<_> = page.rows.iter().map(|m| m.body.as_str()).collect();
    assert_eq!(bodies, ["kept", "kept too"], "its neighbours are untouched");
    let told: Vec<_> = std::iter::from_fn(|| feed.try_recv().ok())
        .flat_map(|c| c.changes)
        .collect();
    let messages = told
        .iter()
        .filter(|c| matches!(c, Change::Message { .. }))
        .count();
    assert_eq!(messages, 2, "what was taken back is not told: {told:?}");
    assert!(
        told.contains(&Change::Message {
            chat,
            message: last
        }),
        "what was kept is"
    );
}

#[test]
fn a_panic_in_a_write_is_an_answer_and_the_writer_lives_on() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let answer = store
        .write::<()>(move |tx| {
            tx.set_draft(chat, "half way")?;
            panic!("on purpose");
        })
        .wait();
    assert!(
        matches!(answer, Err(StoreError::Panicked { .. })),
        "the caller hears of it"
    );
    assert_eq!(
        store.read(|tx| tx.chat(chat)).unwrap().unwrap().draft,
        "",
        "its change was taken back"
    );
    store
        .write(move |tx| tx.set_draft(chat, "whole"))
        .wait()
        .unwrap();
    assert_eq!(
        store.read(|tx| tx.chat(chat)).unwrap().unwrap().draft,
        "whole",
        "the next write works"
    );
}

#[test]
fn a_read_sees_one_moment_however_long_it_takes() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    store
        .read(|tx| {
            assert_eq!(tx.chat(chat)?.unwrap().draft, "", "before");
            store.write(move |tx| tx.set_draft(chat, "new")).wait()?;
            assert_eq!(tx.chat(chat)?.unwrap().draft, "", "the view does not move");
            Ok(())
        })
        .unwrap();
    assert_eq!(
        store.read(|tx| tx.chat(chat)).unwrap().unwrap().draft,
        "new",
        "the next view is newer"
    );
}

#[test]
fn a_closed_store_says_so_on_every_handle() {
    let profile = Profile::new();
    let store = profile.create();
    let other = store.clone();
    let queued = store.write(|tx| tx.set_slot_label(SlotNumber::ALL[0], "Front"));
    store.close().unwrap();
    queued.wait().unwrap();
    assert!(
        matches!(other.read(|tx| tx.slots()), Err(StoreError::Closed { .. })),
        "reading is over"
    );
    let late = other
        .write(|tx| tx.set_slot_label(SlotNumber::ALL[0], "Late"))
        .wait();
    assert!(
        matches!(late, Err(StoreError::Closed { .. })),
        "writing is over"
    );
    other.close().unwrap();
    let names: Vec<_> = std::fs::read_dir(profile.dir())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.starts_with("frontdesk.db-"))
        .collect();
    assert!(
        names.is_empty(),
        "no log is left beside the file: {names:?}"
    );
    let again = profile.open().unwrap();
    assert_eq!(
        again.read(|tx| tx.slot(SlotNumber::ALL[0])).unwrap().label,
        "Front",
        "what was queued is kept"
    );
}

#[test]
fn the_last_handle_dropped_inside_a_write_closes_the_store() {
    let profile = Profile::new();
    let store = profile.create();
    let inner = store.clone();
    let answer = store.write(move |tx| {
        tx.set_slot_label(SlotNumber::ALL[0], "Front")?;
        drop(inner);
        Ok(())
    });
    drop(store);
    answer.wait().unwrap();
}
