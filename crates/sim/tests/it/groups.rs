//! Groups with a real client in them.

use crate::rig::{BOUND_MS, Door, MAYA, OTTO, Rig, SHOP};
use frontdesk_sim::{Cmd, Condition, Content};
use wa_rs::{types::events::Event, wacore::proto_helpers::MessageExt};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_talks_both_ways_and_its_changes_are_told() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let group = rig
        .handle
        .create_group("Neighbours", MAYA, &[SHOP, OTTO])
        .await
        .expect("founded");
    device
        .until("the founding", |event| {
            matches!(event, Event::GroupUpdate(_)).then_some(())
        })
        .await;
    for (who, words) in [
        (MAYA, "Welcome"),
        (OTTO, "Hi all"),
        (MAYA, "Market on Sunday"),
    ] {
        let id = rig
            .handle
            .contact_send(who, &group, Content::Text(words.to_owned()))
            .await
            .expect("sent");
        device
            .until(words, |event| match event {
                Event::Messages(batch) => batch
                    .messages
                    .iter()
                    .any(|m| {
                        m.info.id == id
                            && m.info.source.is_group
                            && m.info.source.sender.user.as_str() == who
                            && m.message.text_content() == Some(words)
                    })
                    .then_some(()),
                _ => None,
            })
            .await;
    }
    let chat = group.parse().expect("an address");
    for words in ["Count me in", "With cake"] {
        device.client.send_text(&chat, words).await.expect("sent");
        for who in [MAYA, OTTO] {
            let heard = Condition::Received {
                by: who.to_owned(),
                text: Some(words.to_owned()),
                kind: None,
            };
            rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
        }
    }
    let rename = Cmd::GroupRename {
        group: group.clone(),
        by: MAYA.to_owned(),
        subject: "Neighbours and friends".to_owned(),
    };
    rig.handle.command(rename).await.expect("renamed");
    let info = device
        .client
        .groups()
        .get_metadata(&chat)
        .await
        .expect("the group");
    assert_eq!(info.subject, "Neighbours and friends");
    let remove = Cmd::GroupRemove {
        group: group.clone(),
        by: MAYA.to_owned(),
        members: vec![OTTO.to_owned()],
    };
    rig.handle.command(remove).await.expect("removed");
    let id = rig
        .handle
        .contact_send(MAYA, &group, Content::Text("Now we are two".to_owned()))
        .await
        .expect("sent");
    device
        .until("the message under the new key", |event| match event {
            Event::Messages(batch) => batch.messages.iter().any(|m| m.info.id == id).then_some(()),
            _ => None,
        })
        .await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_founds_a_group_and_runs_it() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let options = wa_rs::GroupCreateOptions::builder()
        .subject("Regulars")
        .participants(vec![wa_rs::GroupParticipantOptions::new(wa_rs::Jid::pn(
            MAYA,
        ))])
        .build();
    let created = device
        .client
        .groups()
        .create_group(options)
        .await
        .expect("founded");
    let chat = created.metadata.id.clone();
    device
        .client
        .send_text(&chat, "Free coffee")
        .await
        .expect("sent");
    let heard = Condition::Received {
        by: MAYA.to_owned(),
        text: Some("Free coffee".to_owned()),
        kind: None,
    };
    rig.handle.wait_until(heard, BOUND_MS).await.expect("heard");
    device
        .client
        .groups()
        .add_participants(&chat, &[wa_rs::Jid::pn(OTTO)])
        .await
        .expect("added");
    let groups = rig.handle.groups().await.expect("groups");
    assert!(groups[0].members.contains_key(OTTO), "{groups:?}");
    rig.assert_clean();
}
