//! Who is who: own devices, other accounts, numbers and LIDs.

use crate::{
    hears::{jid, message, receipt},
    rig::{BOUND_MS, Door, MAYA, Rig, SHOP},
};
use frontdesk_sim::{Cmd, Condition, Content, NewAccount};
use wa_rs::types::presence::ReceiptType;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_names_people_by_lid_writes_and_reads() {
    let rig = Rig::new().await;
    let mut shop = NewAccount::new("15550005555", "Lid Shop");
    shop.lid_migrated = true;
    rig.handle.create_phone(shop).await.expect("a phone");
    let device = rig.linked_to("15550005555", Door::InProcess).await;
    let id = rig
        .handle
        .contact_send(MAYA, "15550005555", Content::Text("By LID".to_owned()))
        .await
        .expect("sent");
    let arrived = message(&device, &id).await;
    assert!(arrived.info.source.sender.is_lid(), "named by LID");
    let alt = arrived
        .info
        .source
        .sender_alt
        .as_ref()
        .expect("also by number");
    assert_eq!(alt.user.as_str(), MAYA);
    let chat = arrived.info.source.chat.clone();
    let sent = device
        .client
        .send_text(&chat, "Back by LID")
        .await
        .expect("sent");
    let heard = Condition::Received {
        by: MAYA.to_owned(),
        text: Some("Back by LID".to_owned()),
        kind: None,
    };
    rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
    receipt(&device, &sent.message_id, ReceiptType::Delivered).await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_known_only_by_lid_gets_a_number_later() {
    let rig = Rig::new().await;
    let mut shop = NewAccount::new("15550005555", "Lid Shop");
    shop.lid_migrated = true;
    rig.handle.create_phone(shop).await.expect("a phone");
    let mut hidden = NewAccount::new("15550006666", "Hidden");
    hidden.lid_known = false;
    rig.handle.create_contact(hidden).await.expect("a person");
    let device = rig.linked_to("15550005555", Door::InProcess).await;
    let say = |text: &str| {
        let (handle, text) = (rig.handle.clone(), Content::Text(text.to_owned()));
        async move {
            handle
                .contact_send("15550006666", "15550005555", text)
                .await
                .expect("sent")
        }
    };
    let before = message(&device, &say("Who am I?").await).await;
    assert!(
        before.info.source.sender_alt.is_none(),
        "the number is not told yet"
    );
    let reveal = Cmd::ContactRevealLid {
        contact: "15550006666".to_owned(),
    };
    rig.handle.command(reveal).await.expect("revealed");
    let after = message(&device, &say("It is me").await).await;
    assert_eq!(
        after
            .info
            .source
            .sender_alt
            .as_ref()
            .map(|jid| jid.user.as_str()),
        Some("15550006666")
    );
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_accounts_with_real_devices_talk_to_each_other() {
    let rig = Rig::new().await;
    let other = NewAccount::new("15550007777", "Other Shop");
    rig.handle.create_phone(other).await.expect("a phone");
    let one = rig.linked(Door::InProcess).await;
    let two = rig.linked_to("15550007777", Door::Socket).await;
    let sent = one
        .client
        .send_text(&jid("15550007777"), "Hello neighbour")
        .await
        .expect("sent");
    message(&two, &sent.message_id).await;
    receipt(&one, &sent.message_id, ReceiptType::Delivered).await;
    two.client
        .mark_as_read(&jid(SHOP), None, &[sent.message_id.as_str()])
        .await
        .expect("read");
    receipt(&one, &sent.message_id, ReceiptType::Read).await;
    let back = two
        .client
        .send_text(&jid(SHOP), "Hello yourself")
        .await
        .expect("sent");
    message(&one, &back.message_id).await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_own_device_sends_the_others_show() {
    let rig = Rig::new().await;
    let one = rig.linked(Door::InProcess).await;
    let other = rig.linked(Door::InProcess).await;
    let sent = one
        .client
        .send_text(&jid(MAYA), "From the first")
        .await
        .expect("sent");
    let copy = message(&other, &sent.message_id).await;
    assert!(copy.info.source.is_from_me, "a copy of an own message");
    assert_eq!(copy.info.source.chat.user.as_str(), MAYA);
    let typed = rig
        .handle
        .phone_send(SHOP, MAYA, Content::Text("From the phone".to_owned()))
        .await
        .expect("sent");
    for device in [&one, &other] {
        let copy = message(device, &typed).await;
        assert!(copy.info.source.is_from_me);
        assert_eq!(copy.info.source.chat.user.as_str(), MAYA);
    }
    rig.assert_clean();
}
