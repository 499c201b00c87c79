//! What waits while a device is away, and what bad lines do to it.

use crate::rig::{BOUND_MS, Door, MAYA, Rig, SHOP};
use frontdesk_sim::{Cmd, Condition, Content, DeviceKeys, Line, NetAct, ScriptPlan};
use std::{collections::BTreeSet, sync::Arc};
use wa_rs::{
    Jid,
    pair::{DeviceState, PairUtils},
    store::Backend,
    types::events::Event,
    wacore::store::{
        InMemoryBackend,
        device::Device as Row,
        device::{CachedNoiseCert, CachedServerCertChain},
    },
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_while_away_arrives_once_and_in_order() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::Socket).await;
    let ids = rig
        .handle
        .queue_offline(MAYA, SHOP, 60)
        .await
        .expect("queued");
    let wanted: BTreeSet<_> = ids.iter().cloned().collect();
    let mut order = Vec::new();
    device
        .until("all of them", |event| {
            if let Event::Messages(batch) = event {
                let ids = batch.messages.iter().map(|message| message.info.id.clone());
                order.extend(ids.filter(|id| wanted.contains(id)));
            }
            let seen: BTreeSet<_> = order.iter().cloned().collect();
            wanted.is_subset(&seen).then_some(())
        })
        .await;
    assert_eq!(
        order, ids,
        "each once, in the order in which they were sent"
    );
    let settled = Condition::Settled {
        phone: SHOP.to_owned(),
        device: device.number,
    };
    rig.handle
        .wait_until(settled, BOUND_MS)
        .await
        .expect("all confirmed");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_client_finds_everything_when_it_opens_again() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let backend = device.backend();
    device.shut_down().await;
    let text = Content::Text("While you were out".to_owned());
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, text)
        .await
        .expect("sent");
    let mut device = rig.start(Door::InProcess, backend, None).await;
    device.number = 1;
    device
        .until("the message", |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .any(|message| message.info.id == id && message.info.is_offline)
                .then_some(()),
            _ => None,
        })
        .await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_lines_lose_and_repeat_nothing() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let line = Line {
        latency_ms: 15,
        duplicate_per_mille: 300,
        reorder: 3,
        split: 11,
        ..Line::default()
    };
    rig.handle
        .net(SHOP, device.number, NetAct::Line(line))
        .await
        .expect("a line");
    let mut wanted = BTreeSet::new();
    for number in 0..20 {
        let text = Content::Text(format!("Number {number}"));
        wanted.insert(
            rig.handle
                .contact_send(MAYA, SHOP, text)
                .await
                .expect("sent"),
        );
    }
    let mut seen = Vec::new();
    device
        .until("all of them", |event| {
            if let Event::Messages(batch) = event {
                seen.extend(batch.messages.iter().map(|message| message.info.id.clone()));
            }
            let unique: BTreeSet<_> = seen.iter().cloned().collect();
            wanted.is_subset(&unique).then_some(())
        })
        .await;
    seen.sort();
    let before = seen.len();
    seen.dedup();
    assert_eq!(
        seen.len(),
        before,
        "a stanza that comes twice is one message"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_of_mishaps_ends_with_everything_delivered() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let plan = ScriptPlan {
        seed: Some(11),
        steps: 6,
        within_ms: 300,
    };
    let script = Cmd::Script {
        phone: SHOP.to_owned(),
        device: device.number,
        plan,
    };
    rig.handle.command(script).await.expect("begun");
    let mut wanted = BTreeSet::new();
    for number in 0..12 {
        let text = Content::Text(format!("Through the storm {number}"));
        wanted.insert(
            rig.handle
                .contact_send(MAYA, SHOP, text)
                .await
                .expect("sent"),
        );
    }
    let mut seen = BTreeSet::new();
    device
        .until("all of them", |event| {
            if let Event::Messages(batch) = event {
                seen.extend(batch.messages.iter().map(|message| message.info.id.clone()));
            }
            wanted.is_subset(&seen).then_some(())
        })
        .await;
    assert_eq!(rig.handle.alarms(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seeded_device_logs_in_without_ever_pairing() {
    let rig = Rig::new().await;
    let mut row = Row::new();
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let keys = DeviceKeys {
        noise: hex(row.noise_key.public_key.public_key_bytes()),
        identity: hex(row.identity_key.public_key.public_key_bytes()),
        registration: row.registration_id,
        signed_id: row.signed_pre_key_id,
        signed_key: hex(row.signed_pre_key.public_key.public_key_bytes()),
        signed_signature: hex(&row.signed_pre_key_signature),
        adv_secret: hex(&row.adv_secret_key),
    };
    let seeded = rig.handle.seed_device(SHOP, keys).await.expect("seeded");
    let unhex = |text: &str| -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex"))
            .collect()
    };
    let state = DeviceState {
        identity_key: row.identity_key.clone(),
        noise_key: row.noise_key.clone(),
        adv_secret_key: row.adv_secret_key,
    };
    let (signed, _) = PairUtils::do_pair_crypto(&state, &unhex(&seeded.identity)).expect("vouched");
    row.account = Some(Arc::new(
        wa_rs::waproto::codec::adv_signed_device_identity_decode(&signed).expect("an identity"),
    ));
    row.pn = Some(seeded.jid.parse::<Jid>().expect("an address"));
    row.lid = Some(seeded.lid.parse::<Jid>().expect("an address"));
    row.push_name = "Shop".to_owned();
    let cert = |key: &str| CachedNoiseCert {
        key: unhex(key).try_into().expect("32 bytes"),
        not_before: 0,
        not_after: i64::MAX,
    };
    row.server_cert_chain = Some(CachedServerCertChain {
        leaf: cert(&seeded.server_key),
        intermediate: cert(&seeded.intermediate_key),
    });
    let backend: Arc<dyn Backend> = Arc::new(InMemoryBackend::new());
    backend.create().await.expect("a row");
    backend.save(&row).await.expect("saved");
    let mut device = rig.start(Door::InProcess, backend, None).await;
    device.number = seeded.device;
    device.connected().await;
    rig.online(SHOP, &device).await;
    device
        .until("the address book", |event| {
            matches!(event, Event::ContactUpdate(_)).then_some(())
        })
        .await;
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_stood_still_brings_everything_when_it_moves() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::Socket).await;
    rig.handle
        .net(SHOP, device.number, NetAct::Stall)
        .await
        .expect("stalled");
    let text = Content::Text("Through the silence".to_owned());
    let id = rig
        .handle
        .contact_send(MAYA, SHOP, text)
        .await
        .expect("sent");
    let nothing = Condition::Delivered {
        msg: id.clone(),
        by: SHOP.to_owned(),
        device: Some(1),
    };
    assert!(
        rig.handle.wait_until(nothing.clone(), 300).await.is_err(),
        "nothing passes a line that stands still"
    );
    rig.handle
        .net(SHOP, device.number, NetAct::Resume)
        .await
        .expect("moved");
    rig.handle
        .wait_until(nothing, BOUND_MS)
        .await
        .expect("delivered");
    rig.assert_clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_runs_low_on_keys_uploads_more() {
    let rig = Rig::new().await;
    let device = rig.linked(Door::InProcess).await;
    let uploaded = Condition::Event {
        event: "keys_uploaded".to_owned(),
        since: 0,
    };
    rig.handle
        .wait_until(uploaded, BOUND_MS)
        .await
        .expect("the first keys");
    let since = rig.handle.last_event();
    let before = rig.handle.devices(SHOP).await.expect("shop")[0].prekeys_left;
    for ordinal in 0..before {
        let number = format!("1555300{ordinal:04}");
        let person = frontdesk_sim::NewAccount::new(number.clone(), "Passer-by");
        rig.handle.create_contact(person).await.expect("a person");
        let text = Content::Text("Hello".to_owned());
        rig.handle
            .contact_send(&number, SHOP, text)
            .await
            .expect("sent");
    }
    let again = Condition::Event {
        event: "keys_uploaded".to_owned(),
        since,
    };
    rig.handle
        .wait_until(again, BOUND_MS)
        .await
        .expect("more keys");
    let _ = device;
    rig.assert_clean();
}
