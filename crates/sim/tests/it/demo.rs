//! The demo, played by real clients.

use crate::rig::{BOUND, BOUND_MS, Device, Door, Rig};
use frontdesk_sim::{
    Condition, SimConfig, SimError,
    demo::{DemoWorld, Happening, PhoneView, SimulatedPhone},
};
use std::time::Duration;
use tokio::time::timeout;
use wa_rs::{types::events::Event, waproto::whatsapp as wa};

/// Shows a code, lets the phone of that slot scan it, and waits until the
/// client is connected.
async fn link(demo: &DemoWorld, rig: &Rig, slot: usize) -> Device {
    let mut device = rig.arrive(Door::InProcess, None).await;
    let qr = device.qr().await;
    device.number = demo.scan(slot, &qr).await.expect("scanned");
    device.connected().await;
    device
}

/// Waits until a phone shows what is looked for.
async fn shows(phone: &SimulatedPhone, look: impl Fn(&PhoneView) -> bool) -> PhoneView {
    let watching = async {
        let mut view = phone.view();
        while !look(&view) {
            view = phone.changed(&view).await;
        }
        view
    };
    match timeout(BOUND, watching).await {
        Ok(view) => view,
        Err(_) => panic!("the phone shows only {:#?}", phone.view()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_slots_are_linked_at_once_and_get_their_past() {
    let demo = DemoWorld::start(1).await.expect("a demo");
    let rig = Rig::on(&demo);
    let (bakery, bikes) = tokio::join!(link(&demo, &rig, 1), link(&demo, &rig, 2));
    for (device, someone) in [(&bakery, "15550011001"), (&bikes, "15550012001")] {
        let (text, unread) = device
            .until("the past", |event| match event {
                Event::HistorySync(history) => {
                    let decoded = history.get()?;
                    let chat = decoded
                        .conversations
                        .iter()
                        .find(|chat| chat.id.starts_with(someone))?;
                    let newest = chat.messages.first()?.message.as_option()?;
                    let text = newest.message.as_option()?.conversation.clone()?;
                    Some((text, chat.unread_count))
                }
                _ => None,
            })
            .await;
        assert_eq!(unread, Some(1), "what was not read is told: {text}");
    }
    bakery
        .until(
            "a group with its people and a reaction",
            |event| match event {
                Event::HistorySync(history) => {
                    let decoded = history.get()?;
                    let group = decoded
                        .conversations
                        .iter()
                        .find(|chat| chat.id.ends_with("@g.us"))?;
                    let reacted = decoded
                        .conversations
                        .iter()
                        .flat_map(|chat| &chat.messages)
                        .filter_map(|message| message.message.as_option())
                        .any(|info| !info.reactions.is_empty());
                    (group.participant.len() == 4 && reacted).then_some(())
                }
                _ => None,
            },
        )
        .await;
    bikes
        .until("a conversation with a timer", |event| match event {
            Event::HistorySync(history) => {
                let decoded = history.get()?;
                let timed = decoded
                    .conversations
                    .iter()
                    .any(|chat| chat.ephemeral_expiration == Some(86_400));
                timed.then_some(())
            }
            _ => None,
        })
        .await;
    for slot in 1..=2 {
        let phone = demo.phone(slot).expect("a phone");
        shows(&phone, |view| {
            view.linked.iter().any(|device| device.online)
        })
        .await;
    }
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_delivers_reads_types_and_answers_in_their_language() {
    let demo = DemoWorld::start(2).await.expect("a demo");
    let rig = Rig::on(&demo);
    let bikes = link(&demo, &rig, 2).await;
    let vera = "15550012001";
    let to: wa_rs::Jid = format!("{vera}@s.whatsapp.net")
        .parse()
        .expect("an address");
    let sent = bikes
        .client
        .send_message(
            to,
            wa::Message {
                conversation: Some("Да, встанет. Приезжайте!".to_owned()),
                ..Default::default()
            },
        )
        .await
        .expect("sent");
    let msg = sent.message_id;
    for condition in [
        Condition::Delivered {
            msg: msg.clone(),
            by: vera.to_owned(),
            device: None,
        },
        Condition::Read {
            msg,
            by: vera.to_owned(),
        },
    ] {
        rig.handle
            .wait_until(condition, BOUND_MS)
            .await
            .expect("confirmed");
    }
    let answer = bikes
        .until("an answer", |event| match event {
            Event::Messages(batch) => batch.iter().find_map(|inbound| {
                let text = inbound.message.conversation.clone()?;
                (inbound.info.source.sender.user.as_str() == vera).then_some(text)
            }),
            _ => None,
        })
        .await;
    assert!(
        answer.chars().any(|letter| ('а'..='я').contains(&letter)),
        "Vera writes Russian: {answer}"
    );
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_third_phone_shows_what_is_done_with_it() {
    let demo = DemoWorld::start(3).await.expect("a demo");
    let rig = Rig::on(&demo);
    let phone = demo.phone(3).expect("the third phone");
    let before = phone.view();
    assert_eq!(
        (before.name.as_str(), before.online, before.linked.len()),
        ("Studio Saffron", true, 0)
    );
    assert!(before.chats.len() >= 5, "it has conversations already");

    phone.write("15550013001", "أهلاً").expect("written");
    let view = phone.view();
    let first = view.chats.first().expect("a conversation");
    assert_eq!((first.last.text.as_str(), first.last.own), ("أهلاً", true));

    assert!(demo.scan(3, "not a code").await.is_err());
    let view = shows(&phone, |view| view.log.len() > before.log.len()).await;
    assert!(
        view.log.iter().any(
            |line| matches!(&line.what, Happening::LinkRefused { why } if why == "not_a_code")
        ),
        "a refused scan is in the log: {:#?}",
        view.log
    );

    let device = link(&demo, &rig, 3).await;
    device
        .until(
            "what was written before it was linked",
            |event| match event {
                Event::HistorySync(history) => {
                    let decoded = history.get()?;
                    let said = decoded
                        .conversations
                        .iter()
                        .flat_map(|chat| &chat.messages)
                        .filter_map(|message| message.message.as_option()?.message.as_option())
                        .any(|message| message.conversation.as_deref() == Some("أهلاً"));
                    said.then_some(())
                }
                _ => None,
            },
        )
        .await;

    phone.set_offline(true).expect("offline");
    let view = shows(&phone, |view| {
        !view.online && view.linked.iter().all(|device| !device.online)
    })
    .await;
    assert_eq!(view.linked.len(), 1, "it stays linked");
    assert!(matches!(
        phone.write("15550013001", "?"),
        Err(SimError::PhoneOffline(_))
    ));
    phone.set_offline(false).expect("back");
    shows(&phone, |view| {
        view.online && view.linked.iter().any(|device| device.online)
    })
    .await;

    phone.unlink(device.number).expect("unlinked");
    shows(&phone, |view| view.linked.is_empty()).await;
    device
        .until("the logout", |event| {
            matches!(event, Event::LoggedOut(_)).then_some(())
        })
        .await;
    rig.assert_clean();
}

#[tokio::test]
async fn one_seed_is_one_demo_and_a_world_left_alone_falls_silent() {
    let hour = Duration::from_secs(3_600);
    let mut traces = Vec::new();
    for seed in [7, 7, 8] {
        let demo = DemoWorld::start_with(SimConfig::manual(seed))
            .await
            .expect("a demo");
        let handle = demo.handle();
        handle.advance(hour).expect("a manual clock");
        let said_first: usize = demo.phones().iter().map(said).sum();
        handle.advance(hour).expect("a manual clock");
        let said_then: usize = demo.phones().iter().map(said).sum();
        assert!(said_first >= 20, "people write by themselves: {said_first}");
        assert_eq!(
            said_first, said_then,
            "nobody goes on talking to phones that do not answer"
        );
        assert_eq!(handle.alarms(), Vec::<String>::new());
        traces.push(handle.trace());
    }
    assert_eq!(traces[0], traces[1], "the same seed");
    assert_ne!(traces[1], traces[2], "another seed");
}

/// How many messages a phone has not read.
fn said(phone: &SimulatedPhone) -> usize {
    phone.view().chats.iter().map(|chat| chat.unread).sum()
}
