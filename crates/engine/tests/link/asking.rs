//! What the account's other devices and its phone are asked: stars, deletions,
//! blocked people, and older messages.

use frontdesk_domain::{
    address::Address,
    id::WireId,
    network::{
        Arrival, Behind, Change, Content as Said, Inbound, MediaKind, MessageMark, Network as _,
        Origin, OutgoingBody, WireChat,
    },
};
use frontdesk_sim::{Cmd, Condition, Content, FileSpec, HistoryPlan, Inspected, What};

use crate::{
    ear::{Heard, RecordingEar},
    rig::{BOUND_MS, DEVICE, MAYA, OTTO, Rig, SHOP, Started, chat_with, number_of},
};

fn setting(index: &str) -> Condition {
    Condition::Setting {
        phone: SHOP.to_owned(),
        collection: "regular_high".to_owned(),
        index: index.to_owned(),
    }
}

async fn from_maya(rig: &Rig, client: &Started, words: &str) -> Arrival {
    let id = rig.says(MAYA, words).await;
    client.ear.arrival(&id).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stars_and_deletions_for_oneself_go_both_ways() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let arrival = from_maya(&rig, &client, "Mark me").await;
    for mark in [
        MessageMark::Starred(true),
        MessageMark::Starred(false),
        MessageMark::Deleted,
    ] {
        client
            .client
            .mark_message(arrival.key.clone(), arrival.at, mark)
            .await
            .unwrap();
    }
    rig.until(setting(&format!(
        "\"star\",\"{MAYA}@s.whatsapp.net\",\"{}\"",
        arrival.key.id.0
    )))
    .await;
    rig.until(setting(&format!(
        "\"deleteMessageForMe\",\"{MAYA}@s.whatsapp.net\",\"{}\"",
        arrival.key.id.0
    )))
    .await;
    let other = from_maya(&rig, &client, "And me").await;
    rig.command(Cmd::PhoneDeleteForMe {
        phone: SHOP.to_owned(),
        msg: other.key.id.0.clone(),
    })
    .await;
    let (target, change) = client.ear.change(&other.key.id).await;
    assert_eq!(change, Change::DeletedForMe, "the phone deleted it");
    assert_eq!(number_of(&target.chat), MAYA);
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_blocked_is_told_after_every_change_wherever_it_was_made() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    blocked(&client.ear, &[]).await;
    // The first word of somebody teaches the engine both their names.
    let maya = match from_maya(&rig, &client, "Hello").await.key.chat {
        WireChat::Person(address) => address,
        WireChat::Group(_) => panic!("no group"),
    };
    client.client.set_blocked(maya.clone(), true).await.unwrap();
    blocked(&client.ear, &[MAYA]).await;
    let to_otto = |on| Cmd::PhoneBlock {
        phone: SHOP.to_owned(),
        contact: OTTO.to_owned(),
        on,
    };
    rig.command(to_otto(true)).await;
    blocked(&client.ear, &[MAYA, OTTO]).await;
    client.client.set_blocked(maya, false).await.unwrap();
    blocked(&client.ear, &[OTTO]).await;
    rig.command(to_otto(false)).await;
    client.stop().await;
    rig.assert_clean();
}

