//! Linking a phone, and the first minutes after it.

use frontdesk_domain::{
    disconnect::{Close, StreamWord},
    network::{Content, WireChat},
    session::Notice,
};
use frontdesk_sim::Condition;

use crate::{
    ear::Heard,
    rig::{MAYA, Rig, SHOP, chat_with, number, text},
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
