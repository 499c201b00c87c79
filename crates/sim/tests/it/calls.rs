//! Calls, as a real client sees them.

use crate::rig::{BOUND_MS, Device, Door, MAYA, Rig, SHOP};
use frontdesk_sim::{Cmd, Condition, Reply};
use wa_rs::{
    Jid,
    types::{
        call::{CallAction, IncomingCall, MissedReason},
        events::Event,
    },
    wacore::stanza::call::build_reject,
};

async fn calls(rig: &Rig, video: bool) -> String {
    let call = Cmd::ContactCall {
        contact: MAYA.to_owned(),
        to: SHOP.to_owned(),
        video,
    };
    match rig.handle.command(call).await.expect("it rings") {
        Reply::Call { call } => call,
        other => panic!("a call was asked for: {other:?}"),
    }
}

/// The offer of a call, once it rings.
async fn offer(device: &Device, id: &str) -> IncomingCall {
    device
        .until("ringing", |event| match event {
            Event::IncomingCall(call) => (call.action.call_id() == id
                && matches!(call.action, CallAction::Offer { .. }))
            .then(|| call.clone()),
            _ => None,
        })
        .await
}

/// The reason why a call ended, once it did.
async fn ended(device: &Device, id: &str) -> Option<String> {
    device
        .until("the end", |event| match event {
            Event::IncomingCall(call) => match &call.action {
                CallAction::Terminate {
                    call_id, reason, ..
                } if call_id == id => Some(reason.clone()),
                _ => None,
            },
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_rings_and_ends_as_somebody_decides() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    type Turn = fn(String) -> Cmd;
    let turns: [(bool, Turn, Option<&str>); 3] = [
        (false, |call| Cmd::ContactHangUp { call }, None),
        (
            true,
            |call| Cmd::PhoneAnswer { call },
            Some("accepted_elsewhere"),
        ),
        (
            false,
            |call| Cmd::PhoneDecline { call },
            Some("rejected_elsewhere"),
        ),
    ];
    for (video, turn, reason) in turns {
        let id = calls(&rig, video).await;
        let offer = offer(&device, &id).await;
        assert_eq!(offer.from.user.as_str(), MAYA);
        assert_eq!(offer.notify.as_deref(), Some("Maya Fairweather"));
        assert!(
            matches!(offer.action, CallAction::Offer { is_video, .. } if is_video == video),
            "{offer:?}"
        );
        rig.handle
            .command(turn(id.clone()))
            .await
            .expect("it goes on");
        assert_eq!(ended(&device, &id).await.as_deref(), reason);
    }
    let settled = Condition::Settled {
        phone: SHOP.to_owned(),
        device: device.number,
    };
    rig.handle
        .wait_until(settled, BOUND_MS)
        .await
        .expect("everything is confirmed");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_device_declines_stops_ringing_on_the_others() {
    let rig = Rig::new().await;
    let one = rig.linked(Door::InProcess).await;
    let other = rig.linked(Door::InProcess).await;
    let id = calls(&rig, false).await;
    let rings = offer(&one, &id).await;
    offer(&other, &id).await;
    let refusal = build_reject(
        &id,
        &Jid::pn(MAYA),
        rings.action.call_creator(),
        "refusal-1",
    );
    one.client.send_node(refusal).await.expect("sent");
    assert_eq!(
        ended(&other, &id).await.as_deref(),
        Some("rejected_elsewhere")
    );
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_while_nobody_was_there_is_a_missed_one() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    rig.handle.queue_offline(MAYA, SHOP, 0).await.expect("away");
    let id = calls(&rig, false).await;
    let missed = device
        .until("the missed call", |event| match event {
            Event::MissedCall(missed) => {
                (missed.call_id == id).then(|| (missed.from.clone(), missed.reason.clone()))
            }
            _ => None,
        })
        .await;
    assert_eq!(missed.0.user.as_str(), MAYA);
    assert!(matches!(missed.1, MissedReason::Offline));
    rig.assert_clean();
}
