//! Linking a phone, and the first minutes after it.

use std::sync::Arc;

use frontdesk_domain::{
    disconnect::{Close, SocketEnd, StreamWord},
    network::{Content, Network as _, Outgoing, WireChat},
    session::{Notice, Purpose},
};
use frontdesk_engine::Engine;
use frontdesk_sim::{Condition, NetAct};
use wa_rs::transport::TokioWebSocketTransportFactory;

use crate::{
    ear::{Heard, RecordingEar},
    rig::{ACCOUNT, DEVICE, MAYA, Rig, SHOP, chat_with, number, text},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_links_by_qr_and_a_text_goes_each_way() {
    let rig = Rig::new().await;
    let pairing = rig.pairing();
    let device = rig.scan(&pairing).await;
    rig.seat(&pairing).await;
    let account = pairing
        .ear
        .until("the link", |heard| match heard {
            Heard::Linked(account, business) => Some((account.clone(), business.clone())),
            _ => None,
        })
        .await;
    assert_eq!(account.0.phone, number(SHOP), "the number that was linked");
    assert!(account.0.lid.is_some(), "and its LID");
    assert_eq!(account.1, None, "it is no business");
    assert_eq!(
        pairing.ear.notices(),
        [
            Notice::Dialled,
            Notice::HandshakeDone,
            Notice::Ended(Close::Stream(StreamWord::Code(515))),
            Notice::Stopped,
        ],
        "the server restarts the stream, and the client does not come back by itself"
    );

    let shop = rig.back_online().await;
    let online = Condition::Online {
        phone: SHOP.to_owned(),
        device,
    };
    rig.until(online).await;
    let question = rig.says(MAYA, "Are you open today?").await;
    let arrival = shop.ear.arrival(&question).await;
    assert_eq!(
        arrival.content,
        Content::Text("Are you open today?".to_owned())
    );
    let WireChat::Person(maya) = &arrival.key.chat else {
        panic!("a conversation with a person: {:?}", arrival.key.chat);
    };
    assert_eq!(maya.phone, Some(number(MAYA)), "her number");
    assert!(
        maya.lid.is_some(),
        "and her LID, which the stanza told beside it"
    );
    assert_eq!(arrival.key.sender.as_ref(), Some(maya), "she wrote it");

    let id = shop.send(&rig, chat_with(MAYA), text("Until six.")).await;
    assert_eq!(shop.ear.acknowledged(&id).await, None, "taken");
    shop.stop().await;
    assert_eq!(
        shop.ear.notices().last(),
        Some(&Notice::Stopped),
        "the last word"
    );
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_was_made_goes_on_over_a_real_socket() {
    let rig = Rig::new().await;
    rig.link().await;
    let mut options = rig.options.clone();
    let url = format!("ws://{}/ws/chat", rig.socket);
    options.transport = Arc::new(TokioWebSocketTransportFactory::new().with_url(url));
    let engine = Engine::new(rig.store.clone(), options);
    let ear = Arc::<RecordingEar>::default();
    let client = engine.start(ACCOUNT, Purpose::LogIn, Arc::clone(&ear) as Arc<_>);
    ear.notice(Notice::Connected).await;
    let question = rig.says(MAYA, "Still open?").await;
    ear.arrival(&question).await;
    let id = engine.new_wire_id();
    let answer = Outgoing {
        id: id.clone(),
        chat: chat_with(MAYA),
        body: text("Until six."),
    };
    client.send(answer).await.unwrap();
    assert_eq!(ear.acknowledged(&id).await, None, "taken");
    rig.sim.net(SHOP, DEVICE, NetAct::Reset).await.unwrap();
    assert_eq!(
        ear.ended().await,
        Close::Socket(SocketEnd::Broken),
        "a torn line is told"
    );
    ear.notice(Notice::Stopped).await;
}
