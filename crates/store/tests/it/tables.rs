//! What the tables promise.

use frontdesk_domain::{
    address::{Address, Lid},
    id::{ChatId, MessageId, WireId},
    settings::{Settings, Theme},
    slot::{SlotColour, SlotNumber},
    time::Timestamp,
};
use proptest::prelude::*;

use frontdesk_store::{Change, ChatList, Inserted, NewChat, Peer, Store, StoreError};

use crate::kit::{NOW, Profile, chat, incoming, one_chat, outgoing, person, phone, shop};

fn bodies(rows: &[frontdesk_store::Message]) -> Vec<&str> {
    rows.iter().map(|m| m.body.as_str()).collect()
}

fn put(store: &Store, message: frontdesk_store::NewMessage) -> MessageId {
    store
        .write(move |tx| tx.insert_message(&message))
        .wait()
        .unwrap()
        .id()
}

#[test]
fn a_new_store_has_three_empty_slots_and_default_settings() {
    let profile = Profile::new();
    let store = profile.create();
    let slots = store.read(|tx| tx.slots()).unwrap();
    let colours: Vec<_> = slots.iter().map(|s| s.colour).collect();
    assert_eq!(
        colours,
        SlotNumber::ALL.map(SlotColour::initial),
        "the first colours are those the domain chose"
    );
    assert!(
        slots
            .iter()
            .all(|s| s.account.is_none() && s.label.is_empty()),
        "no slot is taken"
    );
    assert_eq!(
        store.read(|tx| tx.settings()).unwrap(),
        Settings::default(),
        "nothing was chosen"
    );
}

#[test]
fn what_is_written_is_there_after_reopening() {
    let profile = Profile::new();
    let store = profile.create();
    let account = shop(&store);
    store
        .write(move |tx| {
            tx.set_slot_account(SlotNumber::ALL[1], Some(account))?;
            tx.set_slot_label(SlotNumber::ALL[1], "Shop")?;
            tx.set_slot_colour(SlotNumber::ALL[1], SlotColour::Rose)?;
            tx.put_settings(&Settings {
                theme: Theme::Dark,
                ..Settings::default()
            })
        })
        .wait()
        .unwrap();
    let before = store.dump().unwrap();
    store.close().unwrap();

    let store = profile.open().unwrap();
    assert_eq!(
        store.dump().unwrap(),
        before,
        "closing and opening changes nothing"
    );
    let slot = store.read(|tx| tx.slot(SlotNumber::ALL[1])).unwrap();
    assert_eq!(
        (slot.label.as_str(), slot.account),
        ("Shop", Some(account)),
        "the slot is as it was left"
    );
    assert_eq!(
        store.read(|tx| tx.slot_of(account)).unwrap(),
        Some(SlotNumber::ALL[1]),
        "and found from its account"
    );
    assert_eq!(
        store.read(|tx| tx.settings()).unwrap().theme,
        Theme::Dark,
        "the choice stays"
    );
}

#[test]
fn an_account_sits_in_one_slot_at_most() {
    let profile = Profile::new();
    let store = profile.create();
    let account = shop(&store);
    let seat = |slot: usize| {
        store
            .write(move |tx| tx.set_slot_account(SlotNumber::ALL[slot], Some(account)))
            .wait()
    };
    seat(0).unwrap();
    assert!(
        matches!(seat(2), Err(StoreError::Conflict { .. })),
        "the second slot is refused"
    );
    seat(0).unwrap();
}

#[test]
fn a_person_is_found_by_every_address_and_the_lid_decides() {
    let profile = Profile::new();
    let store = profile.create();
    let ada = person(&store, "Ada", "+1 555 000 2222");
    let bo = person(&store, "Bo", "+1 555 000 3333");
    let find = |phone_number: Option<&str>, lid: Option<&str>| {
        let address = Address {
            phone: phone_number.map(phone),
            lid: lid.map(|l| Lid(l.to_owned())),
        };
        store.read(|tx| tx.contact_by_address(&address)).unwrap()
    };
    assert_eq!(find(Some("15550002222"), None), Some(ada), "by number");
    assert_eq!(find(None, Some("lid-Bo")), Some(bo), "by LID");
    assert_eq!(
        find(Some("15550002222"), Some("lid-Bo")),
        Some(bo),
        "a number passes on, a LID does not"
    );
    assert_eq!(
        find(Some("15550009999"), Some("lid-new")),
        None,
        "a stranger"
    );
    let contact = store.read(|tx| tx.contact(ada)).unwrap().unwrap();
    assert_eq!(
        contact.address.phone,
        Some(phone("15550002222")),
        "the row carries its addresses"
    );
    assert_eq!(contact.name, "Ada", "and its name");
}

