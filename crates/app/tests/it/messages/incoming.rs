//! What comes in, and what the desktop makes of it.

use frontdesk_app::view::feed::Fact;
use frontdesk_domain::{
    id::WireId,
    network::{Inbound, Origin, Receipt, ReceiptKind, Told},
    settings::{QuietHours, Settings},
    time::Timestamp,
};

use super::rig::{Rig, ada, arrived, from_ada, says, with_ada};
use crate::support::{NOW, Window};

fn ago(seconds: i64) -> Timestamp {
    Timestamp(NOW.0 - seconds * 1_000)
}

async fn notices(rig: &Rig, count: usize) -> Vec<String> {
    rig.until("the desktop was told", |rig| {
        rig.desk.desktop.notices().len() >= count
    })
    .await;
    rig.settle().await;
    rig.desk
        .desktop
        .notices()
        .into_iter()
        .map(|notice| format!("{}: {}", notice.title, notice.body))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_message_reaches_window_and_desktop() {
    let rig = Rig::online().await;
    let mut window = Window::open(&rig.app);
    window.snapshot().await;
    rig.ada_wrote().await;
    let mut told = Vec::new();
    while told.len() < 2 {
        let (_, facts) = window.batch().await;
        for fact in facts {
            match fact {
                Fact::Chat { row } if row.last.is_some() => {
                    told.push(format!("chat {} ({})", row.title, row.unread));
                }
                Fact::Message { row } => told.push(format!("message {}", row.text)),
                _ => {}
            }
        }
    }
    insta::assert_snapshot!(told.join("\n"), @r"
    chat Ada (1)
    message Hello
    ");
    assert_eq!(notices(&rig, 1).await, ["Ada: Hello"], "one notification");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_said_of_what_is_muted_archived_replayed_own_or_in_quiet_hours() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    assert_eq!(notices(&rig, 1).await.len(), 1, "the first is told");
    let bring = |id: &str, origin| {
        let mut one = says(from_ada(id), ago(1), "psst");
        one.origin = origin;
        arrived(one)
    };
    let client = rig.client();
    client
        .brings(vec![
            bring("A2", Origin::Backlog),
            bring("A3", Origin::History),
        ])
        .await
        .unwrap();
    rig.app
        .set_chat_muted(chat, Some(Timestamp(i64::MAX >> 12)))
        .await
        .unwrap();
    client
        .brings(vec![bring("A4", Origin::Live)])
        .await
        .unwrap();
    rig.settle().await;
    rig.app.set_chat_muted(chat, None).await.unwrap();
    rig.app.set_chat_archived(chat, true).await.unwrap();
    client
        .brings(vec![bring("A5", Origin::Live)])
        .await
        .unwrap();
    rig.settle().await;
    rig.app.set_chat_archived(chat, false).await.unwrap();
    let quiet = QuietHours {
        from: 9 * 60,
        until: 11 * 60,
        utc_offset: 0,
    };
    let settings = Settings {
        quiet_hours: Some(quiet),
        ..Settings::default()
    };
    rig.app.set_settings(settings).await.unwrap();
    client
        .brings(vec![bring("A6", Origin::Live)])
        .await
        .unwrap();
    rig.settle().await;
    rig.app
        .set_settings(Settings {
            notification_preview: false,
            ..Settings::default()
        })
        .await
        .unwrap();
    client
        .brings(vec![bring("A7", Origin::Live)])
        .await
        .unwrap();
    assert_eq!(
        notices(&rig, 2).await,
        ["Ada: Hello", "Ada: "],
        "only the last one, without its words"
    );
    assert_eq!(
        rig.row().await.unread,
        7,
        "what is not announced is still unread"
    );
}

#[tokio::test(start_paused = true)]
async fn a_burst_in_one_conversation_is_one_notification() {
    let rig = Rig::online().await;
    let news = (1..=6)
        .map(|n| {
            arrived(says(
                from_ada(&format!("A{n}")),
                ago(10 - n),
                &format!("line {n}"),
            ))
        })
        .collect();
    rig.client().brings(news).await.unwrap();
    insta::assert_snapshot!(notices(&rig, 1).await.join("\n---\n"), @r"
    Ada: line 3
    line 4
    line 5
    line 6
    ");
}

#[tokio::test(start_paused = true)]
async fn what_was_read_on_the_phone_is_taken_back_from_the_desktop() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    notices(&rig, 1).await;
    let read = Inbound::Receipt(Receipt {
        chat: with_ada(),
        who: ada(),
        ids: vec![WireId("A1".to_owned())],
        kind: ReceiptKind::ReadHere,
        at: NOW,
    });
    rig.client().brings(vec![read]).await.unwrap();
    rig.until("the notification is gone", |rig| {
        rig.desk.desktop.withdrawn().contains(&chat)
    })
    .await;
    assert_eq!(rig.row().await.unread, 0, "and the count with it");
}

#[tokio::test(start_paused = true)]
async fn typing_is_shown_while_it_lasts() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let types = |typing| Told::Typing {
        chat: with_ada(),
        who: ada(),
        typing,
    };
    let shown = async |rig: &Rig| {
        rig.settle().await;
        let typing = Window::open(&rig.app).snapshot().await.typing;
        typing
            .into_iter()
            .filter(|typing| typing.chat == chat)
            .flat_map(|typing| typing.who)
            .collect::<Vec<_>>()
    };
    rig.client().tell(types(true));
    assert_eq!(shown(&rig).await, ["Ada"], "she types");
    rig.client().tell(types(false));
    assert!(shown(&rig).await.is_empty(), "she stopped");
    rig.client().tell(types(true));
    assert_eq!(shown(&rig).await, ["Ada"], "again");
    rig.later(26_000).await;
    assert!(shown(&rig).await.is_empty(), "and closed her phone");
    rig.client().tell(types(true));
    assert_eq!(shown(&rig).await, ["Ada"], "once more");
    let done = says(from_ada("A2"), ago(0), "Done");
    rig.client().brings(vec![arrived(done)]).await.unwrap();
    assert!(shown(&rig).await.is_empty(), "her message ends it");
}

#[tokio::test(start_paused = true)]
async fn what_disappears_is_gone_when_its_time_has_come() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let mut short = says(from_ada("A2"), NOW, "for a minute");
    short.disappears_after = Some(60);
    rig.client().brings(vec![arrived(short)]).await.unwrap();
    rig.later(59_000).await;
    assert_eq!(rig.thread(chat).await.len(), 2, "not yet");
    rig.later(2_000).await;
    rig.settle().await;
    assert_eq!(rig.thread(chat).await.len(), 1, "now");
}

#[tokio::test(start_paused = true)]
async fn a_contact_panel_tells_who_they_are_and_keeps_what_is_noted() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    let panel = rig.app.contact_panel(chat).await.unwrap();
    let contact = panel.contact.unwrap();
    rig.app
        .contact_set_notes(contact, "prefers mornings".to_owned())
        .await
        .unwrap();
    let panel = rig.app.contact_panel(chat).await.unwrap();
    insta::assert_snapshot!(format!(
        "{} {} notes {:?}, {} chat(s) in {:?}, {} message(s) from {:?} to {:?}",
        panel.title,
        panel.phone.unwrap(),
        panel.notes,
        panel.chats.len(),
        panel.chats[0].account,
        panel.coverage.messages,
        panel.coverage.oldest.unwrap().0 - NOW.0,
        panel.coverage.newest.unwrap().0 - NOW.0,
    ), @r#"Ada +15550002222 notes "prefers mornings", 1 chat(s) in "Corner Shop", 1 message(s) from -60000 to -60000"#);
}
