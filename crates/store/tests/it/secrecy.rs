//! Nothing that was entrusted to the store can be read from its files.

use std::{fs, io::Write as _};

use frontdesk_domain::{
    address::{Address, PhoneNumber},
    id::WireId,
    slot::SlotNumber,
};
use frontdesk_store::NewContact;

use crate::kit::{NOW, Profile, fingerprint, incoming, one_chat};

/// Every place that takes a text gets one that occurs nowhere else.
fn canary(n: u32) -> String {
    format!("CANARY-{n:04}-{}", "quetzal".repeat(3))
}

const CANARIES: u32 = 600;

fn hits(profile: &Profile) -> Vec<String> {
    let mut hits = Vec::new();
    for path in fingerprint(&profile.dir()).keys() {
        let bytes = fs::read(path).unwrap();
        for needle in [
            &b"CANARY-"[..],
            b"quetzal",
            b"15557770001",
            b"SQLite format",
            b"next_message_id",
        ] {
            if bytes
                .windows(needle.len())
                .any(|w| w[0] == needle[0] && w == needle)
            {
                hits.push(format!(
                    "{} holds {:?}",
                    path.display(),
                    String::from_utf8_lossy(needle)
                ));
            }
        }
    }
    hits
}

#[test]
fn no_file_holds_a_readable_word() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let mut next = 0..CANARIES;
    let mut word = || canary(next.next().unwrap());

    let (label, draft, name) = (word(), word(), word());
    let setting = word();
    store
        .write(move |tx| {
            tx.set_slot_label(SlotNumber::ALL[0], &label)?;
            tx.set_draft(chat, &draft)?;
            tx.insert_contact(
                &NewContact {
                    notes: name.clone(),
                    name,
                    address: Address {
                        phone: Some(PhoneNumber::parse("+1 555 777 0001").unwrap()),
                        lid: None,
                    },
                },
                NOW,
            )?;
            tx.put_setting("note", &setting)
        })
        .wait()
        .unwrap();
    let mut ids = Vec::new();
    for n in 0..200 {
        let mut message = incoming(chat, n, &word(), &word());
        message.quoted = Some(WireId(canary(0)));
        message.payload = Some(canary(1).into_bytes());
        ids.push(
            store
                .write(move |tx| tx.insert_message(&message))
                .wait()
                .unwrap()
                .id(),
        );
    }
    let mut writer = store.blobs().writer().unwrap();
    for _ in 0..3_000 {
        writer.write_all(canary(2).as_bytes()).unwrap();
    }
    let unfinished = hits(&profile);
    assert!(
        unfinished.is_empty(),
        "while a file is being written: {unfinished:?}"
    );
    let blob = writer.finish().unwrap();
    let blob = store
        .write(move |tx| tx.insert_blob(blob, NOW))
        .wait()
        .unwrap();
    let open = hits(&profile);
    assert!(
        open.is_empty(),
        "with the store open and a log beside it: {open:?}"
    );

    store
        .write(move |tx| {
            for id in ids.into_iter().step_by(2) {
                tx.delete_message(id)?;
            }
            tx.set_draft(chat, "")?;
            tx.delete_blob(blob)
        })
        .wait()
        .unwrap();
    let deleted = hits(&profile);
    assert!(deleted.is_empty(), "after deletions: {deleted:?}");
    // The words must be in there, or the search proves nothing.
    assert!(
        store.dump().unwrap().contains(&canary(7)),
        "the second message is still there"
    );
    store.close().unwrap();
    let closed = hits(&profile);
    assert!(closed.is_empty(), "after closing: {closed:?}");
}

#[test]
fn the_search_for_words_finds_one_that_is_there() {
    let profile = Profile::new();
    profile.create().close().unwrap();
    fs::write(profile.dir().join("leak.txt"), canary(7)).unwrap();
    assert!(!hits(&profile).is_empty(), "a leak must be found");
}

#[test]
fn a_deletion_leaves_the_log_within_moments() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let id = store
        .write(move |tx| tx.insert_message(&incoming(chat, 1, "W1", "soon gone")))
        .wait()
        .unwrap()
        .id();
    assert!(store.facts().log_bytes > 0, "the case needs a log");
    store.write(move |tx| tx.delete_message(id)).wait().unwrap();
    // Nobody else is asked to do it: the writer does so when it has nothing else
    // to do. The loop has an end, so a writer that forgets fails the test.
    let shortened = (0..500_000).any(|_| {
        std::thread::yield_now();
        store.facts().log_bytes == 0
    });
    assert!(shortened, "the deleted text still lies in the log");
}

#[test]
fn a_reader_in_the_way_delays_the_shortening_of_the_log_but_no_write() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let id = store
        .write(move |tx| tx.insert_message(&incoming(chat, 1, "W1", "soon gone")))
        .wait()
        .unwrap()
        .id();
    store
        .read(|tx| {
            tx.chat(chat)?;
            store.write(move |tx| tx.delete_message(id)).wait()?;
            store
                .write(move |tx| tx.set_draft(chat, "meanwhile"))
                .wait()
        })
        .unwrap();
    store.close().unwrap();
    let log = format!("{}-wal", profile.place.database.display());
    assert!(fs::metadata(log).is_err(), "in the end it is gone");
}
