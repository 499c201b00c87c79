//! The past, handed to a real client.

use crate::rig::{Door, Rig, SHOP};
use frontdesk_sim::{HistoryKind, HistoryPlan};
use wa_rs::types::events::Event;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn history_arrives_inline_and_as_files() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    for (inline, kind) in [
        (true, HistoryKind::Bootstrap),
        (false, HistoryKind::Recent),
        (false, HistoryKind::Full),
    ] {
        let before = device.count(|event| matches!(event, Event::HistorySync(_)));
        let plan = HistoryPlan {
            chats: 6,
            messages_per_chat: 10,
            kind,
            chunk: 3,
            inline,
            ..HistoryPlan::default()
        };
        let given = rig.handle.push_history(SHOP, plan).await.expect("given");
        assert_eq!((given.chats, given.messages, given.chunks), (6, 60, 2));
        let mut seen = 0;
        let mut messages = 0;
        device
            .until("both chunks", |event| {
                if let Event::HistorySync(history) = event {
                    seen += 1;
                    if seen > before
                        && let Some(decoded) = history.get()
                    {
                        messages += decoded
                            .conversations
                            .iter()
                            .map(|chat| chat.messages.len())
                            .sum::<usize>();
                    }
                }
                (messages == 60).then_some(())
            })
            .await;
    }
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newly_linked_device_gets_the_planned_past_and_can_ask_for_more() {
    let rig = Rig::new().await;
    let plan = HistoryPlan {
        chats: 2,
        messages_per_chat: 5,
        ..HistoryPlan::default()
    };
    let planned = frontdesk_sim::Cmd::PlanHistory {
        phone: SHOP.to_owned(),
        plan,
    };
    rig.handle.command(planned).await.expect("planned");
    let device = rig.linked(Door::InProcess).await;
    let (chat, oldest, from_me, at) = device
        .until("the past", |event| match event {
            Event::HistorySync(history) => {
                let decoded = history.get()?;
                let chat = decoded.conversations.first()?;
                let last = chat.messages.last()?.message.as_option()?;
                Some((
                    chat.id.clone(),
                    last.key.id.clone()?,
                    last.key.from_me?,
                    last.message_timestamp?,
                ))
            }
            _ => None,
        })
        .await;
    let at = i64::try_from(at * 1000).expect("a time");
    let chat = chat.parse().expect("an address");
    device
        .client
        .fetch_message_history(&chat, &oldest, from_me, at, 7)
        .await
        .expect("asked");
    device
        .until("older messages", |event| match event {
            Event::HistorySync(history) => {
                let decoded = history.get()?;
                let chat = decoded.conversations.first()?;
                (chat.messages.len() == 7).then_some(())
            }
            _ => None,
        })
        .await;
    rig.assert_clean();
}
