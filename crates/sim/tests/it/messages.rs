//! Conversations between people and a real client.

use crate::{
    hears::{jid, message, receipt, text},
    rig::{BOUND_MS, Door, MAYA, OTTO, Rig, SHOP},
};
use frontdesk_sim::{
    Behaviour, Card, Cmd, Condition, Content, FileSpec, Manner, Place, PollSpec, Typing,
};
use wa_rs::{
    types::{events::Event, presence::ReceiptType},
    wacore::proto_helpers::MessageExt,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_travel_both_ways_with_every_receipt() {
    for door in [Door::InProcess, Door::Socket] {
        let rig = Rig::new().await;
        let device = rig.linked(door).await;
        let id = rig
            .handle
            .contact_send(MAYA, SHOP, Content::Text("Are you open?".to_owned()))
            .await
            .expect("sent");
        let arrived = message(&device, &id).await;
        assert_eq!(arrived.info.source.sender.user.as_str(), MAYA);
        assert_eq!(arrived.info.push_name, "Maya Fairweather");
        let delivered = Condition::Delivered {
            msg: id.clone(),
            by: SHOP.to_owned(),
            device: Some(1),
        };
        rig.handle
            .wait_until(delivered, BOUND_MS)
            .await
            .expect("delivered");
        device
            .client
            .mark_as_read(&jid(MAYA), None, &[id.as_str()])
            .await
            .expect("read");
        let read = Condition::Read {
            msg: id,
            by: SHOP.to_owned(),
        };
        rig.handle.wait_until(read, BOUND_MS).await.expect("read");

        let sent = device
            .client
            .send_text(&jid(MAYA), "Yes, until six")
            .await
            .expect("sent");
        device
            .until("the server's ack", |event| match event {
                Event::ServerAck(ack) => (ack.id == sent.message_id).then_some(()),
                _ => None,
            })
            .await;
        let heard = Condition::Received {
            by: MAYA.to_owned(),
            text: Some("Yes, until six".to_owned()),
            kind: None,
        };
        rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
        receipt(&device, &sent.message_id, ReceiptType::Delivered).await;
        rig.handle
            .command(Cmd::ContactRead {
                contact: MAYA.to_owned(),
                msg: sent.message_id.clone(),
            })
            .await
            .expect("read");
        receipt(&device, &sent.message_id, ReceiptType::Read).await;
        let own = rig.handle.inbox(SHOP).await.expect("the phone");
        assert!(
            own.iter()
                .any(|known| known.text == "Yes, until six" && known.from == SHOP),
            "the phone shows what its linked device sent"
        );
        rig.assert_clean();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_content_arrives_as_what_it_is() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let file = FileSpec {
        caption: Some("Look".to_owned()),
        ..FileSpec::default()
    };
    type IsIt = fn(&wa_rs::waproto::whatsapp::Message) -> bool;
    let kinds: Vec<(Content, IsIt)> = vec![
        (Content::Image(file.clone()), |m| m.image_message.is_set()),
        (Content::Video(file.clone()), |m| m.video_message.is_set()),
        (Content::Voice(FileSpec::default()), |m| {
            m.audio_message.ptt == Some(true)
        }),
        (Content::Audio(FileSpec::default()), |m| {
            m.audio_message.is_set()
        }),
        (Content::Document(file), |m| m.document_message.is_set()),
        (Content::Sticker(FileSpec::default()), |m| {
            m.sticker_message.is_set()
        }),
        (
            Content::Location(Place {
                latitude: 48.1,
                longitude: 11.5,
                ..Place::default()
            }),
            |m| m.location_message.is_set(),
        ),
        (
            Content::Card(Card {
                name: "Otto".to_owned(),
                number: OTTO.to_owned(),
            }),
            |m| m.contact_message.is_set(),
        ),
        (
            Content::Poll(PollSpec {
                question: "When?".to_owned(),
                options: vec!["Today".to_owned(), "Tomorrow".to_owned()],
                choose: 1,
            }),
            |m| m.poll_creation_message_v3.is_set(),
        ),
        (Content::Unknown(7), |m| m.text_content().is_none()),
    ];
    for (content, is_it) in kinds {
        let id = rig
            .handle
            .contact_send(MAYA, SHOP, content.clone())
            .await
            .expect("sent");
        let arrived = message(&device, &id).await;
        assert!(
            is_it(&arrived.message),
            "{content:?} became {:?}",
            arrived.message
        );
    }
    let manner = Manner {
        view_once: true,
        ..Manner::default()
    };
    let once = rig
        .handle
        .contact_say(MAYA, SHOP, Content::Image(FileSpec::default()), manner)
        .await
        .expect("sent");
    let arrived = message(&device, &once).await;
    assert!(
        arrived.message.view_once_message_v2.is_set(),
        "for one look only"
    );
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quotes_reactions_edits_and_deletions_refer_to_their_message() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let first = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Text("Two please".to_owned()))
        .await
        .expect("sent");
    message(&device, &first).await;
    let manner = Manner {
        quote: Some(first.clone()),
        ..Manner::default()
    };
    let answer = rig
        .handle
        .contact_say(
            MAYA,
            SHOP,
            Content::Text("The blue ones".to_owned()),
            manner,
        )
        .await
        .expect("sent");
    let quoted = message(&device, &answer).await;
    let context = &quoted.message.extended_text_message.context_info;
    assert_eq!(context.stanza_id.as_deref(), Some(first.as_str()));

    let edit = Cmd::ContactEdit {
        msg: first.clone(),
        text: "Three please".to_owned(),
    };
    rig.handle.command(edit).await.expect("edited");
    device
        .until("the edit", |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .any(|m| {
                    m.message.protocol_message.key.id.as_deref() == Some(first.as_str())
                        && m.message.protocol_message.edited_message.is_set()
                })
                .then_some(()),
            _ => None,
        })
        .await;

    let sent = device
        .client
        .send_text(&jid(MAYA), "Noted")
        .await
        .expect("sent");
    let react = Cmd::ContactReact {
        contact: MAYA.to_owned(),
        msg: sent.message_id.clone(),
        emoji: "👍".to_owned(),
    };
    rig.handle.command(react).await.expect("reacted");
    device
        .until("the reaction", |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .any(|m| {
                    m.message.reaction_message.key.id.as_deref() == Some(&sent.message_id)
                        && m.message.reaction_message.text.as_deref() == Some("👍")
                })
                .then_some(()),
            _ => None,
        })
        .await;
    rig.handle
        .command(Cmd::ContactDelete {
            msg: answer.clone(),
        })
        .await
        .expect("deleted");
    device
        .until("the deletion", |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .any(|m| m.message.protocol_message.key.id.as_deref() == Some(answer.as_str()))
                .then_some(()),
            _ => None,
        })
        .await;
    let key = sent.message_key();
    device
        .client
        .send_reaction(&jid(MAYA), key, "❤️")
        .await
        .expect("reacted");
    let heard = Condition::Received {
        by: MAYA.to_owned(),
        text: Some("❤️".to_owned()),
        kind: Some("reaction".to_owned()),
    };
    rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_behave_as_told_and_are_seen_typing() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let auto = Behaviour {
        deliver_after: Some(10),
        read_after: Some(200),
        reply: Some("You wrote: {}".to_owned()),
        typing: 100,
        ..Behaviour::default()
    };
    let behave = Cmd::ContactBehave {
        contact: OTTO.to_owned(),
        auto,
    };
    rig.handle.command(behave).await.expect("told");
    let sent = device
        .client
        .send_text(&jid(OTTO), "ping")
        .await
        .expect("sent");
    receipt(&device, &sent.message_id, ReceiptType::Read).await;
    device
        .until("typing", |event| {
            matches!(event, Event::ChatPresence(_)).then_some(())
        })
        .await;
    text(&device, "You wrote: ping").await;
    let typing = Cmd::ContactTyping {
        contact: OTTO.to_owned(),
        chat: SHOP.to_owned(),
        state: Typing::Recording,
    };
    rig.handle.command(typing).await.expect("shown");
    device
        .client
        .presence()
        .subscribe(&jid(OTTO))
        .await
        .expect("watched");
    let online = Cmd::ContactPresence {
        contact: OTTO.to_owned(),
        online: true,
        last_seen: None,
    };
    rig.handle.command(online).await.expect("shown");
    device
        .until("the presence", |event| match event {
            Event::Presence(presence) => (!presence.unavailable).then_some(()),
            _ => None,
        })
        .await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_spoilt_message_is_asked_for_again_and_then_read() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let warm = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Text("warm".to_owned()))
        .await
        .expect("sent");
    message(&device, &warm).await;
    let spoilt = Cmd::ContactSendCorrupt {
        contact: MAYA.to_owned(),
        to: SHOP.to_owned(),
        text: "Second time lucky".to_owned(),
    };
    rig.handle.command(spoilt).await.expect("sent");
    text(&device, "Second time lucky").await;
    let sums = rig.handle.ledger().await.expect("sums");
    assert!(sums.retries >= 1, "the client asked for it");
    assert_eq!(sums.alarms, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_can_ask_for_a_message_again() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let sent = device
        .client
        .send_text(&jid(MAYA), "Once more")
        .await
        .expect("sent");
    let heard = Condition::Received {
        by: MAYA.to_owned(),
        text: Some("Once more".to_owned()),
        kind: None,
    };
    rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
    let since = rig.handle.last_event();
    let again = Cmd::ContactRequestResend {
        contact: MAYA.to_owned(),
        msg: sent.message_id.clone(),
    };
    rig.handle.command(again).await.expect("asked");
    let resent = Condition::Event {
        event: "resent".to_owned(),
        since,
    };
    rig.handle
        .wait_until(resent, BOUND_MS)
        .await
        .expect("resent");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_with_a_new_phone_can_still_be_written_to() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    device
        .client
        .send_text(&jid(MAYA), "Before")
        .await
        .expect("sent");
    let reinstall = Cmd::ContactReinstall {
        contact: MAYA.to_owned(),
    };
    rig.handle.command(reinstall).await.expect("moved");
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, Content::Text("New phone!".to_owned()))
        .await
        .expect("sent");
    message(&device, &id).await;
    device
        .client
        .send_text(&jid(MAYA), "After")
        .await
        .expect("sent");
    let heard = Condition::Received {
        by: MAYA.to_owned(),
        text: Some("After".to_owned()),
        kind: None,
    };
    rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_reach_the_client_with_their_code() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    for code in [421, 463, 475, 479, 429, 503] {
        let nack = Cmd::NackNext {
            phone: SHOP.to_owned(),
            code,
            times: 1,
        };
        rig.handle.command(nack).await.expect("ordered");
        let sent = device
            .client
            .send_text(&jid(MAYA), "Refused")
            .await
            .expect("sent");
        let told = device
            .until("the refusal", |event| match event {
                Event::ServerAck(ack) => (ack.id == sent.message_id).then(|| ack.error.clone()),
                _ => None,
            })
            .await;
        assert!(told.is_some(), "{code} must not look like success");
        let fate = rig.handle.receipts(&sent.message_id).await.expect("known");
        assert_eq!(fate.refused, [code]);
        assert!(!fate.accepted);
    }
    rig.assert_clean();
}
