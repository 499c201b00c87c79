//! What a client does after long waits, with a clock that jumps over them.
//!
//! A program of its own: the client's wall clock is one per process, and here
//! it follows the runtime's paused one.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::large_futures,
    reason = "tests say what they expect; a panic is their way of failing"
)]

#[allow(
    dead_code,
    reason = "the rig serves other tests too, which need more of it"
)]
#[path = "it/rig.rs"]
mod rig;

use frontdesk_sim::{Cmd, Condition, Content, Line, NetAct, Note, ScriptPlan, StreamFault};
use rig::{Device, Door, MAYA, Rig, SHOP};
use std::{collections::BTreeMap, sync::Once, time::Duration};
use tokio::time::Instant;
use wa_rs::{
    Jid,
    types::{call::CallAction, events::Event},
    wacore::time,
    waproto::whatsapp as wa,
};

/// Far beyond everything that is waited for; it passes in no time.
const HOUR_MS: u64 = 3_600_000;

/// A wall clock that moves as the runtime's does.
struct Runtime(Instant);

impl time::TimeProvider for Runtime {
    fn now_millis(&self) -> i64 {
        // Somewhere in 2026; only differences matter.
        1_790_000_000_000 + i64::try_from(self.0.elapsed().as_millis()).expect("a short test")
    }
}

/// A linked client, and a clock that stands still while anything is done.
async fn paused() -> (Rig, Device) {
    static CLOCK: Once = Once::new();
    CLOCK.call_once(|| {
        time::set_time_provider(Runtime(Instant::now())).expect("nobody asked for the time yet");
    });
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    (rig, device)
}

/// How long it takes until the client is back after `what`.
async fn back_after(rig: &Rig, device: &Device, what: impl AsyncFnOnce(&Rig, u16)) -> Duration {
    let since = rig.handle.last_event();
    let began = Instant::now();
    what(rig, device.number).await;
    let back = Condition::Event {
        event: "logged_in".to_owned(),
        since,
    };
    rig.handle.wait_until(back, HOUR_MS).await.expect("back");
    began.elapsed()
}

