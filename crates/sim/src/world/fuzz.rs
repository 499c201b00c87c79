//! Hostile clients: random and damaged bytes at the door, and damaged stanzas
//! behind it. The network must neither panic nor grow.

use super::{
    World,
    puppet::{Puppet, pass},
};
use crate::{
    actors::people::Newcomer,
    clock::MANUAL_START,
    config::SimConfig,
    dice::Dice,
    wire::{
        Node, NodeBuilder, blob, empty,
        proto::{encode, wa},
    },
};
use wa_rs::wacore_binary::{
    marshal::{marshal, unmarshal_ref},
    util::unpack,
};

const SHOP: &str = "15550001111";

/// After so many inputs the logs have nearly reached their limits.
const LOGS_FULL: u64 = 400_000;
/// By how many bytes the memory may grow in the hundred thousand that follow.
const MOST_GROWTH: u64 = 4 << 20;

/// How many inputs: `FRONTDESK_SIM_FUZZ=500000` for the long run.
fn inputs() -> u64 {
    std::env::var("FRONTDESK_SIM_FUZZ")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(20_000)
}

fn world() -> World {
    let mut world = World::new(SimConfig::manual(1), MANUAL_START).expect("a world");
    for (number, name) in [(SHOP, "Shop"), ("15550002222", "Maya")] {
        world
            .create_account(Newcomer {
                number: number.to_owned(),
                name: name.to_owned(),
                lid_known: true,
                ..Newcomer::default()
            })
            .expect("an account");
    }
    world
}

/// Changes, removes, repeats or adds a few bytes.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..dice.between(1, 4) {
        let last = u64::try_from(bytes.len().saturating_sub(1)).unwrap_or(0);
        let at = usize::try_from(dice.between(0, last)).unwrap_or(0);
        match dice.between(0, 4) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.between(0, 7);
                }
            }
            1 => bytes.truncate(at),
            2 => bytes.insert(at.min(bytes.len()), dice.bytes::<1>()[0]),
            3 => {
                let copy = bytes.clone();
                bytes.extend(copy.into_iter().skip(at).take(40));
            }
            _ => bytes.extend(dice.bytes::<8>()),
        }
    }
}

#[test]
fn damaged_greetings_and_handshakes_never_panic() {
    let mut world = world();
    let mut dice = Dice::new(41);
    let mut hello = b"WA\x06\x03\x00\x00\x24\x12\x22\x0a\x20".to_vec();
    hello.extend(dice.bytes::<32>());
    for round in 0..inputs() / 4 {
        let mut bytes = match round % 3 {
            0 => hello.clone(),
            1 => [b"ED\x00\x01\x00\x00\x04abcd".to_vec(), hello.clone()].concat(),
            _ => dice.bytes::<96>().to_vec(),
        };
        damage(&mut bytes, &mut dice);
        let id = world.open().expect("let in");
        for piece in bytes.chunks(17) {
            world.heard(id, piece);
        }
        world.gone(id);
        world.take_out();
    }
    assert!(world.conns.is_empty(), "no connection is left behind");
}

#[test]
fn damaged_stanzas_never_panic_and_leave_nothing_behind() {
    let mut world = world();
    let mut dice = Dice::new(42);
    let shop = world.by_number(SHOP).expect("the shop");
    let mut puppet = Puppet::new(1, SHOP);
    puppet.link(&mut world, shop);
    puppet.come(&mut world);
    let samples: Vec<Vec<u8>> = samples()
        .iter()
        .map(|stanza| marshal(stanza).expect("a stanza"))
        .collect();
    let mut memory_when_full = None;
    for round in 0..inputs() {
        if round == LOGS_FULL {
            memory_when_full = memory();
        }
        if !puppet.is_connected(&world) {
            puppet.leave(&mut world);
            if world.companion(shop.device(puppet.device)).is_none() {
                puppet.link(&mut world, shop);
            }
            puppet.come(&mut world);
        }
        let mut bytes = dice.pick(&samples).expect("samples").clone();
        if round % 5 != 0 {
            damage(&mut bytes, &mut dice);
        }
        let readable = unpack(&bytes).is_ok_and(|plain| unmarshal_ref(&plain).is_ok());
        // What is no stanza ends the connection, and a new one costs a whole
        // handshake: of those, a few go all the way through the door.
        if !readable && round % 40 != 0 {
            continue;
        }
        puppet.say_bytes(&mut world, &bytes);
        let now = world.now + 50;
        world.set_now(now);
        // What is answered to nonsense is of no interest here.
        world.take_out();
        if round % 64 == 0 {
            puppet.leave(&mut world);
        }
    }
    assert!(world.conns.len() <= 1, "connections pile up");
    assert!(
        world.agenda.len() < 200,
        "{} tasks pile up",
        world.agenda.len()
    );
    // Only the long run comes this far, and only Linux says how much is used.
    if let (Some(full), Some(now)) = (memory_when_full, memory()) {
        let grown = now.saturating_sub(full);
        assert!(grown < MOST_GROWTH, "{grown} bytes more than at {full}");
    }
}