#[test]
fn a_message_delivered_again_is_stored_once() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let message = incoming(chat, 10, "W1", "hello");
    let (first, again) = store
        .write(move |tx| Ok((tx.insert_message(&message)?, tx.insert_message(&message)?)))
        .wait()
        .unwrap();
    assert_eq!(
        again,
        Inserted::Known(first.id()),
        "the second one finds the first"
    );
    let row = store.read(|tx| tx.chat(chat)).unwrap().unwrap();
    assert_eq!(row.unread, 1, "and is not counted twice");
    assert_eq!(
        store.read(|tx| tx.message_count(chat)).unwrap(),
        1,
        "one row"
    );
}

#[test]
fn a_late_message_sorts_by_its_time_and_does_not_become_the_newest() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let newest = put(&store, incoming(chat, 20, "W2", "second"));
    put(&store, incoming(chat, 10, "W1", "first"));
    let page = store.read(|tx| tx.messages_before(chat, None, 10)).unwrap();
    assert_eq!(
        bodies(&page.rows),
        ["first", "second"],
        "a thread is ordered by time"
    );
    let row = store.read(|tx| tx.chat(chat)).unwrap().unwrap();
    assert_eq!(
        (row.last_message, row.last_at),
        (Some(newest), Timestamp(20)),
        "the row shows the newest"
    );
    assert_eq!(row.unread, 2, "both are unread");
}

