//! Status posts and channels, with a real client.

use crate::rig::{BOUND_MS, Door, MAYA, Rig, SHOP};
use frontdesk_sim::{Cmd, Condition, Content, Reply};
use wa_rs::{
    Jid, StatusSendOptions, types::events::Event, wacore_binary::JidExt as _,
    waproto::whatsapp::message::extended_text_message::FontType,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_status_arrives_outside_of_every_conversation() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let post = Cmd::ContactStatus {
        contact: MAYA.to_owned(),
        content: Content::Text("At the market".to_owned()),
    };
    let Ok(Reply::Message { msg }) = rig.handle.command(post).await else {
        panic!("a status was posted");
    };
    let (chat, sender) = device
        .until("the status", |event| match event {
            Event::Messages(batch) => batch.messages.iter().find_map(|message| {
                (message.message.conversation.as_deref() == Some("At the market")).then(|| {
                    let source = &message.info.source;
                    (source.chat.clone(), source.sender.user.to_string())
                })
            }),
            _ => None,
        })
        .await;
    assert!(chat.is_status_broadcast(), "{chat}");
    assert_eq!(sender, MAYA);
    let confirmed = Condition::Delivered {
        msg,
        by: SHOP.to_owned(),
        device: Some(device.number),
    };
    rig.handle
        .wait_until(confirmed, BOUND_MS)
        .await
        .expect("confirmed like any message");

    // Status posts are encrypted for LIDs, which the client learns from messages.
    let hello = Content::Text("Hello".to_owned());
    rig.handle
        .contact_send(MAYA, SHOP, hello)
        .await
        .expect("sent");
    device
        .until("the message", |event| match event {
            Event::Messages(batch) => batch.messages.iter().find_map(|message| {
                (message.message.conversation.as_deref() == Some("Hello")).then_some(())
            }),
            _ => None,
        })
        .await;
    let since = rig.handle.last_event();
    device
        .client
        .status()
        .send_text(
            "Open today",
            0xff1e_6e4f,
            FontType::default(),
            &[Jid::pn(MAYA)],
            StatusSendOptions::default(),
        )
        .await
        .expect("posted");
    let posted = Condition::Event {
        event: "posted".to_owned(),
        since,
    };
    rig.handle
        .wait_until(posted, BOUND_MS)
        .await
        .expect("taken");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_reads_a_channel_and_may_not_write_in_it() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let found = Cmd::CreateChannel {
        name: "Harbour news".to_owned(),
        followers: vec![SHOP.to_owned()],
    };
    let Ok(Reply::Channel { channel }) = rig.handle.command(found).await else {
        panic!("a channel was made");
    };
    let post = |text: &str| Cmd::ChannelPost {
        channel: channel.clone(),
        text: text.to_owned(),
    };
    for text in ["The ferry runs", "The ferry stands"] {
        rig.handle.command(post(text)).await.expect("posted");
    }
    device
        .until("the post", |event| match event {
            Event::Messages(batch) => batch.messages.iter().find_map(|message| {
                let here = message.info.source.chat.is_newsletter();
                let said = message.message.conversation.as_deref();
                (here && said == Some("The ferry stands")).then_some(())
            }),
            _ => None,
        })
        .await;

    let newsletter = device.client.newsletter();
    let followed = newsletter.list_subscribed().await.expect("answered");
    let [only] = followed.as_slice() else {
        panic!("one channel is followed: {followed:?}");
    };
    assert_eq!(only.name, "Harbour news");
    let known = newsletter.get_metadata(&only.jid).await.expect("answered");
    assert_eq!(known.subscriber_count, 1);
    let newest = newsletter
        .get_messages(&only.jid, 1, None)
        .await
        .expect("answered");
    let [newest] = newest.as_slice() else {
        panic!("one message was asked for: {newest:?}");
    };
    let older = newsletter
        .get_messages(&only.jid, 10, Some(newest.server_id))
        .await
        .expect("answered");
    let text = older[0]
        .message
        .as_ref()
        .and_then(|message| message.conversation.as_deref());
    assert_eq!((older.len(), text), (1, Some("The ferry runs")));
    newsletter
        .subscribe_live_updates(&only.jid)
        .await
        .expect("answered");

    let settled = Condition::Settled {
        phone: SHOP.to_owned(),
        device: device.number,
    };
    rig.handle
        .wait_until(settled, BOUND_MS)
        .await
        .expect("every post is confirmed");
    rig.assert_clean();
}
