//! What happens to messages after they were sent, in both directions.

use frontdesk_domain::{
    id::WireId,
    network::{Change, Content, Key, OutgoingBody, PollOption},
};
use frontdesk_sim::{Cmd, Condition, Content as Said, NewAccount, PollSpec};

use crate::rig::{MAYA, Rig, SHOP, chat_with, number, text};

/// The number of a second shop.
const BRANCH: &str = "15550008888";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_deletions_and_reactions_of_others_name_their_message() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let theirs = rig.says(MAYA, "Two please").await;
    client.ear.arrival(&theirs).await;
    rig.command(Cmd::ContactEdit {
        msg: theirs.0.clone(),
        text: "Three please".to_owned(),
    })
    .await;
    let (target, change) = client.ear.change(&theirs).await;
    let Change::Edited {
        text: words,
        payload,
    } = change
    else {
        panic!("no edit: {change:?}");
    };
    assert_eq!(words, "Three please");
    assert!(!payload.is_empty(), "as it came");
    assert_eq!(target.sender.unwrap().phone, Some(number(MAYA)), "her own");

    let ours = client.send(&rig, chat_with(MAYA), text("Noted")).await;
    client.ear.acknowledged(&ours).await;
    rig.command(Cmd::ContactReact {
        contact: MAYA.to_owned(),
        msg: ours.0.clone(),
        emoji: "👍".to_owned(),
    })
    .await;
    let (target, change) = client.ear.change(&ours).await;
    assert_eq!(
        change,
        Change::Reacted {
            emoji: "👍".to_owned()
        }
    );
    assert_eq!(target.sender, None, "to a message of ours");

    let gone = rig.says(MAYA, "Never mind").await;
    client.ear.arrival(&gone).await;
    rig.command(Cmd::ContactDelete {
        msg: gone.0.clone(),
    })
    .await;
    let (target, change) = client.ear.change(&gone).await;
    assert_eq!(change, Change::Deleted);
    assert_eq!(target.sender.unwrap().phone, Some(number(MAYA)));
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_edits_deletions_and_reactions_reach_the_others() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let chat = chat_with(MAYA);
    let ours = client.send(&rig, chat.clone(), text("At fife")).await;
    client.ear.acknowledged(&ours).await;
    received(&rig, "At fife").await;
    let key = Key {
        chat: chat.clone(),
        sender: None,
        id: ours.clone(),
    };
    let edit = OutgoingBody::Edit {
        target: key.clone(),
        text: "At five".to_owned(),
    };
    let edit = client.send(&rig, chat.clone(), edit).await;
    assert_eq!(client.ear.acknowledged(&edit).await, None, "taken");
    known(&rig, &ours, |view| view.edited && view.text == "At five").await;

    let theirs = rig.says(MAYA, "Good").await;
    let arrival = client.ear.arrival(&theirs).await;
    let react = OutgoingBody::Reaction {
        target: arrival.key,
        emoji: "❤️".to_owned(),
    };
    let react = client.send(&rig, chat.clone(), react).await;
    assert_eq!(client.ear.acknowledged(&react).await, None, "taken");
    known(&rig, &theirs, |view| {
        view.reactions.get(SHOP).is_some_and(|emoji| emoji == "❤️")
    })
    .await;

    let delete = OutgoingBody::Delete { target: key };
    let delete = client.send(&rig, chat, delete).await;
    assert_eq!(client.ear.acknowledged(&delete).await, None, "taken");
    known(&rig, &ours, |view| view.revoked).await;
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn votes_travel_both_ways() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let chat = chat_with(MAYA);
    let poll = OutgoingBody::Poll {
        question: "When?".to_owned(),
        options: vec!["Today".to_owned(), "Tomorrow".to_owned()],
        choices: 1,
        secret: [9; 32],
    };
    let ours = client.send(&rig, chat.clone(), poll).await;
    client.ear.acknowledged(&ours).await;
    received(&rig, "When?").await;

    let said = Said::Poll(PollSpec {
        question: "Which?".to_owned(),
        options: vec!["Blue".to_owned(), "Red".to_owned()],
        choose: 1,
    });
    let theirs = WireId(rig.sim.contact_send(MAYA, SHOP, said).await.unwrap());
    let arrival = client.ear.arrival(&theirs).await;
    let Content::Poll { options, .. } = &arrival.content else {
        panic!("no poll");
    };
    let choices: Vec<PollOption> = options.iter().take(1).cloned().collect();
    let vote = OutgoingBody::Vote {
        target: arrival.key.clone(),
        choices,
    };
    let vote = client.send(&rig, chat, vote).await;
    assert_eq!(client.ear.acknowledged(&vote).await, None, "taken");
    known(&rig, &theirs, |view| {
        view.votes
            .get(SHOP)
            .is_some_and(|chosen| *chosen == ["Blue"])
    })
    .await;
    client.stop().await;
}

/// Two accounts of the program write to each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn votes_of_others_are_opened() {
    let rig = Rig::new().await;
    let shop = rig.online().await;
    rig.sim
        .create_phone(NewAccount::new(BRANCH, "Branch"))
        .await
        .unwrap();
    let branch = rig.second(BRANCH).await;
    let poll = OutgoingBody::Poll {
        question: "When?".to_owned(),
        options: vec!["Today".to_owned(), "Tomorrow".to_owned()],
        choices: 1,
        secret: [9; 32],
    };
    let ours = shop.send(&rig, chat_with(BRANCH), poll).await;
    assert_eq!(shop.ear.acknowledged(&ours).await, None, "taken");
    let poll = branch.ear.arrival(&ours).await;
    let Content::Poll { options, .. } = &poll.content else {
        panic!("no poll");
    };
    let vote = OutgoingBody::Vote {
        target: poll.key.clone(),
        choices: vec![options[1].clone()],
    };
    let vote = branch.send(&rig, chat_with(SHOP), vote).await;
    assert_eq!(branch.ear.acknowledged(&vote).await, None, "taken");
    let (target, change) = shop.ear.change(&ours).await;
    assert_eq!(
        change,
        Change::Voted {
            choices: vec![options[1].digest.clone()]
        }
    );
    assert_eq!(target.sender, None, "in a poll of ours");
    shop.stop().await;
    branch.stop().await;
}

async fn received(rig: &Rig, words: &str) {
    rig.until(Condition::Received {
        by: MAYA.to_owned(),
        text: Some(words.to_owned()),
        kind: None,
    })
    .await;
}

/// Waits until she knows a message as that.
async fn known(rig: &Rig, id: &WireId, mut is_it: impl FnMut(&frontdesk_sim::MessageView) -> bool) {
    let waiting = async {
        let mut seen = 0;
        loop {
            let inbox = rig.sim.inbox(MAYA).await.unwrap();
            if inbox.iter().any(|view| view.id == id.0 && is_it(view)) {
                return;
            }
            let events = rig.sim.next_events(seen).await;
            seen = events.last().map_or(seen, |event| event.seq);
        }
    };
    if tokio::time::timeout(crate::rig::BOUND, waiting)
        .await
        .is_err()
    {
        panic!("not known: {:#?}", rig.sim.inbox(MAYA).await.unwrap());
    }
}
