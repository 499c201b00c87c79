//! Older messages, asked of the phone.

use frontdesk_app::view::feed::Fact;
use frontdesk_domain::{
    id::{ChatId, WireId},
    network::{Arrival, Inbound, Origin, SendError},
    past::{ANSWER_WITHIN, Past},
    time::Timestamp,
};
use frontdesk_testkit::network::Call;

use super::rig::{Rig, arrived, from_ada, says, with_ada};
use crate::support::{NOW, Window};

fn questions(rig: &Rig) -> Vec<String> {
    rig.client()
        .calls()
        .into_iter()
        .filter_map(|call| match call {
            Call::AskPast(_, oldest) => Some(oldest.key.id.0),
            _ => None,
        })
        .collect()
}

async fn past(rig: &Rig, chat: ChatId) -> Past {
    rig.app.contact_panel(chat).await.unwrap().coverage.past
}

fn old(id: &str, hours: i64) -> Arrival {
    let at = Timestamp(NOW.0 - hours * 3_600_000);
    let mut one = says(from_ada(id), at, id);
    one.origin = Origin::History;
    one.read = true;
    one
}

/// The phone answers with these, and says whether that is all.
async fn answers(rig: &Rig, chunk: &[u8], messages: &[&str], complete: bool) {
    let mut news: Vec<Inbound> = messages
        .iter()
        .zip(2..)
        .map(|(id, hours)| arrived(old(id, hours)))
        .collect();
    news.push(Inbound::Past {
        chat: with_ada(),
        asked: true,
        complete,
    });
    rig.script.holds_history(chunk, vec![news]);
    let history = Inbound::History {
        chunk: chunk.to_vec(),
        order: 1,
        kind: 6,
        progress: Some(100),
    };
    rig.client().brings(vec![history]).await.unwrap();
    rig.until("it is unpacked", |rig| {
        rig.store().read(|tx| Ok(tx.history_chunks()?.1)).unwrap() == 0
    })
    .await;
    rig.settle().await;
}

#[tokio::test(start_paused = true)]
async fn the_phone_is_asked_before_the_oldest_until_it_has_nothing_more() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let mut window = Window::open(&rig.app);
    window.snapshot().await;
    assert_eq!(past(&rig, chat).await, Past::Open, "nobody asked yet");
    for _ in 0..3 {
        assert_eq!(rig.app.past_ask(chat).await.unwrap(), Past::Asking);
    }
    rig.until("it was asked", |rig| !questions(rig).is_empty())
        .await;
    rig.settle().await;
    assert_eq!(questions(&rig), ["A1"], "never twice at once");
    assert_eq!(past(&rig, chat).await, Past::Asking, "and it says so");

    answers(&rig, b"first", &["O1", "O2"], false).await;
    assert_eq!(past(&rig, chat).await, Past::Open, "there may be more");
    let mut told = Vec::new();
    while told.last() != Some(&Past::Open) {
        for fact in window.batch().await.1 {
            if let Fact::Past { past, .. } = fact {
                told.push(past);
            }
        }
    }
    assert_eq!(told, [Past::Asking, Past::Open], "the window was told");

    rig.app.past_ask(chat).await.unwrap();
    rig.settle().await;
    assert_eq!(questions(&rig).len(), 1, "not at once again");
    rig.later(2_500).await;
    assert_eq!(questions(&rig), ["A1", "O2"], "from the oldest on");
    answers(&rig, b"second", &[], true).await;
    assert_eq!(past(&rig, chat).await, Past::Beginning, "that was all");
    assert_eq!(
        rig.app.past_ask(chat).await.unwrap(),
        Past::Beginning,
        "nobody asks for more"
    );
    let rig = rig.restart().await;
    assert_eq!(past(&rig, chat).await, Past::Beginning, "for good");
    insta::assert_snapshot!(rig.picture(chat).await, @r"
    Ada: O2
    Ada: O1
    Ada: Hello
    ");
}