#[test]
fn a_thread_is_paged_in_both_directions_and_around_a_message() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let ids: Vec<_> = (0..9)
        .map(|n| {
            put(
                &store,
                incoming(chat, i64::from(n / 2), &format!("W{n}"), &n.to_string()),
            )
        })
        .collect();
    store
        .read(|tx| {
            let newest = tx.messages_before(chat, None, 3)?;
            assert_eq!(
                bodies(&newest.rows),
                ["6", "7", "8"],
                "the newest, oldest first"
            );
            assert_eq!(
                (newest.more_before, newest.more_after),
                (true, false),
                "it is the end"
            );

            let older = tx.messages_before(chat, Some(ids[3]), 3)?;
            assert_eq!(
                bodies(&older.rows),
                ["0", "1", "2"],
                "what stands before, ties broken by id"
            );
            assert_eq!(
                (older.more_before, older.more_after),
                (false, true),
                "it is the beginning"
            );

            let newer = tx.messages_after(chat, ids[3], 3)?;
            assert_eq!(bodies(&newer.rows), ["4", "5", "6"], "what stands after");
            assert!(newer.more_before && newer.more_after, "both sides go on");

            let around = tx.messages_around(chat, ids[4], 5)?;
            assert_eq!(
                bodies(&around.rows),
                ["2", "3", "4", "5", "6"],
                "a message and its neighbours"
            );
            let at_start = tx.messages_around(chat, ids[0], 5)?;
            assert_eq!(
                bodies(&at_start.rows),
                ["0", "1", "2", "3", "4"],
                "room that is not needed before serves after"
            );

            assert!(
                matches!(
                    tx.messages_after(ChatId(99), ids[3], 3),
                    Err(StoreError::Gone { .. })
                ),
                "a message of another chat is no anchor"
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_inbox_pages_pinned_first_then_newest_and_skips_the_archive() {
    let profile = Profile::new();
    let store = profile.create();
    let account = shop(&store);
    let chats: Vec<_> = (0..6)
        .map(|n| {
            let contact = person(&store, &format!("P{n}"), &format!("+1555000300{n}"));
            let id = chat(&store, account, contact);
            put(&store, incoming(id, n, &format!("W{n}"), "x"));
            id
        })
        .collect();
    let (pinned, archived) = (chats[1], chats[4]);
    store
        .write(move |tx| {
            tx.set_chat_pinned(pinned, Some(NOW))?;
            tx.set_chat_archived(archived, true)
        })
        .wait()
        .unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store
            .read(|tx| tx.chat_page(ChatList::Inbox, after, 2))
            .unwrap();
        seen.extend(page.rows.iter().map(|c| c.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let expected = [1, 5, 3, 2, 0].map(|n: usize| chats[n]);
    assert_eq!(seen, expected, "every chat once, in the order of the list");
    let archive = store
        .read(|tx| tx.chat_page(ChatList::Archive, None, 10))
        .unwrap();
    assert_eq!(
        archive.rows.iter().map(|c| c.id).collect::<Vec<_>>(),
        [archived],
        "the archive has the rest"
    );
    assert_eq!(
        store.read(|tx| tx.chat_ids()).unwrap(),
        chats,
        "all of them are listed by id"
    );
}

#[test]
fn the_badge_leaves_out_muted_and_archived_chats() {
    let profile = Profile::new();
    let store = profile.create();
    let account = shop(&store);
    let chats: Vec<_> = (0..4)
        .map(|n| {
            let contact = person(&store, &format!("P{n}"), &format!("+1555000300{n}"));
            let id = chat(&store, account, contact);
            put(&store, incoming(id, 1, "A", "x"));
            put(&store, incoming(id, 2, "B", "x"));
            id
        })
        .collect();
    let (muted, lapsed, archived) = (chats[0], chats[1], chats[2]);
    store
        .write(move |tx| {
            tx.set_chat_muted(muted, Some(NOW.plus_millis(1)))?;
            tx.set_chat_muted(lapsed, Some(NOW))?;
            tx.set_chat_archived(archived, true)
        })
        .wait()
        .unwrap();
    assert_eq!(
        store.read(|tx| tx.total_unread(NOW)).unwrap(),
        4,
        "the lapsed and the plain one count"
    );
    assert_eq!(
        store
            .read(|tx| tx.total_unread(NOW.plus_millis(1)))
            .unwrap(),
        6,
        "a mute ends by itself"
    );
}

#[test]
fn reading_counts_down_exactly_what_was_read() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let ids: Vec<_> = (0..4)
        .map(|n| put(&store, incoming(chat, n, &format!("W{n}"), "x")))
        .collect();
    put(&store, outgoing(chat, 9, "mine", "answer"));
    assert_eq!(
        store.read(|tx| tx.first_unread(chat)).unwrap(),
        Some(ids[0]),
        "none is read yet"
    );
    let through = ids[1];
    let read = store
        .write(move |tx| tx.mark_read(chat, Some(through)))
        .wait()
        .unwrap();
    assert_eq!(read, ids[..2], "the first two");
    assert_eq!(
        store.read(|tx| tx.chat(chat)).unwrap().unwrap().unread,
        2,
        "two are left"
    );
    assert_eq!(
        store.read(|tx| tx.first_unread(chat)).unwrap(),
        Some(ids[2]),
        "the third is next"
    );
    let rest = store
        .write(move |tx| tx.mark_read(chat, None))
        .wait()
        .unwrap();
    assert_eq!(rest, ids[2..], "then the rest");
    assert_eq!(
        store.read(|tx| tx.chat(chat)).unwrap().unwrap().unread,
        0,
        "none is left"
    );
    assert_eq!(
        store.read(|tx| tx.first_unread(chat)).unwrap(),
        None,
        "and none found"
    );
}

#[test]
fn deleting_the_newest_message_shows_the_one_before_and_frees_no_id() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let first = put(&store, incoming(chat, 1, "W1", "x"));
    let second = put(&store, incoming(chat, 2, "W2", "y"));
    store
        .write(move |tx| tx.delete_message(second))
        .wait()
        .unwrap();
    let row = store.read(|tx| tx.chat(chat)).unwrap().unwrap();
    assert_eq!(
        (row.last_message, row.last_at, row.unread),
        (Some(first), Timestamp(1), 1),
        "the row follows"
    );
    let third = put(&store, incoming(chat, 3, "W3", "z"));
    assert!(third > second, "a deleted message's id is not used again");
    let gone = store.write(move |tx| tx.delete_message(second)).wait();
    assert!(
        matches!(gone, Err(StoreError::Gone { .. })),
        "a second deletion says so"
    );
}

#[test]
fn a_deleted_chat_takes_its_messages_and_payloads_along() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let mut message = incoming(chat, 1, "W1", "x");
    message.payload = Some(b"raw".to_vec());
    message.meta = Some(serde_json::json!({ "seconds": 3 }));
    let id = put(&store, message);
    assert_eq!(
        store.read(|tx| tx.message_payload(id)).unwrap().as_deref(),
        Some(&b"raw"[..]),
        "kept as it came"
    );
    assert_eq!(
        store
            .read(|tx| tx.message_by_wire_id(chat, &WireId("W1".to_owned())))
            .unwrap()
            .unwrap()
            .meta,
        Some(serde_json::json!({ "seconds": 3 })),
        "found by its id on the network, with what its kind knows"
    );
    store.write(move |tx| tx.delete_chat(chat)).wait().unwrap();
    let dump = store.dump().unwrap();
    assert!(
        !dump.contains("\nmessages ") && !dump.contains("message_payloads"),
        "nothing is left of it:\n{dump}"
    );
}

#[test]
fn each_write_names_what_it_changed() {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    let mut feed = store.subscribe();
    let id = put(&store, incoming(chat, 1, "W1", "x"));
    let first = feed.try_recv().unwrap();
    assert_eq!(
        first.changes,
        [Change::Chat(chat), Change::Message { chat, message: id }],
        "a message changes its chat too"
    );
    store
        .write(move |tx| tx.set_draft(chat, "so far"))
        .wait()
        .unwrap();
    let second = feed.try_recv().unwrap();
    assert_eq!(
        second.changes,
        [Change::Chat(chat)],
        "a draft is part of the chat"
    );
    assert_eq!(
        second.sequence,
        first.sequence + 1,
        "nothing came in between"
    );
}

#[test]
fn a_group_is_found_by_its_address_within_its_account() {
    let profile = Profile::new();
    let store = profile.create();
    let account = shop(&store);
    let peer = Peer::Group("12345-67890@g.us".to_owned());
    let new = NewChat {
        account,
        peer: peer.clone(),
        title: "Suppliers".to_owned(),
    };
    let twice = new.clone();
    let chat = store
        .write(move |tx| tx.insert_chat(&new, NOW))
        .wait()
        .unwrap();
    assert_eq!(
        store.read(|tx| tx.chat_with(account, &peer)).unwrap(),
        Some(chat),
        "found again"
    );
    let second = store.write(move |tx| tx.insert_chat(&twice, NOW)).wait();
    assert!(
        matches!(second, Err(StoreError::Conflict { .. })),
        "there is one conversation per group"
    );
}

/// Something that happens to a chat.
#[derive(Clone, Debug)]
enum Event {
    In { at: i64, wire: u8 },
    Out { at: i64, wire: u8 },
    ReadAll,
    ReadThrough(usize),
    Delete(usize),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..20_i64, 0..40_u8).prop_map(|(at, wire)| Event::In { at, wire }),
        2 => (0..20_i64, 0..40_u8).prop_map(|(at, wire)| Event::Out { at, wire }),
        1 => Just(Event::ReadAll),
        1 => (0..40_usize).prop_map(Event::ReadThrough),
        2 => (0..40_usize).prop_map(Event::Delete),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_chats_row_always_agrees_with_its_messages(events in prop::collection::vec(event(), 1..60)) {
        let profile = Profile::new();
        let store = profile.create();
        let chat = one_chat(&store);
        for event in events {
            let rows = store.read(|tx| tx.messages_before(chat, None, 1_000)).unwrap().rows;
            let nth = |n: usize| rows.get(n).map(|m| m.id);
            let target = match &event {
                Event::ReadThrough(n) | Event::Delete(n) => nth(*n),
                Event::In { .. } | Event::Out { .. } | Event::ReadAll => None,
            };
            store
                .write(move |tx| {
                    match (event, target) {
                        (Event::In { at, wire }, _) => {
                            tx.insert_message(&incoming(chat, at, &format!("i{wire}"), "x"))?;
                        }
                        (Event::Out { at, wire }, _) => {
                            tx.insert_message(&outgoing(chat, at, &format!("o{wire}"), "x"))?;
                        }
                        (Event::ReadAll, _) => {
                            tx.mark_read(chat, None)?;
                        }
                        (Event::ReadThrough(_), Some(id)) => {
                            tx.mark_read(chat, Some(id))?;
                        }
                        (Event::Delete(_), Some(id)) => tx.delete_message(id)?,
                        (Event::ReadThrough(_) | Event::Delete(_), None) => {}
                    }
                    Ok(())
                })
                .wait()
                .unwrap();

            let rows = store.read(|tx| tx.messages_before(chat, None, 1_000)).unwrap().rows;
            let row = store.read(|tx| tx.chat(chat)).unwrap().unwrap();
            let unread = rows.iter().filter(|m| m.unread).count();
            prop_assert_eq!(row.unread as usize, unread, "the counter is the number of unread messages");
            prop_assert_eq!(row.last_message, rows.last().map(|m| m.id), "the newest is the last of the thread");
            if let Some(last) = rows.last() {
                prop_assert_eq!(row.last_at, last.at, "and stands at its time");
            }
            let first = rows.iter().find(|m| m.unread).map(|m| m.id);
            prop_assert_eq!(store.read(|tx| tx.first_unread(chat)).unwrap(), first, "the first unread one");
        }
    }
}