/// Waits for exactly these people.
async fn blocked(ear: &RecordingEar, wanted: &[&str]) {
    let number = |who: &Address| who.phone.as_ref().map(|phone| phone.digits().to_owned());
    ear.until(&format!("{wanted:?} are blocked"), |heard| match heard {
        Heard::Kept(Inbound::Blocked(people)) => {
            let mut numbers: Vec<String> = people.iter().filter_map(number).collect();
            numbers.sort();
            (numbers == wanted).then_some(())
        }
        _ => None,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_hands_out_older_messages_until_it_has_none() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let newest = from_maya(&rig, &client, "Do you remember?").await;
    let mut oldest = Behind {
        key: newest.key,
        at: newest.at,
    };
    let mut before = 0;
    for round in 0.. {
        assert!(round < 60, "the past has a beginning");
        client
            .client
            .ask_past(chat_with(MAYA), oldest.clone(), 40)
            .await
            .unwrap();
        let (news, seen) = answer(&rig, &client.ear, before).await;
        before = seen;
        let came: Vec<&Arrival> = news
            .iter()
            .filter_map(|piece| match piece {
                Inbound::Arrived(arrival) => Some(&**arrival),
                _ => None,
            })
            .collect();
        for arrival in &came {
            assert_eq!(arrival.origin, Origin::History);
            assert!(arrival.at <= oldest.at, "only what is older");
        }
        let Some(Inbound::Past {
            chat,
            asked,
            complete,
        }) = news.last()
        else {
            panic!("the end of the answer comes last: {news:?}");
        };
        assert_eq!(number_of(chat), MAYA, "it is about what was asked");
        assert!(asked, "and answers it");
        if *complete {
            assert_eq!(came.len(), 0, "there is nothing older");
            break;
        }
        assert_eq!(came.len(), 40, "as many as were asked for");
        let first = came.iter().min_by_key(|arrival| arrival.at).unwrap();
        oldest = Behind {
            key: first.key.clone(),
            at: first.at.plus_millis(-60 * 24 * 3_600_000),
        };
    }
    client.stop().await;
    rig.assert_clean();
}

/// Waits for the next chunk after those that were seen, and unpacks it.
async fn answer(rig: &Rig, ear: &RecordingEar, seen: usize) -> (Vec<Inbound>, usize) {
    let mut count = 0;
    let chunk = ear
        .until("an answer", |_| {
            let chunks: Vec<Vec<u8>> = ear
                .kept()
                .into_iter()
                .filter_map(|news| match news {
                    Inbound::History { chunk, .. } => Some(chunk),
                    _ => None,
                })
                .collect();
            count = chunks.len();
            (chunks.len() > seen).then(|| chunks[seen].clone())
        })
        .await;
    let mut all = Vec::new();
    let whole = rig
        .engine
        .unpack_history(&rig.account(), &chunk, &mut |news| {
            all.extend(news);
            true
        });
    assert!(whole, "it can be read");
    (all, seen + 1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_stretch_of_the_past_is_announced_before_the_server_is_answered() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let plan = HistoryPlan {
        chats: 6,
        messages_per_chat: 4,
        chunk: 2,
        ..HistoryPlan::default()
    };
    let given = rig.sim.push_history(SHOP, plan).await.unwrap();
    client
        .ear
        .until("all of it", |_| {
            let kept = client.ear.kept();
            let came = kept
                .iter()
                .filter(|news| matches!(news, Inbound::History { .. }));
            // The names of the people in them are a stretch of their own.
            (came.count() > given.chunks).then_some(())
        })
        .await;
    rig.until(Condition::Settled {
        phone: SHOP.to_owned(),
        device: DEVICE,
    })
    .await;
    client.stop().await;
    let kept = client.ear.kept();
    let came = kept
        .iter()
        .filter(|news| matches!(news, Inbound::History { .. }));
    let mut announced: Vec<&WireId> = kept
        .iter()
        .filter_map(|news| match news {
            Inbound::HistoryAnnounced { id } => Some(id),
            _ => None,
        })
        .collect();
    announced.sort();
    announced.dedup();
    assert_eq!(
        announced.len(),
        came.count(),
        "as many as came, so that one that does not is missed"
    );
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_passed_on_without_being_sent_again() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let picture = Content::Image(FileSpec {
        caption: Some("The offer".to_owned()),
        ..FileSpec::default()
    });
    let id = WireId(rig.sim.contact_send(MAYA, SHOP, picture).await.unwrap());
    let Said::Media {
        kind,
        caption,
        facts,
    } = client.ear.arrival(&id).await.content
    else {
        panic!("a picture");
    };
    assert_eq!(kind, MediaKind::Image);
    let files = files(&rig).await;
    let body = OutgoingBody::File {
        kind,
        caption,
        facts,
        forwarded: true,
    };
    let sent = client.send(&rig, chat_with(OTTO), body).await;
    assert_eq!(client.ear.acknowledged(&sent).await, None, "it is taken");
    let arrived = Condition::Received {
        by: OTTO.to_owned(),
        text: Some("The offer".to_owned()),
        kind: Some("image".to_owned()),
    };
    rig.sim.wait_until(arrived, BOUND_MS).await.unwrap();
    assert_eq!(self::files(&rig).await, files, "nothing was uploaded");
    client.stop().await;
    rig.assert_clean();
}

async fn files(rig: &Rig) -> usize {
    match rig.sim.look(What::Files).await.unwrap() {
        Inspected::Files(files) => files.len(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_phone_repeats_what_it_is_asked_for() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let arrival = from_maya(&rig, &client, "Once and again").await;
    let asked = client.client.ask_again(arrival.key.clone(), arrival.at);
    asked.await.unwrap();
    let came = |heard: &[Heard]| {
        let same = heard.iter().filter(|heard| {
            matches!(heard, Heard::Kept(Inbound::Arrived(again))
                if again.key.id == arrival.key.id
                    && again.key.sender.is_some()
                    && again.content == arrival.content
                    && again.at == arrival.at)
        });
        same.count()
    };
    client
        .ear
        .until("it came twice", |_| {
            (came(&client.ear.all()) == 2).then_some(())
        })
        .await;
    client.stop().await;
    rig.assert_clean();
}
