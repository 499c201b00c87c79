//! Synchronised settings: every MAC is checked by both sides.

use crate::rig::{BOUND_MS, Door, MAYA, Rig, SHOP};
use frontdesk_sim::{Cmd, Condition, Inspected, What};
use wa_rs::{Jid, types::events::Event};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_travel_from_the_phone_to_the_client() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let (phone, chat) = (SHOP.to_owned(), MAYA.to_owned());
    type Look = fn(&Event) -> bool;
    let changes: [(Cmd, Look); 7] = [
        (
            Cmd::PhonePin {
                phone: phone.clone(),
                chat: chat.clone(),
                on: true,
            },
            |e| matches!(e, Event::PinUpdate(_)),
        ),
        (
            Cmd::PhoneMute {
                phone: phone.clone(),
                chat: chat.clone(),
                until: Some(0),
            },
            |e| matches!(e, Event::MuteUpdate(_)),
        ),
        (
            Cmd::PhoneArchive {
                phone: phone.clone(),
                chat: chat.clone(),
                on: true,
            },
            |e| matches!(e, Event::ArchiveUpdate(_)),
        ),
        (
            Cmd::PhoneLabel {
                phone: phone.clone(),
                id: "1".to_owned(),
                name: "VIP".to_owned(),
                color: 2,
            },
            |e| matches!(e, Event::LabelEditUpdate(_)),
        ),
        (
            Cmd::PhoneMarkRead {
                phone: phone.clone(),
                chat: chat.clone(),
                on: true,
            },
            |e| matches!(e, Event::MarkChatAsReadUpdate(_)),
        ),
        (
            Cmd::PhoneLabelChat {
                phone: phone.clone(),
                id: "1".to_owned(),
                chat,
                on: true,
            },
            |e| matches!(e, Event::LabelAssociationUpdate(_)),
        ),
        (
            Cmd::PhoneSetName {
                phone,
                name: "Shop & Sons".to_owned(),
            },
            |e| matches!(e, Event::SelfPushNameUpdated(_)),
        ),
    ];
    device
        .until("the contact", |event| {
            matches!(event, Event::ContactUpdate(_)).then_some(())
        })
        .await;
    // A notice that comes while its collection is being synchronised is skipped
    // by this client and not asked for again. So the first synchronisation is
    // over, each change waits for the one before, and neighbours do not share
    // a collection.
    let device = rig.restart(device).await;
    rig.online(SHOP, &device).await;
    for (cmd, look) in changes {
        let what = format!("{cmd:?}");
        rig.handle.command(cmd).await.expect("set");
        device.until(&what, |event| look(event).then_some(())).await;
    }
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_travel_from_the_client_to_the_phone_and_to_its_other_devices() {
    let rig = Rig::new().await;
    let one = rig.linked(Door::InProcess).await;
    let other = rig.linked(Door::InProcess).await;
    let chat = Jid::pn(MAYA);
    one.client
        .chat_actions()
        .archive_chat(&chat, None)
        .await
        .expect("archived");
    one.client
        .chat_actions()
        .pin_chat(&chat)
        .await
        .expect("pinned");
    for index in ["archive", "pin_v1"] {
        let known = Condition::Setting {
            phone: SHOP.to_owned(),
            collection: "regular_low".to_owned(),
            index: index.to_owned(),
        };
        rig.handle
            .wait_until(known, BOUND_MS)
            .await
            .expect("known to the phone");
    }
    other
        .until("the archive", |event| {
            matches!(event, Event::ArchiveUpdate(_)).then_some(())
        })
        .await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_devices_that_change_settings_at_once_both_win() {
    let rig = Rig::new().await;
    let one = rig.linked(Door::InProcess).await;
    let other = rig.linked(Door::InProcess).await;
    let (maya, otto) = (Jid::pn(MAYA), Jid::pn(crate::rig::OTTO));
    for round in 0..4 {
        let (first, second) = (one.client.chat_actions(), other.client.chat_actions());
        let (a, b) = if round % 2 == 0 {
            tokio::join!(first.pin_chat(&maya), second.pin_chat(&otto))
        } else {
            tokio::join!(first.unpin_chat(&maya), second.unpin_chat(&otto))
        };
        a.expect("the first device's change");
        b.expect("the second device's change");
    }
    assert_eq!(rig.handle.alarms(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_device_reads_a_snapshot_instead_of_all_patches() {
    let rig = Rig::new().await;
    for on in [true, false, true] {
        let pin = Cmd::PhonePin {
            phone: SHOP.to_owned(),
            chat: MAYA.to_owned(),
            on,
        };
        rig.handle.command(pin).await.expect("set");
    }
    for collection in ["regular_low", "critical_unblock_low"] {
        let snapshot = Cmd::PhoneSnapshot {
            phone: SHOP.to_owned(),
            collection: collection.to_owned(),
        };
        rig.handle.command(snapshot).await.expect("taken");
    }
    let device = rig.linked(Door::InProcess).await;
    let pinned = device
        .until("the pin", |event| match event {
            Event::PinUpdate(pin) => Some(pin.action.pinned),
            _ => None,
        })
        .await;
    assert_eq!(pinned, Some(true), "only the last value is in a snapshot");
    let fetched = rig
        .handle
        .look(What::Events { since: 0 })
        .await
        .expect("events");
    let Inspected::Events(events) = fetched else {
        panic!("events were asked for");
    };
    let downloads = events
        .iter()
        .filter(|event| matches!(event.note, frontdesk_sim::Note::Media { .. }))
        .count();
    assert!(
        downloads >= 1,
        "the snapshot was fetched from the media host"
    );
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_on_top_of_an_old_version_is_refused_and_made_again() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let chat = Jid::pn(MAYA);
    let actions = device.client.chat_actions();
    actions.pin_chat(&chat).await.expect("pinned");
    // The device does not learn that the phone went on.
    rig.handle
        .net(SHOP, device.number, frontdesk_sim::NetAct::Hold)
        .await
        .expect("held");
    let archive = Cmd::PhoneArchive {
        phone: SHOP.to_owned(),
        chat: MAYA.to_owned(),
        on: true,
    };
    rig.handle.command(archive).await.expect("set");
    let since = rig.handle.last_event();
    actions
        .unpin_chat(&chat)
        .await
        .expect("unpinned in the end");
    let conflict = Condition::Event {
        event: "state_refused".to_owned(),
        since,
    };
    rig.handle
        .wait_until(conflict, BOUND_MS)
        .await
        .expect("the old version was refused first");
    device
        .until("the archive that came with the refusal", |event| {
            matches!(event, Event::ArchiveUpdate(_)).then_some(())
        })
        .await;
    rig.assert_clean();
}