#[tokio::test(start_paused = true)]
async fn a_phone_that_does_not_answer_is_asked_again_only_by_a_person() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.app.past_ask(chat).await.unwrap();
    rig.until("it was asked", |rig| questions(rig).len() == 1)
        .await;
    rig.later(u64::try_from(ANSWER_WITHIN).unwrap() + 1_000)
        .await;
    assert_eq!(past(&rig, chat).await, Past::NoAnswer, "it had its time");
    rig.later(120_000).await;
    assert_eq!(questions(&rig).len(), 1, "nothing asks by itself");
    rig.app.past_ask(chat).await.unwrap();
    rig.until("it was asked again", |rig| questions(rig).len() == 2)
        .await;
    // The answer to either question will do.
    answers(&rig, b"late", &["O1"], false).await;
    assert_eq!(past(&rig, chat).await, Past::Open, "late is not lost");
}

#[tokio::test(start_paused = true)]
async fn what_is_still_to_be_asked_when_the_connection_goes_is_not_waited_for() {
    let rig = Rig::online().await;
    let ada = rig.ada_wrote().await;
    let otto = rig
        .app
        .chat_with(super::rig::slot(), "+1 555 000 3333".to_owned())
        .await
        .unwrap();
    rig.app.past_ask(ada).await.unwrap();
    rig.until("Ada's is asked for", |rig| questions(rig).len() == 1)
        .await;
    assert_eq!(
        rig.app.past_ask(otto).await.unwrap(),
        Past::Asking,
        "it waits for the other answer"
    );
    rig.disconnect().await;
    for chat in [ada, otto] {
        assert_eq!(past(&rig, chat).await, Past::Offline, "nobody will answer");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_connection_nobody_waits() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.client().will_not_mark(SendError::NotConnected);
    rig.app.past_ask(chat).await.unwrap();
    rig.until("it could not be asked", |rig| questions(rig).len() == 1)
        .await;
    rig.settle().await;
    assert_eq!(past(&rig, chat).await, Past::Offline, "the line was gone");
    rig.disconnect().await;
    assert_eq!(
        rig.app.past_ask(chat).await.unwrap(),
        Past::Offline,
        "there is none"
    );
    rig.later(5_000).await;
    rig.connect().await;
    assert_eq!(past(&rig, chat).await, Past::Open, "it can be asked again");
}

#[tokio::test(start_paused = true)]
async fn a_stretch_that_was_announced_and_never_came_is_asked_for_after_the_next_start() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let announced = |id: &str| Inbound::HistoryAnnounced {
        id: WireId(id.to_owned()),
    };
    let came = |chunk: &[u8]| Inbound::History {
        chunk: chunk.to_vec(),
        order: 1,
        kind: 3,
        progress: None,
    };
    rig.script.holds_history(b"here", Vec::new());
    rig.client()
        .brings(vec![announced("H1"), announced("H2"), came(b"here")])
        .await
        .unwrap();
    rig.settle().await;
    let rig = rig.restart().await;
    // The server sends the announcement again, as it was not answered.
    rig.connect().await;
    rig.client().brings(vec![announced("H2")]).await.unwrap();
    let panel = rig.app.contact_panel(chat).await.unwrap();
    assert!(
        panel.coverage.wanted,
        "it is known that something is missing"
    );
    rig.until("the phone is asked", |rig| questions(rig) == ["A1"])
        .await;
    answers(&rig, b"again", &["O1"], false).await;
    let panel = rig.app.contact_panel(chat).await.unwrap();
    assert!(!panel.coverage.wanted, "the gap is closed");
    rig.later(120_000).await;
    assert_eq!(questions(&rig).len(), 1, "once");
    let rig = rig.restart().await;
    rig.connect().await;
    rig.later(120_000).await;
    assert_eq!(
        questions(&rig),
        Vec::<String>::new(),
        "an announcement counts once"
    );
}

#[tokio::test(start_paused = true)]
async fn everything_that_came_asks_for_nothing() {
    let rig = Rig::online().await;
    rig.ada_wrote().await;
    rig.script.holds_history(b"here", Vec::new());
    // The chunk may be kept before its announcement is.
    rig.client()
        .brings(vec![
            Inbound::History {
                chunk: b"here".to_vec(),
                order: 1,
                kind: 3,
                progress: None,
            },
            Inbound::HistoryAnnounced {
                id: WireId("H1".to_owned()),
            },
        ])
        .await
        .unwrap();
    let rig = rig.restart().await;
    rig.connect().await;
    rig.later(120_000).await;
    assert_eq!(questions(&rig), Vec::<String>::new(), "nothing is missing");
}
