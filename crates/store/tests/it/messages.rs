//! What a message costs on its way in and out, and what a power cut leaves of it.

use std::fs;

use frontdesk_domain::{
    id::{ChatId, ContactId, WireId},
    outbox::{QueueState, Stuck},
    receipt::Delivery,
    time::Timestamp,
};
use frontdesk_store::{
    ChangeKind, Inserted, MessageChange, MessageKey, Outgoing, Sending, Store, Taken,
    faulty_disk::Loss,
};

use crate::{
    durability::watched,
    kit::{NOW, Profile, incoming, key, one_chat, outgoing},
};

fn take_in(store: &Store, chat: ChatId, numbers: std::ops::Range<i64>) {
    store
        .write(move |tx| {
            for n in numbers {
                let taken = tx.take_in(&incoming(chat, n, &format!("W{n}"), "text"), NOW)?;
                assert!(matches!(taken, Taken::New(_)), "{n} is new: {taken:?}");
            }
            Ok(())
        })
        .wait()
        .unwrap();
}

/// Queues a message of our own.
fn queue(store: &Store, chat: ChatId, n: i64) -> Outgoing {
    store
        .write(move |tx| {
            let mut message = outgoing(chat, n, &format!("O{n}"), "text");
            message.delivery = Some(Delivery::Queued);
            let (Inserted::New(row) | Inserted::Known(row)) = tx.insert_message(&message)?;
            let id = tx.enqueue(chat, row, &message.wire_id, &Sending::Message, NOW)?;
            Ok(tx.outgoing(id)?.expect("it was just queued"))
        })
        .wait()
        .unwrap()
}

#[test]
fn a_live_message_costs_one_flush_and_so_does_a_drained_batch_of_four_hundred() {
    let (_profile, disk, store, chat) = watched();
    let before = disk.flushes();
    take_in(&store, chat, 1..2);
    assert_eq!(disk.flushes() - before, 1, "one message");
    let before = disk.flushes();
    take_in(&store, chat, 1_000..1_400);
    assert_eq!(disk.flushes() - before, 1, "four hundred messages");
}

#[test]
fn a_message_of_ours_costs_one_flush_for_each_thing_that_must_never_be_forgotten() {
    let (_profile, disk, store, chat) = watched();
    let before = disk.flushes();
    let one = queue(&store, chat, 1);
    assert_eq!(disk.flushes() - before, 1, "that it was written");
    let before = disk.flushes();
    store
        .write(move |tx| tx.hand_over(one.id, NOW))
        .wait()
        .unwrap();
    assert_eq!(disk.flushes() - before, 1, "that it may have left");
    let before = disk.flushes();
    store
        .write(move |tx| {
            tx.leave_outbox(one.id)?;
            tx.raise_delivery(chat, &one.wire_id, Delivery::Sent)
        })
        .wait()
        .unwrap();
    assert_eq!(disk.flushes() - before, 1, "that the server has it");
}

#[test]
fn a_power_cut_never_forgets_that_a_message_may_have_left() {
    let (_profile, disk, store, chat) = watched();
    disk.record(None);
    let mut handed = Vec::new();
    let mut gone = Vec::new();
    for n in 1..8 {
        take_in(&store, chat, n * 100..n * 100 + 3);
        let one = queue(&store, chat, n);
        store
            .write(move |tx| tx.hand_over(one.id, NOW))
            .wait()
            .unwrap();
        handed.push((disk.recorded(), one.wire_id.clone()));
        if n % 2 == 0 {
            store
                .write(move |tx| tx.leave_outbox(one.id))
                .wait()
                .unwrap();
            gone.push((disk.recorded(), one.wire_id));
        }
    }
    let account = store
        .read(|tx| Ok(tx.chat(chat)?.expect("the chat").account))
        .unwrap();
    store.close().unwrap();
    disk.each_moment(|flushes, _, platter| {
        for loss in Loss::kinds(u64::from(flushes)) {
            let cut = Profile::new();
            fs::create_dir_all(cut.dir()).unwrap();
            platter.leave(loss, &cut.dir());
            let store = Store::open(&cut.place, &key(), NOW, &mut |_| {}).unwrap();
            for (at, id) in handed.iter().filter(|(at, _)| *at <= flushes) {
                let found = store
                    .read(|tx| tx.outgoing_by_wire_id(account, id))
                    .unwrap();
                let is_gone = gone.iter().any(|(_, gone)| gone == id);
                assert!(
                    found.map_or(is_gone, |one| one.handed),
                    "{id:?} was handed over at {at}, before {flushes}, {loss:?}"
                );
            }
            for (_, id) in gone.iter().filter(|(at, _)| *at <= flushes) {
                let found = store
                    .read(|tx| tx.outgoing_by_wire_id(account, id))
                    .unwrap();
                assert_eq!(found, None, "{id:?} is with the server and leaves no more");
            }
            store.close().unwrap();
        }
    });
}

fn store() -> (Profile, Store, ChatId) {
    let profile = Profile::new();
    let store = profile.create();
    let chat = one_chat(&store);
    (profile, store, chat)
}

#[test]
fn a_line_that_ended_leaves_its_messages_waiting_under_their_ids() {
    let (_profile, store, chat) = store();
    let one = queue(&store, chat, 1);
    let account = one.account;
    store
        .write(move |tx| tx.hand_over(one.id, NOW))
        .wait()
        .unwrap();
    store
        .write(move |tx| tx.line_ended(account, Timestamp(NOW.0 + 1)))
        .wait()
        .unwrap();
    let again = store
        .read(|tx| tx.outgoing(one.id))
        .unwrap()
        .expect("still there");
    assert_eq!(again.wire_id, one.wire_id, "one id for life");
    assert!(again.handed, "it may have left");
    assert_eq!(
        again.state,
        QueueState::Ready {
            not_before: Timestamp(NOW.0 + 1)
        },
        "and waits for the next line"
    );
}

#[test]
fn a_refused_message_has_not_left() {
    let (_profile, store, chat) = store();
    let one = queue(&store, chat, 1);
    store
        .write(move |tx| {
            tx.hand_over(one.id, NOW)?;
            tx.get_stuck(one.id, Stuck::NewChatsLocked, NOW)
        })
        .wait()
        .unwrap();
    let stuck = store
        .read(|tx| tx.outgoing(one.id))
        .unwrap()
        .expect("still there");
    assert_eq!(stuck.reason, Some(Stuck::NewChatsLocked), "says why");
    assert!(!stuck.handed, "so it can be given up");
}

#[test]
fn changes_of_a_message_that_is_not_here_wait_for_it() {
    let (_profile, store, chat) = store();
    let key = MessageKey {
        chat,
        wire_id: WireId("W9".to_owned()),
        sender: Some(ContactId(1)),
    };
    let edit = MessageChange {
        kind: ChangeKind::Edit,
        actor: Some(ContactId(1)),
        by: WireId("W10".to_owned()),
        at: Timestamp(20),
        value: "right".to_owned(),
        payload: None,
    };
    let taken = store
        .write(move |tx| {
            tx.put_message_change(&key, &edit)?;
            tx.take_in(&incoming(chat, 10, "W9", "wrong"), NOW)
        })
        .wait()
        .unwrap();
    let Taken::New(id) = taken else {
        panic!("it is new: {taken:?}");
    };
    let message = store
        .read(|tx| tx.message(id))
        .unwrap()
        .expect("it is here");
    assert_eq!(message.body, "right", "the edit found it");
    assert_eq!(message.edited_at, Some(Timestamp(20)), "and shows as one");
}
