//! Messages that could not be read here are asked of the phone.

use frontdesk_app::view::message::Content as Shown;
use frontdesk_domain::network::{Arrival, Content, Inbound};
use frontdesk_testkit::network::Call;

use super::rig::{Rig, arrived, from_ada, says};
use crate::support::NOW;

fn unreadable(id: &str) -> Inbound {
    arrived(Arrival {
        content: Content::Undecryptable,
        payload: Vec::new(),
        ..says(from_ada(id), NOW, "")
    })
}

/// For what the phone was asked on the connection there is.
fn asked_for(rig: &Rig) -> Vec<String> {
    let calls = rig.client().calls().into_iter();
    calls
        .filter_map(|call| match call {
            Call::AskAgain(key) => Some(key.id.0),
            _ => None,
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn the_phone_is_asked_at_once_and_on_later_connections_until_it_is_here() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.client().brings(vec![unreadable("A2")]).await.unwrap();
    rig.until("it was asked", |rig| !asked_for(rig).is_empty())
        .await;
    rig.client().brings(vec![unreadable("A2")]).await.unwrap();
    rig.settle().await;
    assert_eq!(asked_for(&rig), ["A2"], "once for each message");

    rig.reconnect().await;
    rig.settle().await;
    assert_eq!(asked_for(&rig), [""; 0], "not again within a minute");
    rig.disconnect().await;
    rig.later(61_000).await;
    rig.connect().await;
    rig.until("it was asked again", |rig| !asked_for(rig).is_empty())
        .await;

    let rig = rig.restart().await;
    rig.connect().await;
    rig.until("asked after a restart", |rig| asked_for(rig) == ["A2"])
        .await;
    let words = says(from_ada("A2"), NOW, "Here it is");
    rig.client().brings(vec![arrived(words)]).await.unwrap();
    rig.disconnect().await;
    rig.later(3_600_000).await;
    rig.connect().await;
    rig.settle().await;
    assert_eq!(asked_for(&rig), [""; 0], "what is here is not asked for");
    let last = rig.thread(chat).await.pop().expect("it has a place");
    assert_eq!(last.text, "Here it is");
}

#[tokio::test(start_paused = true)]
async fn what_turns_out_to_say_nothing_gives_up_its_place() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.client().brings(vec![unreadable("A2")]).await.unwrap();
    let shown = rig.thread(chat).await.pop().expect("it has a place");
    assert_eq!(shown.content, Shown::Undecryptable);
    let nothing = |id: &str| vec![Inbound::Nothing(from_ada(id))];
    rig.client().brings(nothing("A2")).await.unwrap();
    assert_eq!(rig.thread(chat).await.len(), 1, "the place is gone");
    rig.client().brings(nothing("A1")).await.unwrap();
    rig.client().brings(nothing("A9")).await.unwrap();
    assert_eq!(rig.thread(chat).await.len(), 1, "what was read stays");
}
