//! What is told on the desktop, what counts as read, and what the badge says.

use frontdesk_app::view::message::ThreadAnchor;
use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    attention::NotifyRule,
    id::{ChatId, WireId},
    network::{Arrival, GroupChange, Inbound, Key, Quoted, WireChat},
    time::Timestamp,
};
use frontdesk_testkit::network::Call;

use super::rig::{Rig, ada, arrived, from_ada, says, slot};
use crate::support::NOW;

const GROUP: &str = "120363000000000001@g.us";

fn in_group(id: &str, text: &str) -> Arrival {
    let key = Key {
        chat: WireChat::Group(GROUP.to_owned()),
        sender: Some(ada()),
        id: WireId(id.to_owned()),
    };
    says(key, NOW, text)
}

fn bodies(rig: &Rig) -> Vec<String> {
    let notices = rig.desk.desktop.notices().into_iter();
    notices.map(|notice| notice.body).collect()
}

/// One of each kind: from a person, in a group, in a group with a mention, in a
/// group as an answer. Answers what was told.
async fn told(rig: &Rig, round: &str) -> Vec<String> {
    let before = bodies(rig).len();
    let me = Address {
        phone: Some(PhoneNumber::parse("+1 555 000 1111").unwrap()),
        lid: Some(Lid("9001".to_owned())),
    };
    let mut mention = in_group(&format!("{round}M"), "mention");
    mention.mentions = vec![me];
    let mut answer = in_group(&format!("{round}Q"), "answer");
    answer.quoted = Some(Quoted {
        id: WireId("own".to_owned()),
        sender: None,
        preview: "earlier".to_owned(),
    });
    for one in [
        says(from_ada(&format!("{round}P")), NOW, "person"),
        in_group(&format!("{round}G"), "group"),
        mention,
        answer,
    ] {
        rig.client().brings(vec![arrived(one)]).await.unwrap();
        rig.settle().await;
    }
    bodies(rig).split_off(before)
}

async fn group_of(rig: &Rig) -> ChatId {
    let rows = rig.app.inbox_page(None).await.unwrap().rows;
    rows.iter().find(|row| row.title == "Team").unwrap().id
}

#[tokio::test(start_paused = true)]
async fn slots_and_conversations_say_what_is_told() {
    let rig = Rig::online().await;
    let name = Inbound::Group {
        group: GROUP.to_owned(),
        change: GroupChange::Subject("Team".to_owned()),
    };
    rig.client().brings(vec![name]).await.unwrap();
    let mention = "Ada: mention".to_owned();
    let answer = "Ada: answer".to_owned();
    assert_eq!(
        told(&rig, "1").await,
        ["person", "Ada: group", &mention, &answer],
        "all of it, unless chosen otherwise"
    );
    rig.app
        .set_slot_notify(slot(), NotifyRule::Addressed)
        .await
        .unwrap();
    assert_eq!(
        told(&rig, "2").await,
        ["person", &mention, &answer],
        "only what is addressed to the account"
    );
    rig.app
        .set_slot_notify(slot(), NotifyRule::Nothing)
        .await
        .unwrap();
    assert_eq!(told(&rig, "3").await, Vec::<String>::new(), "silence");
    let group = group_of(&rig).await;
    rig.app
        .set_chat_notify(group, Some(NotifyRule::Addressed))
        .await
        .unwrap();
    assert_eq!(
        told(&rig, "4").await,
        [mention, answer],
        "the conversation says otherwise than its slot"
    );
    let row = rig.app.inbox_page(None).await.unwrap().rows;
    let row = row.iter().find(|row| row.id == group).unwrap();
    assert_eq!(row.notify, Some(NotifyRule::Addressed), "and shows it");
    rig.app.set_chat_notify(group, None).await.unwrap();
    assert_eq!(
        told(&rig, "5").await,
        Vec::<String>::new(),
        "as its slot again"
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_a_text_means_is_called_by_name_wherever_it_is_shown() {
    let rig = Rig::online().await;
    let mut mention = in_group("M", "@9001 and @15550001111, ask @15550001111222");
    mention.mentions = vec![Address {
        phone: Some(PhoneNumber::parse("+1 555 000 1111").unwrap()),
        lid: Some(Lid("9001".to_owned())),
    }];
    rig.client().brings(vec![arrived(mention)]).await.unwrap();
    rig.settle().await;
    let shown = "@Corner Shop and @Corner Shop, ask @15550001111222";
    assert_eq!(bodies(&rig), [format!("Ada: {shown}")], "on the desktop");
    let row = rig.app.inbox_page(None).await.unwrap().rows.remove(0);
    assert_eq!(row.last.unwrap().preview, shown, "in the inbox");

    let mut answer = in_group("Q", "Yes");
    answer.quoted = Some(Quoted {
        id: WireId("M".to_owned()),
        sender: Some(ada()),
        preview: "not looked at".to_owned(),
    });
    rig.client().brings(vec![arrived(answer)]).await.unwrap();
    rig.settle().await;
    let opened = rig
        .app
        .thread_page(row.id, ThreadAnchor::Newest)
        .await
        .unwrap();
    let quote = opened.rows.last().unwrap().quote.clone().unwrap();
    assert_eq!(quote.preview, shown, "where it is quoted");
}

fn read(rig: &Rig) -> Vec<Vec<String>> {
    let calls = rig.client().calls().into_iter();
    calls
        .filter_map(|call| match call {
            Call::MarkRead(ids, _) => Some(ids.into_iter().map(|id| id.0).collect()),
            _ => None,
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn where_a_slot_reads_later_looking_is_not_reading() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.app.set_slot_read_later(slot(), true).await.unwrap();
    rig.app.chat_seen(chat).await.unwrap();
    rig.settle().await;
    assert_eq!(read(&rig), Vec::<Vec<String>>::new(), "Ada is not told");
    assert_eq!(rig.row().await.unread, 1, "and it still waits");
    rig.app.mark_chat_read(chat).await.unwrap();
    rig.until("Ada is told", |rig| read(rig) == [["A1"]]).await;
    assert_eq!(rig.row().await.unread, 0, "it was marked");

    let next = says(from_ada("A2"), NOW, "And?");
    rig.client().brings(vec![arrived(next)]).await.unwrap();
    rig.settle().await;
    rig.app.chat_seen(chat).await.unwrap();
    rig.say(chat, "Yes").await;
    rig.until("whoever answers has read", |rig| {
        read(rig) == [["A1"], ["A2"]]
    })
    .await;

    rig.app.set_slot_read_later(slot(), false).await.unwrap();
    let last = says(from_ada("A3"), NOW, "Thanks");
    rig.client().brings(vec![arrived(last)]).await.unwrap();
    rig.settle().await;
    rig.app.chat_seen(chat).await.unwrap();
    rig.until("looking is reading", |rig| {
        read(rig) == [["A1"], ["A2"], ["A3"]]
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_badge_counts_again_when_a_silence_ends() {
    let rig = Rig::online().await;
    let chat = rig.ada_wrote().await;
    rig.app
        .set_chat_muted(chat, Some(Timestamp(NOW.0 + 600_000)))
        .await
        .unwrap();
    rig.until("the badge is empty", |rig| rig.desk.desktop.unread() == 0)
        .await;
    rig.later(590_000).await;
    assert_eq!(rig.desk.desktop.unread(), 0, "it is still silent");
    rig.later(11_000).await;
    rig.until("the badge counts it", |rig| rig.desk.desktop.unread() == 1)
        .await;
}