/// How many bytes this process holds in memory.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[test]
fn damaged_answers_to_a_passkey_never_panic_and_link_nobody() {
    let mut world = world();
    let mut dice = Dice::new(43);
    let shop = world.by_number(SHOP).expect("the shop");
    if let Some(account) = world.accounts.get_mut(&shop) {
        account.wants_passkey = true;
    }
    let steps: Vec<Vec<u8>> = passkey_steps()
        .iter()
        .map(|stanza| marshal(stanza).expect("a stanza"))
        .collect();
    for round in 0..inputs() / 400 {
        let mut puppet = Puppet::new(round, SHOP);
        let code = puppet.code(&mut world, 0);
        world
            .scan(shop, &code)
            .expect_err("a passkey is wanted first");
        for _ in 0..40 {
            let mut bytes = dice.pick(&steps).expect("steps").clone();
            if dice.chance(700) {
                damage(&mut bytes, &mut dice);
            }
            if unpack(&bytes).is_ok_and(|plain| unmarshal_ref(&plain).is_ok()) {
                puppet.say_bytes(&mut world, &bytes);
            }
            let now = world.now + 50;
            world.set_now(now);
            world.take_out();
        }
        world
            .compare_codes(shop, "11111111")
            .expect_err("nothing that came was true");
        puppet.leave(&mut world);
        pass(&mut world, 1_000);
    }
    assert!(world.companions(shop).is_empty(), "nobody was linked");
    assert!(world.conns.is_empty(), "connections pile up");
}

/// What a device says in the course of linking with a passkey.
fn passkey_steps() -> Vec<Node> {
    let iq = |child: Node| {
        NodeBuilder::new("iq")
            .attr("id", "1")
            .attr("type", "set")
            .attr("xmlns", "md")
            .attr("to", "s.whatsapp.net")
            .children([child])
            .build()
    };
    let identity = wa::CompanionEphemeralIdentity {
        public_key: Some(vec![9; 32]),
        r#ref: Some("2@ref".to_owned()),
        ..Default::default()
    };
    let prologue = wa::ProloguePayload {
        companion_ephemeral_identity: Some(encode(&identity)),
        ..Default::default()
    };
    let request = wa::EncryptedPairingRequest {
        encrypted_payload: Some(vec![5; 120]),
        iv: Some(vec![6; 12]),
    };
    let assertion = r#"{"response":{"clientDataJSON":"eyJjaGFsbGVuZ2UiOiJhIn0"}}"#;
    vec![
        iq(empty("ref")),
        iq(empty("passkey_request_options")),
        iq(NodeBuilder::new("passkey_prologue")
            .children([
                blob("credential_id", *b"id"),
                blob("webauthn_assertion", assertion),
                blob("prologue_payload", encode(&prologue)),
            ])
            .build()),
        iq(blob("companion_nonce", [7; 32])),
        iq(blob("encrypted_pairing_request", encode(&request))),
    ]
}

