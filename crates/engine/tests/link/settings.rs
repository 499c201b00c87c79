//! Chats that are pinned, silenced and put away, here and on the phone.

use frontdesk_domain::{
    network::{Behind, Change, ChatChange, FOREVER, Inbound},
    time::Timestamp,
};
use frontdesk_sim::{Cmd, Condition};

use crate::{
    ear::{Heard, RecordingEar},
    rig::{MAYA, Rig, SHOP, chat_with, number_of},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_phone_changes_is_told_even_while_the_engine_is_busy_with_the_change_before() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let message = rig.says(MAYA, "Star me").await;
    client.ear.arrival(&message).await;
    let (phone, chat) = (SHOP.to_owned(), MAYA.to_owned());
    let pin = |on| Cmd::PhonePin {
        phone: phone.clone(),
        chat: chat.clone(),
        on,
    };
    let mute = |until| Cmd::PhoneMute {
        phone: phone.clone(),
        chat: chat.clone(),
        until,
    };
    let archive = |on| Cmd::PhoneArchive {
        phone: phone.clone(),
        chat: chat.clone(),
        on,
    };
    let read = |on| Cmd::PhoneMarkRead {
        phone: phone.clone(),
        chat: chat.clone(),
        on,
    };
    const SOME_DAY: i64 = 4_102_444_800_000;
    let day = Timestamp(SOME_DAY);
    for (cmd, change) in [
        (pin(true), ChatChange::Pinned(true)),
        (mute(Some(0)), ChatChange::Muted(Some(FOREVER))),
        (archive(true), ChatChange::Archived(true)),
        (read(false), ChatChange::Read(false)),
        (pin(false), ChatChange::Pinned(false)),
        (mute(Some(SOME_DAY)), ChatChange::Muted(Some(day))),
        (archive(false), ChatChange::Archived(false)),
        (mute(None), ChatChange::Muted(None)),
    ] {
        rig.command(cmd).await;
        changed(&client.ear, change).await;
    }
    rig.command(Cmd::PhoneStar {
        phone: phone.clone(),
        msg: message.0.clone(),
        on: true,
    })
    .await;
    let (target, change) = client.ear.change(&message).await;
    assert_eq!(change, Change::Starred(true));
    assert_eq!(number_of(&target.chat), MAYA);
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_changed_here_reaches_the_phone() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let message = rig.says(MAYA, "Put me away").await;
    let arrival = client.ear.arrival(&message).await;
    let last = || {
        Some(Behind {
            key: arrival.key.clone(),
            at: arrival.at,
        })
    };
    for (change, collection, index) in [
        (ChatChange::Pinned(true), "regular_low", "pin_v1"),
        (ChatChange::Muted(Some(FOREVER)), "regular_high", "mute"),
        (ChatChange::Archived(true), "regular_low", "archive"),
        (ChatChange::Read(false), "regular_low", "markChatAsRead"),
    ] {
        client
            .client
            .change_chat(chat_with(MAYA), change, last())
            .await
            .unwrap();
        rig.until(Condition::Setting {
            phone: SHOP.to_owned(),
            collection: collection.to_owned(),
            index: index.to_owned(),
        })
        .await;
    }
    client.stop().await;
    rig.assert_clean();
}

async fn changed(ear: &RecordingEar, wanted: ChatChange) {
    ear.until(&format!("{wanted:?}"), |heard| match heard {
        Heard::Kept(Inbound::Chat { chat, change, .. }) if *change == wanted => {
            assert_eq!(number_of(chat), MAYA);
            Some(())
        }
        _ => None,
    })
    .await;
}
