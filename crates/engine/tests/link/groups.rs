//! Groups: what is said in them, and what happens to them.

use frontdesk_domain::{
    id::WireId,
    network::{Content, GroupChange, Inbound, OutgoingBody, ReceiptKind, WireChat},
};
use frontdesk_sim::{Cmd, Condition, Content as Said};

use crate::{
    ear::{Heard, RecordingEar},
    rig::{MAYA, OTTO, Rig, SHOP, number, text},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_tells_its_name_its_members_and_what_is_said() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let group = rig
        .sim
        .create_group("Neighbours", MAYA, &[SHOP, OTTO])
        .await
        .unwrap();
    subject(&client.ear, &group, "Neighbours").await;
    client
        .ear
        .until("the members", |heard| match heard {
            Heard::Kept(Inbound::Group {
                group: named,
                change: GroupChange::Members(members),
            }) if *named == group => (members.len() == 3).then_some(()),
            _ => None,
        })
        .await;
    let said = Said::Text("Market on Sunday".to_owned());
    let id = WireId(rig.sim.contact_send(OTTO, &group, said).await.unwrap());
    let arrival = client.ear.arrival(&id).await;
    assert_eq!(arrival.key.chat, WireChat::Group(group.clone()));
    assert_eq!(
        arrival.key.sender.clone().unwrap().phone,
        Some(number(OTTO))
    );

    let chat = WireChat::Group(group.clone());
    let ours = client.send(&rig, chat.clone(), text("With cake")).await;
    assert_eq!(client.ear.acknowledged(&ours).await, None, "taken");
    for who in [MAYA, OTTO] {
        rig.until(Condition::Received {
            by: who.to_owned(),
            text: Some("With cake".to_owned()),
            kind: None,
        })
        .await;
    }
    client.ear.receipt(&ours, ReceiptKind::Delivered).await;
    let react = OutgoingBody::Reaction {
        target: arrival.key.clone(),
        emoji: "🎉".to_owned(),
    };
    let react = client.send(&rig, chat, react).await;
    assert_eq!(client.ear.acknowledged(&react).await, None, "taken");
    client
        .client
        .mark_read(vec![arrival.key], false)
        .await
        .unwrap();
    rig.until(Condition::Read {
        msg: id.0,
        by: SHOP.to_owned(),
    })
    .await;
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_to_a_group_is_an_entry_in_it() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let group = rig
        .sim
        .create_group("Neighbours", MAYA, &[SHOP, OTTO])
        .await
        .unwrap();
    let by = || MAYA.to_owned();
    rig.command(Cmd::GroupRename {
        group: group.clone(),
        by: by(),
        subject: "Friends".to_owned(),
    })
    .await;
    subject(&client.ear, &group, "Friends").await;
    event(&client.ear, "subject").await;
    rig.command(Cmd::GroupPromote {
        group: group.clone(),
        by: by(),
        members: vec![OTTO.to_owned()],
    })
    .await;
    event(&client.ear, "promote").await;
    rig.command(Cmd::GroupAnnouncement {
        group: group.clone(),
        by: by(),
        on: true,
    })
    .await;
    event(&client.ear, "announcement").await;
    rig.command(Cmd::GroupLeave {
        group: group.clone(),
        by: OTTO.to_owned(),
    })
    .await;
    event(&client.ear, "leave").await;
    rig.command(Cmd::GroupRemove {
        group,
        by: by(),
        members: vec![SHOP.to_owned()],
    })
    .await;
    event(&client.ear, "remove").await;
    client.stop().await;
}

async fn subject(ear: &RecordingEar, group: &str, name: &str) {
    let wanted = Heard::Kept(Inbound::Group {
        group: group.to_owned(),
        change: GroupChange::Subject(name.to_owned()),
    });
    ear.until(name, |heard| (*heard == wanted).then_some(()))
        .await;
}

async fn event(ear: &RecordingEar, wanted: &str) {
    ear.until(wanted, |heard| match heard {
        Heard::Kept(Inbound::Arrived(arrival)) => match &arrival.content {
            Content::Event { what, .. } => (what == wanted).then_some(()),
            _ => None,
        },
        _ => None,
    })
    .await;
}