/// Stanzas of every sort that a client sends.
fn samples() -> Vec<Node> {
    let iq = |kind: &'static str, xmlns: &'static str, child: Node| {
        NodeBuilder::new("iq")
            .attr("id", "1")
            .attr("type", kind)
            .attr("xmlns", xmlns)
            .attr("to", "s.whatsapp.net")
            .children([child])
            .build()
    };
    let user = NodeBuilder::new("user")
        .attr("jid", "15550002222@s.whatsapp.net")
        .build();
    let devices = NodeBuilder::new("usync")
        .attr("sid", "s")
        .children([
            NodeBuilder::new("query")
                .children([empty("devices"), empty("lid")])
                .build(),
            NodeBuilder::new("list").children([user.clone()]).build(),
        ])
        .build();
    let key = NodeBuilder::new("key")
        .children([blob("id", [0, 0, 1]), blob("value", [7; 32])])
        .build();
    let collection = NodeBuilder::new("collection")
        .attr("name", "regular_low")
        .attr("version", 0_u32)
        .children([blob("patch", [8; 40])])
        .build();
    let sealed = NodeBuilder::new("enc")
        .attr("v", "2")
        .attr("type", "pkmsg")
        .bytes([51; 80])
        .build();
    let to = NodeBuilder::new("to")
        .attr("jid", "15550002222@s.whatsapp.net")
        .children([sealed.clone()])
        .build();
    let message = NodeBuilder::new("message")
        .attr("to", "15550002222@s.whatsapp.net")
        .attr("id", "A1")
        .attr("type", "text")
        .children([NodeBuilder::new("participants").children([to]).build()])
        .build();
    let mut channels_query = blob("query", r#"{"variables":{"input":{"key":"1@newsletter"}}}"#);
    channels_query.attrs.insert("query_id", "27456920720571478");
    vec![
        iq("get", "w:p", empty("ping")),
        iq("get", "usync", devices),
        iq("get", "encrypt", empty("digest")),
        iq(
            "get",
            "encrypt",
            NodeBuilder::new("key").children([user]).build(),
        ),
        iq(
            "set",
            "encrypt",
            NodeBuilder::new("list").children([key]).build(),
        ),
        iq(
            "set",
            "w:sync:app:state",
            NodeBuilder::new("sync").children([collection]).build(),
        ),
        iq("get", "w:g2", empty("participating")),
        iq("get", "privacy", empty("privacy")),
        iq("set", "w:m", empty("media_conn")),
        message,
        NodeBuilder::new("message")
            .attr("to", "15550002222@s.whatsapp.net")
            .attr("id", "A2")
            .children([sealed])
            .build(),
        NodeBuilder::new("receipt")
            .attr("to", "15550002222@s.whatsapp.net")
            .attr("id", "A1")
            .build(),
        NodeBuilder::new("ack")
            .attr("class", "message")
            .attr("id", "A1")
            .build(),
        NodeBuilder::new("presence")
            .attr("type", "available")
            .build(),
        NodeBuilder::new("chatstate")
            .attr("to", "15550002222@s.whatsapp.net")
            .children([empty("composing")])
            .build(),
        NodeBuilder::new("ib")
            .children([empty("unified_session")])
            .build(),
        iq("get", "w:mex", channels_query),
        NodeBuilder::new("iq")
            .attr("id", "1")
            .attr("type", "get")
            .attr("xmlns", "newsletter")
            .attr("to", "12040000000000000@newsletter")
            .children([NodeBuilder::new("messages").attr("count", 5_u32).build()])
            .build(),
        NodeBuilder::new("call")
            .attr("to", "15550002222@s.whatsapp.net")
            .attr("id", "C1")
            .children([NodeBuilder::new("reject")
                .attr("call-id", "AB")
                .attr("call-creator", "15550002222@s.whatsapp.net")
                .build()])
            .build(),
        NodeBuilder::new("receipt")
            .attr("to", "15550001111@s.whatsapp.net")
            .attr("id", "A1")
            .attr("type", "server-error")
            .children([
                NodeBuilder::new("encrypt")
                    .children([blob("enc_p", [3; 40]), blob("enc_iv", [4; 12])])
                    .build(),
                NodeBuilder::new("rmr")
                    .attr("jid", "15550002222@s.whatsapp.net")
                    .build(),
            ])
            .build(),
        NodeBuilder::new("message")
            .attr("to", "status@broadcast")
            .attr("id", "A3")
            .children([blob("enc", [2; 30])])
            .build(),
    ]
}
