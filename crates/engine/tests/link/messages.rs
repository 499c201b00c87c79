//! Messages on their way in: what they become, and when the server is answered.

use frontdesk_domain::{
    disconnect::{Close, LocalFault},
    id::WireId,
    network::{Content, Inbound, MediaKind, ReceiptKind},
    session::Notice,
};
use frontdesk_sim::{
    Card, Cmd, Condition, Content as Said, FileSpec, Manner, Place, PollSpec, Typing,
};

use crate::{
    ear::Heard,
    rig::{DEVICE, MAYA, OTTO, Rig, SHOP, chat_with, number, number_of, text},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_acknowledged_only_after_it_is_kept() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    client.ear.refuse(true);
    let id = rig.says(MAYA, "Do not lose me").await;
    assert_eq!(
        client.ear.ended().await,
        Close::Here(LocalFault::Store),
        "what cannot be kept ends the connection"
    );
    client.ear.notice(Notice::Stopped).await;
    let confirmed = |view: frontdesk_sim::ReceiptsView| {
        let mut devices = view.devices.into_iter();
        devices.any(|at| at.device == DEVICE && at.delivered_ms.is_some())
    };
    let fate = rig.sim.receipts(&id.0).await.unwrap();
    assert!(!confirmed(fate), "the server was not answered");

    let again = rig.back_online().await;
    let arrival = again.ear.arrival(&id).await;
    assert_eq!(arrival.content, Content::Text("Do not lose me".to_owned()));
    rig.until(Condition::Delivered {
        msg: id.0.clone(),
        by: SHOP.to_owned(),
        device: Some(DEVICE),
    })
    .await;
    again.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_message_arrives_as_what_it_is() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let file = FileSpec {
        caption: Some("Look".to_owned()),
        ..FileSpec::default()
    };
    let files = [
        (Said::Image(file.clone()), MediaKind::Image),
        (Said::Video(file.clone()), MediaKind::Video),
        (Said::Voice(FileSpec::default()), MediaKind::Voice),
        (Said::Audio(FileSpec::default()), MediaKind::Audio),
        (Said::Document(file), MediaKind::Document),
        (Said::Sticker(FileSpec::default()), MediaKind::Sticker),
    ];
    for (said, wanted) in files {
        let arrival = client.ear.arrival(&said_by(&rig, said).await).await;
        let Content::Media { kind, facts, .. } = &arrival.content else {
            panic!("no file: {:?}", arrival.content);
        };
        assert_eq!(*kind, wanted);
        assert!(!facts.mime.is_empty() && facts.size > 0, "{facts:?}");
        let source = &facts.source;
        assert!(
            source.key.len() == 32 && source.digest.len() == 32 && !source.path.is_empty(),
            "{wanted:?} can be fetched"
        );
        assert!(!arrival.payload.is_empty(), "kept for a later version");
    }
    let place = Said::Location(Place {
        latitude: 48.1,
        longitude: 11.5,
        ..Place::default()
    });
    let arrival = client.ear.arrival(&said_by(&rig, place).await).await;
    assert!(matches!(arrival.content, Content::Location { .. }));
    let card = Said::Card(Card {
        name: "Otto Brandt".to_owned(),
        number: OTTO.to_owned(),
    });
    let arrival = client.ear.arrival(&said_by(&rig, card).await).await;
    let Content::Cards(cards) = &arrival.content else {
        panic!("no card: {:?}", arrival.content);
    };
    assert_eq!(cards[0].name, "Otto Brandt");
    assert_eq!(cards[0].phones.len(), 1, "{cards:?}");
    let poll = Said::Poll(PollSpec {
        question: "When?".to_owned(),
        options: vec!["Today".to_owned(), "Tomorrow".to_owned()],
        choose: 1,
    });
    let arrival = client.ear.arrival(&said_by(&rig, poll).await).await;
    let Content::Poll {
        question, options, ..
    } = &arrival.content
    else {
        panic!("no poll: {:?}", arrival.content);
    };
    assert_eq!((question.as_str(), options.len()), ("When?", 2));
    let arrival = client
        .ear
        .arrival(&said_by(&rig, Said::Unknown(7_000)).await)
        .await;
    assert!(
        matches!(arrival.content, Content::Unsupported { .. }),
        "something of the future leaves a trace: {:?}",
        arrival.content
    );
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_manner_of_a_message_is_told_with_it() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let first = rig.says(MAYA, "Two please").await;
    client.ear.arrival(&first).await;
    let manner = Manner {
        quote: Some(first.0.clone()),
        mentions: vec![OTTO.to_owned()],
        expires: 86_400,
        forwarded: 1,
        ..Manner::default()
    };
    let said = Said::Text("The blue ones".to_owned());
    let answer = rig.sim.contact_say(MAYA, SHOP, said, manner).await.unwrap();
    let answer = client.ear.arrival(&WireId(answer)).await;
    let quoted = answer.quoted.unwrap();
    assert_eq!((quoted.id, quoted.preview.as_str()), (first, "Two please"));
    assert_eq!(
        quoted.sender.unwrap().phone,
        Some(number(MAYA)),
        "she quotes herself"
    );
    assert_eq!(answer.mentions.len(), 1, "{:?}", answer.mentions);
    assert_eq!(answer.disappears_after, Some(86_400));
    assert!(answer.forwarded);
    assert_eq!(answer.sender_name.as_deref(), Some("Maya Fairweather"));

    let once = Manner {
        view_once: true,
        ..Manner::default()
    };
    let said = Said::Image(FileSpec::default());
    let once = rig.sim.contact_say(MAYA, SHOP, said, once).await.unwrap();
    let once = client.ear.arrival(&WireId(once)).await;
    assert!(once.view_once, "for one look");
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_phone_sends_is_the_accounts_own() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let said = Said::Text("From the counter".to_owned());
    let id = WireId(rig.sim.phone_send(SHOP, MAYA, said).await.unwrap());
    let arrival = client.ear.arrival(&id).await;
    assert_eq!(arrival.key.sender, None, "the account wrote it");
    assert_eq!(number_of(&arrival.key.chat), MAYA, "to her");
    assert_eq!(
        arrival.content,
        Content::Text("From the counter".to_owned())
    );
    client
        .ear
        .until("a sign of life of the phone", |heard| {
            (*heard == Heard::PhoneSeen).then_some(())
        })
        .await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_tell_how_far_a_message_got() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let id = client
        .send(&rig, chat_with(MAYA), text("Ready at six"))
        .await;
    let delivered = client.ear.receipt(&id, ReceiptKind::Delivered).await;
    assert_eq!(number_of(&delivered.chat), MAYA);
    assert_eq!(delivered.who.phone, Some(number(MAYA)));
    rig.command(Cmd::ContactRead {
        contact: MAYA.to_owned(),
        msg: id.0.clone(),
    })
    .await;
    client.ear.receipt(&id, ReceiptKind::Read).await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_decrypted_has_a_place_that_heals() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    client.ear.arrival(&rig.says(MAYA, "First").await).await;
    rig.command(Cmd::ContactSendCorrupt {
        contact: MAYA.to_owned(),
        to: SHOP.to_owned(),
        text: "Garbled".to_owned(),
    })
    .await;
    let id = client
        .ear
        .until("a place for it", |heard| match heard {
            Heard::Kept(Inbound::Arrived(arrival)) if arrival.content == Content::Undecryptable => {
                Some(arrival.key.id.clone())
            }
            _ => None,
        })
        .await;
    client
        .ear
        .until("the repetition", |heard| match heard {
            Heard::Kept(Inbound::Arrived(arrival)) if arrival.key.id == id => {
                (arrival.content == Content::Text("Garbled".to_owned())).then_some(())
            }
            _ => None,
        })
        .await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_types_is_shown() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    for (state, typing) in [(Typing::Composing, true), (Typing::Paused, false)] {
        rig.command(Cmd::ContactTyping {
            contact: MAYA.to_owned(),
            chat: SHOP.to_owned(),
            state,
        })
        .await;
        client
            .ear
            .until("typing", |heard| {
                (*heard == Heard::Typing(typing)).then_some(())
            })
            .await;
    }
    client.stop().await;
}

async fn said_by(rig: &Rig, said: Said) -> WireId {
    WireId(rig.sim.contact_send(MAYA, SHOP, said).await.unwrap())
}