async fn ended(rig: &Rig, device: &Device, fault: StreamFault) -> Duration {
    back_after(rig, device, async |rig, number| {
        rig.handle
            .stream_error(SHOP, number, fault)
            .await
            .expect("connected");
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_half_open_line_is_noticed_and_left() {
    let (rig, device) = paused().await;
    let took = back_after(&rig, &device, async |rig, number| {
        rig.handle
            .net(SHOP, number, NetAct::Stall)
            .await
            .expect("connected");
    })
    .await;
    // Where time stands still, what is sent at the moment of the last word from
    // the server does not count as unanswered, so it can take a second ping.
    assert!(
        (15..180).contains(&took.as_secs()),
        "silence is noticed by a ping that nobody answers: {took:?}"
    );
    rig.online(SHOP, &device).await;
    rig.assert_clean();
}

#[tokio::test(start_paused = true)]
async fn a_restart_a_busy_server_and_too_much_are_told_apart() {
    let (rig, device) = paused().await;
    let restarted = ended(&rig, &device, StreamFault::Restart).await;
    rig.online(SHOP, &device).await;
    let busy = ended(&rig, &device, StreamFault::Unavailable).await;
    rig.online(SHOP, &device).await;
    let limited = ended(&rig, &device, StreamFault::RateLimited).await;
    rig.online(SHOP, &device).await;
    assert!(
        restarted < busy && busy < limited,
        "at once, soon, and only after a while: {restarted:?}, {busy:?}, {limited:?}"
    );
    assert_eq!(
        device.count(|event| matches!(event, Event::LoggedOut(_) | Event::StreamReplaced(_))),
        0,
        "none of them ends the link"
    );
    rig.assert_clean();
}

#[tokio::test(start_paused = true)]
async fn a_device_that_is_logged_out_by_a_bare_code_stays_away() {
    let (rig, device) = paused().await;
    rig.handle
        .stream_error(SHOP, device.number, StreamFault::LoggedOut)
        .await
        .expect("connected");
    device
        .until("the logout", |event| {
            matches!(event, Event::LoggedOut(_)).then_some(())
        })
        .await;
    let since = rig.handle.last_event();
    let back = Condition::Event {
        event: "logged_in".to_owned(),
        since,
    };
    let waited = rig.handle.wait_until(back, HOUR_MS).await;
    assert!(waited.is_err(), "516 alone is the end of this link");
    rig.assert_clean();
}

#[tokio::test(start_paused = true)]
async fn a_narrow_line_takes_the_time_that_its_bits_take() {
    let (rig, device) = paused().await;
    let narrow = NetAct::Line(Line {
        kbps: 8,
        ..Line::default()
    });
    rig.handle
        .net(SHOP, device.number, narrow)
        .await
        .expect("connected");
    let mut took = Vec::new();
    for letters in [1_000, 10_000] {
        let began = Instant::now();
        let text = Content::Text("m".repeat(letters));
        let msg = rig
            .handle
            .contact_send(MAYA, SHOP, text)
            .await
            .expect("sent");
        let delivered = Condition::Delivered {
            msg,
            by: SHOP.to_owned(),
            device: Some(device.number),
        };
        rig.handle
            .wait_until(delivered, HOUR_MS)
            .await
            .expect("delivered");
        took.push(began.elapsed().as_millis());
    }
    // Eight thousand bits a second are a thousand letters a second.
    assert!((1_000..2_500).contains(&took[0]), "a second: {took:?}");
    assert!((10_000..12_000).contains(&took[1]), "ten: {took:?}");
    rig.assert_clean();
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_takes_rings_out() {
    let (rig, device) = paused().await;
    let began = Instant::now();
    let call = Cmd::ContactCall {
        contact: MAYA.to_owned(),
        to: SHOP.to_owned(),
        video: false,
    };
    rig.handle.command(call).await.expect("it rings");
    let reason = device
        .until("the end", |event| match event {
            Event::IncomingCall(call) => match &call.action {
                CallAction::Terminate { reason, .. } => reason.clone(),
                _ => None,
            },
            _ => None,
        })
        .await;
    assert_eq!(reason, "timeout", "the caller gave up");
    assert_eq!(began.elapsed().as_secs(), 45);
    rig.assert_clean();
}

#[tokio::test(start_paused = true)]
async fn what_is_said_under_a_timer_disappears_at_the_people() {
    const SECONDS: u32 = 1_800;
    let (rig, device) = paused().await;
    let timer = Cmd::ContactDisappearing {
        contact: MAYA.to_owned(),
        to: SHOP.to_owned(),
        seconds: SECONDS,
    };
    rig.handle.command(timer).await.expect("set");
    device
        .until("the timer", |event| match event {
            Event::Messages(batch) => batch.messages.iter().find_map(|message| {
                let setting = message.message.protocol_message.as_option()?;
                (setting.ephemeral_expiration == Some(SECONDS)).then_some(())
            }),
            _ => None,
        })
        .await;
    let text = Content::Text("Gone by three".to_owned());
    let theirs = rig
        .handle
        .contact_send(MAYA, SHOP, text)
        .await
        .expect("sent");
    device
        .until("a message with its time", |event| match event {
            Event::Messages(batch) => batch.messages.iter().find_map(|message| {
                let text = message.message.extended_text_message.as_option()?;
                (text.context_info.expiration == Some(SECONDS)).then_some(())
            }),
            _ => None,
        })
        .await;
    let answer = wa::Message {
        extended_text_message: wa_rs::buffa::MessageField::some(wa::message::ExtendedTextMessage {
            text: Some("Then hurry".to_owned()),
            context_info: wa_rs::buffa::MessageField::some(wa::ContextInfo {
                expiration: Some(SECONDS),
                ..Default::default()
            }),
            ..Default::default()
        }),
        ..Default::default()
    };
    let sent = device
        .client
        .send_message(Jid::pn(MAYA), answer)
        .await
        .expect("sent");
    let read = Condition::Received {
        by: MAYA.to_owned(),
        text: Some("Then hurry".to_owned()),
        kind: None,
    };
    rig.handle
        .wait_until(read, HOUR_MS)
        .await
        .expect("it is there for a while");
    for (who, left) in [(MAYA, 3), (SHOP, 3)] {
        let there = rig.handle.inbox(who).await.expect("known");
        assert_eq!(there.len(), left, "{who} has the timer and two messages");
    }
    let mut since = 0;
    let mut vanished = 0;
    while vanished < 4 {
        for event in rig.handle.next_events(since).await {
            since = event.seq;
            vanished += usize::from(matches!(event.note, Note::Vanished { .. }));
        }
    }
    for who in [MAYA, SHOP] {
        let left = rig.handle.inbox(who).await.expect("known");
        assert!(
            left.iter()
                .all(|message| message.id != theirs && message.id != sent.message_id),
            "{who} still has {left:?}"
        );
        assert_eq!(left.len(), 1, "the change of the timer stays");
    }
    rig.assert_clean();
}

#[tokio::test(start_paused = true)]
async fn long_bad_days_lose_nothing_and_repeat_nothing() {
    for seed in 1..=4 {
        let (rig, device) = paused().await;
        let storm = Cmd::Script {
            phone: SHOP.to_owned(),
            device: device.number,
            plan: ScriptPlan {
                seed: Some(seed),
                steps: 40,
                within_ms: 20_000,
            },
        };
        rig.handle.command(storm).await.expect("begun");
        let mut wanted = BTreeMap::new();
        let mut mishaps = 0;
        let mut since = 0;
        while mishaps < 40 {
            let events = rig.handle.next_events(since).await;
            for event in events {
                since = event.seq;
                if let Note::Mishap { .. } = event.note {
                    mishaps += 1;
                    let text = Content::Text(format!("After mishap {mishaps}"));
                    let sent = rig.handle.contact_send(MAYA, SHOP, text).await;
                    wanted.insert(sent.expect("sent"), 0);
                }
            }
        }
        let device_number = device.number;
        let calm = rig
            .handle
            .net(SHOP, device_number, NetAct::Line(Line::default()));
        calm.await.expect("known");
        // After so much trouble the client waits long before it tries again.
        let settled = Condition::Settled {
            phone: SHOP.to_owned(),
            device: device.number,
        };
        rig.handle
            .wait_until(settled, HOUR_MS)
            .await
            .expect("everything is confirmed");
        device
            .until("everything", |event| {
                if let Event::Messages(batch) = event {
                    for message in batch.messages.iter() {
                        if let Some(times) = wanted.get_mut(&message.info.id) {
                            *times += 1;
                        }
                    }
                }
                wanted.values().all(|times| *times > 0).then_some(())
            })
            .await;
        assert!(
            wanted.values().all(|times| *times == 1),
            "seed {seed}: each once: {wanted:?}"
        );
        rig.assert_clean();
        device.shut_down().await;
    }
}
