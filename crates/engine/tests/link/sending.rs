//! Messages on their way out.

use frontdesk_domain::{
    address::Address,
    network::{
        Network as _, Outgoing, OutgoingBody, OutgoingQuote, Presence, ReceiptKind, SendError,
    },
    session::Notice,
};
use frontdesk_sim::{Cmd, Condition, NewAccount};
use wa_rs::wacore::time::now_secs;

use crate::{
    ear::Heard,
    rig::{ACCOUNT, DEVICE, MAYA, OTTO, Rig, SHOP, chat_with, number, text},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answered_message_is_a_round_trip() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let id = client.send(&rig, chat_with(MAYA), text("Hello")).await;
    client.ear.acknowledged(&id).await;
    let notices = client
        .ear
        .until("the round trip", |_| {
            let notices = client.ear.notices();
            let answered = notices
                .iter()
                .any(|notice| matches!(notice, Notice::RoundTrip { .. }));
            answered.then_some(notices)
        })
        .await;
    let place = |wanted: fn(&Notice) -> bool| notices.iter().position(wanted).unwrap();
    assert!(
        place(|notice| *notice == Notice::Sent)
            < place(|notice| matches!(notice, Notice::RoundTrip { .. })),
        "it is sent before it is answered: {notices:?}"
    );
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_message_names_the_servers_code() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    for code in [463, 479, 503] {
        rig.command(Cmd::NackNext {
            phone: SHOP.to_owned(),
            code,
            times: 1,
        })
        .await;
        let id = client.send(&rig, chat_with(MAYA), text("Buy now")).await;
        assert_eq!(client.ear.acknowledged(&id).await, Some(code));
    }
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_id_may_be_sent_again_and_counts_once() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let id = client.send(&rig, chat_with(MAYA), text("Once")).await;
    client.ear.acknowledged(&id).await;
    let again = Outgoing {
        id: id.clone(),
        chat: chat_with(MAYA),
        body: text("Once"),
    };
    client.client.send(again).await.unwrap();
    rig.until(Condition::Received {
        by: MAYA.to_owned(),
        text: Some("Once".to_owned()),
        kind: None,
    })
    .await;
    client.stop().await;
    let inbox = rig.sim.inbox(MAYA).await.unwrap();
    let count = inbox
        .iter()
        .filter(|message| message.text == "Once")
        .count();
    assert_eq!(count, 1, "{inbox:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_quotes_and_mentions() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let question = rig.says(MAYA, "Who bakes?").await;
    let question = client.ear.arrival(&question).await;
    let body = OutgoingBody::Text {
        text: "Ask @15550003333".to_owned(),
        quote: Some(OutgoingQuote {
            key: question.key.clone(),
            text: "Who bakes?".to_owned(),
            payload: Some(question.payload),
        }),
        mentions: vec![Address {
            phone: Some(number(OTTO)),
            lid: None,
        }],
        forwarded: false,
    };
    let id = client.send(&rig, chat_with(MAYA), body).await;
    assert_eq!(client.ear.acknowledged(&id).await, None, "taken");
    rig.until(Condition::Received {
        by: MAYA.to_owned(),
        text: Some("Ask @15550003333".to_owned()),
        kind: None,
    })
    .await;
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn read_marks_reach_the_sender_unless_they_are_quiet() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let loud = rig.says(MAYA, "Loud").await;
    let key = client.ear.arrival(&loud).await.key;
    client.client.mark_read(vec![key], false).await.unwrap();
    rig.until(Condition::Read {
        msg: loud.0,
        by: SHOP.to_owned(),
    })
    .await;
    let quiet = rig.says(OTTO, "Quiet").await;
    let key = client.ear.arrival(&quiet).await.key;
    client.client.mark_read(vec![key], true).await.unwrap();
    client.stop().await;
    assert_eq!(rig.sim.unhandled(), Vec::<String>::new(), "understood");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_counts_as_present_until_somebody_is_here() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    available(&rig, false).await;
    client.client.set_presence(Presence::Here);
    available(&rig, true).await;
    client.client.set_presence(Presence::Away);
    available(&rig, false).await;
    client.client.set_typing(chat_with(MAYA), true);
    client.client.set_typing(chat_with(MAYA), false);
    client.stop().await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_connection_nothing_leaves() {
    let rig = Rig::new().await;
    rig.link().await;
    let client = rig.back_online().await;
    client.stop().await;
    let message = Outgoing {
        id: rig.engine.new_wire_id(),
        chat: chat_with(MAYA),
        body: text("Too late"),
    };
    assert_eq!(
        client.client.send(message).await,
        Err(SendError::NotConnected)
    );
    client.client.log_out();
    client.client.probe();
    client.client.ask_pairing_code(number(SHOP));
    client.stop().await;
    assert_eq!(client.ear.notices().last(), Some(&Notice::Stopped));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_is_not_on_whatsapp_is_nobody() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let message = Outgoing {
        id: rig.engine.new_wire_id(),
        chat: chat_with("15550009999"),
        body: text("Anybody?"),
    };
    assert_eq!(
        client.client.send(message).await,
        Err(SendError::NobodyThere)
    );
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_account_shows_of_itself_is_told() {
    let rig = Rig::new().await;
    let mut shop = NewAccount::new("15550006666", "Corner Shop");
    shop.picture = true;
    rig.sim.create_phone(shop).await.unwrap();
    let pairing = rig.pairing();
    let qr = pairing.qr().await;
    rig.sim.phone_scan_qr("15550006666", &qr).await.unwrap();
    rig.seat(&pairing).await;
    let client = rig.back_online().await;
    client
        .ear
        .until("the name", |heard| {
            (*heard == Heard::OwnName("Corner Shop".to_owned())).then_some(())
        })
        .await;
    client
        .ear
        .until("the picture", |heard| match heard {
            Heard::OwnPicture(size) => Some(*size),
            _ => None,
        })
        .await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_repeated_for_a_recipient_who_lost_it() {
    let rig = Rig::new().await;
    rig.link().await;
    let client = rig.back_online().await;
    let id = client.send(&rig, chat_with(MAYA), text("Again?")).await;
    client.ear.receipt(&id, ReceiptKind::Delivered).await;
    client.stop().await;
    // A later run of the program answers too.
    let client = rig.back_online().await;
    rig.command(Cmd::ContactRequestResend {
        contact: MAYA.to_owned(),
        msg: id.0.clone(),
    })
    .await;
    rig.until(Condition::Event {
        event: "resent".to_owned(),
        since: 0,
    })
    .await;
    client.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_an_earlier_run_left_open_is_answered_by_the_next() {
    let rig = Rig::new().await;
    let client = rig.online().await;
    let id = client.send(&rig, chat_with(MAYA), text("Hello")).await;
    client.ear.acknowledged(&id).await;
    client.ear.receipt(&id, ReceiptKind::Delivered).await;
    client.stop().await;
    // As a program leaves it that dies after it took the question in.
    let (message, device) = (id.0.clone(), format!("{MAYA}@s.whatsapp.net"));
    let question = rig.store.write(move |tx| {
        let mut signal = tx.signal_mut(ACCOUNT);
        signal.put_retry_question(&message, &device, 1, now_secs() + 1)
    });
    assert!(question.await.unwrap(), "the message is kept for this");
    let client = rig.back_online().await;
    rig.until(Condition::Event {
        event: "resent".to_owned(),
        since: 0,
    })
    .await;
    client.stop().await;
    rig.assert_clean();
}

async fn available(rig: &Rig, wanted: bool) {
    let waiting = async {
        let mut seen = 0;
        loop {
            let devices = rig.sim.devices(SHOP).await.unwrap();
            let device = devices.iter().find(|device| device.device == DEVICE);
            if device.is_some_and(|device| device.available == wanted) {
                return;
            }
            let events = rig.sim.next_events(seen).await;
            seen = events.last().map_or(seen, |event| event.seq);
        }
    };
    tokio::time::timeout(crate::rig::BOUND, waiting)
        .await
        .expect("the presence");
}
