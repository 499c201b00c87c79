//! What is done here and shows on the account's other devices: stars, deletions
//! for oneself, blocked people; and files that are passed on.

use frontdesk_app::{error::CommandError, view::feed::Fact};
use frontdesk_domain::{
    id::ChatId,
    message::MessageKind,
    network::{
        Arrival, Content, Inbound, MediaFacts, MediaKind, MediaSource, MessageMark, OutgoingBody,
        SendError,
    },
};
use frontdesk_testkit::network::Call;

use super::rig::{Rig, ada, arrived, from_ada, says};
use crate::support::{NOW, Window};

fn marks(rig: &Rig) -> Vec<String> {
    let calls = rig.client().calls().into_iter();
    calls
        .filter_map(|call| match call {
            Call::MarkMessage(key, mark) => {
                let whose = if key.sender.is_none() {
                    "own"
                } else {
                    "theirs"
                };
                let mark = match mark {
                    MessageMark::Starred(true) => "star",
                    MessageMark::Starred(false) => "no star",
                    MessageMark::Deleted => "deleted",
                };
                Some(format!("{} {whose}: {mark}", key.id.0))
            }
            _ => None,
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn stars_and_deletions_for_oneself_are_told_even_after_a_restart() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let message = rig.thread(chat).await[0].id;
    rig.app.message_star(message, true).await.unwrap();
    rig.app.message_star(message, false).await.unwrap();
    rig.until("both are told", |rig| {
        marks(rig) == ["A1 theirs: star", "A1 theirs: no star"]
    })
    .await;
    rig.disconnect().await;
    rig.app.message_delete(message, false).await.unwrap();
    assert_eq!(rig.thread(chat).await.len(), 0, "it is gone here");
    let rig = rig.restart().await;
    rig.connect().await;
    rig.until("the deletion is told", |rig| {
        marks(rig) == ["A1 theirs: deleted"]
    })
    .await;
}

fn blocks(rig: &Rig) -> Vec<bool> {
    let calls = rig.client().calls().into_iter();
    calls
        .filter_map(|call| match call {
            Call::SetBlocked(who, on) => {
                assert_eq!(who, ada(), "it is about her");
                Some(on)
            }
            _ => None,
        })
        .collect()
}

async fn is_blocked(rig: &Rig) -> bool {
    rig.row().await.blocked
}

#[tokio::test(start_paused = true)]
async fn a_person_is_blocked_in_step_with_the_phone() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.disconnect().await;
    rig.app.contact_block(chat, true).await.unwrap();
    assert!(is_blocked(&rig).await, "at once");
    let refused = rig
        .app
        .message_send_text(chat, "Hello?".to_owned(), None, Vec::new(), "t".to_owned())
        .await;
    assert_eq!(
        refused.err(),
        Some(CommandError::NotNow),
        "nobody would get it"
    );
    rig.later(5_000).await;
    rig.connect().await;
    // The server's list is older than the choice made here.
    rig.client()
        .brings(vec![Inbound::Blocked(Vec::new())])
        .await
        .unwrap();
    rig.until("WhatsApp is told", |rig| blocks(rig) == [true])
        .await;
    rig.client()
        .brings(vec![Inbound::Blocked(vec![ada()])])
        .await
        .unwrap();
    assert!(is_blocked(&rig).await, "both say so");
    rig.client()
        .brings(vec![Inbound::Blocked(Vec::new())])
        .await
        .unwrap();
    assert!(!is_blocked(&rig).await, "the phone took it back");
    assert_eq!(blocks(&rig).len(), 1, "which is not told back to it");
}

#[tokio::test(start_paused = true)]
async fn a_block_that_is_refused_is_taken_back_and_said() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let mut window = Window::open(&rig.app);
    window.snapshot().await;
    rig.client().will_not_mark(SendError::Unsendable);
    rig.app.contact_block(chat, true).await.unwrap();
    rig.until("WhatsApp was asked", |rig| blocks(rig) == [true])
        .await;
    rig.settle().await;
    let mut said = false;
    while !said {
        let facts = window.batch().await.1;
        said = facts.contains(&Fact::BlockRefused { chat });
    }
    assert!(!is_blocked(&rig).await, "as before");
}

fn picture(id: &str, source: MediaSource) -> Arrival {
    let mut one = says(from_ada(id), NOW, "");
    one.content = Content::Media {
        kind: MediaKind::Image,
        caption: "The offer".to_owned(),
        facts: Box::new(MediaFacts {
            mime: "image/jpeg".to_owned(),
            size: 9,
            source,
            ..MediaFacts::default()
        }),
    };
    one
}

fn whole() -> MediaSource {
    MediaSource {
        path: "/v/1".to_owned(),
        url: String::new(),
        key: vec![1; 32],
        digest: vec![2; 32],
        encrypted_digest: vec![3; 32],
    }
}

async fn forward(rig: &Rig, chat: ChatId, to: ChatId, token: &str) -> Result<(), CommandError> {
    let message = rig.thread(chat).await.last().unwrap().id;
    rig.app
        .message_forward(vec![message], vec![to], token.to_owned())
        .await
}

#[tokio::test(start_paused = true)]
async fn a_file_is_passed_on_with_what_opens_it() {
    let rig = Rig::online().await;
    rig.client()
        .brings(vec![arrived(picture("A1", whole()))])
        .await
        .unwrap();
    rig.settle().await;
    let chat = rig.row().await.id;
    let otto = rig
        .app
        .chat_with(super::rig::slot(), "+1 555 000 3333".to_owned())
        .await
        .unwrap();
    forward(&rig, chat, otto, "f1").await.unwrap();
    let sent = rig.sent(1).await.remove(0);
    let OutgoingBody::File {
        kind,
        caption,
        facts,
        forwarded,
    } = sent.body
    else {
        panic!("a file: {sent:?}");
    };
    assert_eq!((kind, caption.as_str()), (MediaKind::Image, "The offer"));
    assert_eq!(facts.source, whole(), "the same file");
    assert!(forwarded, "which says that it was passed on");
    let row = rig.thread(otto).await.remove(0);
    assert_eq!(row.kind, MessageKind::Image, "shown as what it is");
    assert!(row.forwarded, "and marked");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_could_open_is_not_passed_on() {
    let rig = Rig::online().await;
    let without_key = MediaSource {
        key: Vec::new(),
        ..whole()
    };
    rig.client()
        .brings(vec![arrived(picture("A1", without_key))])
        .await
        .unwrap();
    rig.settle().await;
    let chat = rig.row().await.id;
    assert_eq!(
        forward(&rig, chat, chat, "f1").await,
        Err(CommandError::FileGone),
        "its key is gone"
    );
    let mut once = picture("A2", whole());
    once.view_once = true;
    rig.client().brings(vec![arrived(once)]).await.unwrap();
    rig.settle().await;
    let refused = forward(&rig, chat, chat, "f2").await;
    assert!(
        matches!(refused, Err(CommandError::Invalid { .. })),
        "what may be looked at once stays where it is: {refused:?}"
    );
    assert_eq!(rig.client().sent().len(), 0, "nothing left");
}
