//! A client without randomness or time of its own, for tests that need two
//! runs to be equal to the byte. It speaks the real protocol.

use super::{World, agenda::Task};
use crate::{
    dice::Dice,
    names::{AccountId, DeviceAddr},
    net::{
        ConnId, Out,
        frame::{FrameBuffer, LONGEST, frame},
    },
    signal::Peer,
    wire::{
        Node, NodeBuilder,
        message::Envelope,
        proto::{decode, encode, some, wa},
        read::{Read, key32},
    },
};
use base64::{Engine, prelude::BASE64_STANDARD};
use wa_rs::{
    wacore::{
        libsignal::protocol::KeyPair,
        noise::{NoiseCipher, NoiseHandshake},
    },
    wacore_binary::{
        consts::NOISE_PATTERN_XX,
        marshal::{marshal, unmarshal_ref},
        util::unpack,
    },
};

const GREETING: [u8; 4] = [b'W', b'A', 6, 3];

/// A seeded client of one account.
pub(super) struct Puppet {
    dice: Dice,
    noise: KeyPair,
    peer: Peer,
    secret: [u8; 32],
    number: String,
    pub(super) device: u16,
    conn: Option<Wire>,
    /// The texts it could read, in order.
    pub(super) read: Vec<String>,
}

struct Wire {
    id: ConnId,
    buffer: FrameBuffer,
    read: (NoiseCipher, u32),
    write: (NoiseCipher, u32),
}

impl Puppet {
    pub(super) fn new(seed: u64, number: &str) -> Self {
        let mut dice = Dice::fork(seed, "puppet");
        Self {
            noise: dice.key_pair(),
            peer: Peer::new(0, &mut dice).expect("keys"),
            secret: dice.bytes(),
            number: number.to_owned(),
            device: 0,
            conn: None,
            read: Vec::new(),
            dice,
        }
    }

    /// Links itself to the account, as by QR, and leaves.
    pub(super) fn link(&mut self, world: &mut World, phone: AccountId) -> DeviceAddr {
        let code = self.code(world, 0);
        let addr = world.scan(phone, &code).expect("granted");
        self.device = addr.device;
        let order = self.hear(world).remove(0);
        let container = order
            .child("pair-success")
            .and_then(|part| part.child("device-identity"));
        let container: wa::ADVSignedDeviceIdentityHMAC =
            decode(container.and_then(Read::payload).expect("a word")).expect("a container");
        let mut word: wa::ADVSignedDeviceIdentity =
            decode(container.details.as_deref().expect("a word")).expect("an identity");
        let to_sign = [
            &[6, 1][..],
            word.details.as_deref().unwrap_or_default(),
            &self.peer.identity_public(),
            word.account_signature_key.as_deref().unwrap_or_default(),
        ]
        .concat();
        let signature = self
            .peer
            .identity()
            .private_key()
            .calculate_signature(&to_sign, self.dice.rng())
            .expect("signed");
        word.device_signature = Some(signature.to_vec());
        let identity = NodeBuilder::new("device-identity")
            .attr("key-index", u32::from(addr.device))
            .bytes(encode(&word))
            .build();
        let answer = NodeBuilder::new("iq")
            .attr("type", "result")
            .attr("id", order.text("id").expect("an id"))
            .children([NodeBuilder::new("pair-device-sign")
                .children([identity])
                .build()])
            .build();
        self.say(world, &answer);
        self.leave(world);
        addr
    }

    /// Connects as a new device; the code with that number of those it may show.
    pub(super) fn code(&mut self, world: &mut World, shown: usize) -> String {
        let signed = self.peer.signed_key().clone();
        let payload = wa::ClientPayload {
            device_pairing_data: some(wa::client_payload::DevicePairingRegistrationData {
                e_regid: Some(self.peer.registration().to_be_bytes().to_vec()),
                e_keytype: Some(vec![5]),
                e_ident: Some(self.peer.identity_public().to_vec()),
                e_skey_id: Some(signed.id.to_be_bytes()[1..].to_vec()),
                e_skey_val: Some(signed.key.to_vec()),
                e_skey_sig: Some(signed.signature),
                ..Default::default()
            }),
            ..Default::default()
        };
        self.open(world, &payload);
        let invitation = self.hear(world).remove(0);
        let reference = invitation.child("pair-device").expect("refs").parts()[shown]
            .payload()
            .map(|text| String::from_utf8_lossy(text).into_owned())
            .expect("a ref");
        let field = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
        [
            reference,
            field(self.noise.public_key.public_key_bytes()),
            field(&self.peer.identity_public()),
            field(&self.secret),
        ]
        .join(",")
    }

    /// Logs in and asks for what waits.
    pub(super) fn come(&mut self, world: &mut World) {
        let payload = wa::ClientPayload {
            username: self.number.parse().ok(),
            device: Some(u32::from(self.device)),
            ..Default::default()
        };
        self.open(world, &payload);
        let active = NodeBuilder::new("iq")
            .attr("type", "set")
            .attr("xmlns", "passive")
            .attr("id", "active")
            .children([NodeBuilder::new("active").build()])
            .build();
        self.say(world, &active);
        self.listen(world);
    }

    /// Hangs up.
    pub(super) fn leave(&mut self, world: &mut World) {
        if let Some(wire) = self.conn.take() {
            world.gone(wire.id);
        }
    }

    /// Reads and confirms everything that has arrived, until nothing comes.
    pub(super) fn listen(&mut self, world: &mut World) {
        loop {
            let heard = self.hear(world);
            if heard.is_empty() {
                return;
            }
            for stanza in heard {
                self.confirm(world, &stanza);
            }
        }
    }

    /// Sends a stanza.
    pub(super) fn say(&mut self, world: &mut World, stanza: &Node) {
        let plain = marshal(stanza).expect("a stanza");
        self.say_bytes(world, &plain);
    }

    /// Sends what claims to be a stanza.
    pub(super) fn say_bytes(&mut self, world: &mut World, plain: &[u8]) {
        let Some(wire) = &mut self.conn else {
            return;
        };
        let sealed = wire
            .write
            .0
            .encrypt_with_counter(wire.write.1, plain)
            .expect("sealed");
        wire.write.1 += 1;
        let id = wire.id;
        world.heard(id, &frame(&sealed).expect("short"));
    }

    pub(super) fn is_connected(&self, world: &World) -> bool {
        self.conn
            .as_ref()
            .is_some_and(|wire| world.conns.contains_key(&wire.id))
    }

    fn confirm(&mut self, world: &mut World, stanza: &Node) {
        let id = stanza.text("id").unwrap_or_default();
        let from = stanza.text("from").unwrap_or_default();
        match stanza.tag.as_ref() {
            "message" => {
                self.decrypt(world, stanza);
                let receipt = NodeBuilder::new("receipt")
                    .attr("to", from)
                    .attr("id", id)
                    .build();
                self.say(world, &receipt);
            }
            "notification" | "receipt" => {
                let ack = NodeBuilder::new("ack")
                    .attr(
                        "class",
                        if stanza.tag == "receipt" {
                            "receipt"
                        } else {
                            "notification"
                        },
                    )
                    .attr("to", from)
                    .attr("id", id)
                    .build();
                self.say(world, &ack);
            }
            "ib" if stanza.child("offline_preview").is_some() => {
                let batch = NodeBuilder::new("offline_batch")
                    .attr("count", 50_u32)
                    .build();
                let ask = NodeBuilder::new("ib").children([batch]).build();
                self.say(world, &ask);
            }
            _ => {}
        }
    }

    fn decrypt(&mut self, world: &World, stanza: &Node) {
        let sender = stanza.address("from").and_then(|jid| world.resolve(&jid));
        let (Some(sender), Some(part)) = (sender, stanza.child("enc")) else {
            return;
        };
        let envelope = part.text("type").and_then(|name| Envelope::parse(&name));
        let Some(envelope) = envelope.filter(|envelope| *envelope != Envelope::SenderKey) else {
            return;
        };
        let opened = self
            .peer
            .open(
                sender,
                envelope,
                part.payload().unwrap_or_default(),
                &mut self.dice,
            )
            .expect("what was sealed for this device opens");
        let message: wa::Message = decode(&opened.plain).expect("a message");
        self.read.extend(message.conversation);
    }

    fn hear(&mut self, world: &mut World) -> Vec<Node> {
        let Some(wire) = &mut self.conn else {
            return Vec::new();
        };
        for (id, out) in world.take_out() {
            if let (true, Out::Bytes(bytes)) = (id == wire.id, out) {
                wire.buffer.feed(&bytes);
            }
        }
        let mut stanzas = Vec::new();
        while let Some(mut sealed) = wire.buffer.next(LONGEST).expect("frames") {
            wire.read
                .0
                .decrypt_in_place_with_counter(wire.read.1, &mut sealed)
                .expect("sealed by the server");
            wire.read.1 += 1;
            let plain = unpack(&sealed).expect("unpacked");
            stanzas.push(unmarshal_ref(&plain).expect("a stanza").to_owned());
        }
        stanzas.retain(|stanza| stanza.tag != "success" || stanza.attrs.is_empty());
        stanzas
    }

    fn open(&mut self, world: &mut World, payload: &wa::ClientPayload) {
        let id = world.open().expect("let in");
        let ephemeral = self.dice.key_pair();
        let own = key32(ephemeral.public_key.public_key_bytes()).expect("a key");
        let mut noise = NoiseHandshake::new(NOISE_PATTERN_XX, &GREETING).expect("noise");
        noise.authenticate(&own);
        let hello = encode(&wa::HandshakeMessage {
            client_hello: some(wa::handshake_message::ClientHello {
                ephemeral: Some(own.to_vec()),
                ..Default::default()
            }),
            ..Default::default()
        });
        let mut first = GREETING.to_vec();
        first.extend(frame(&hello).expect("short"));
        world.heard(id, &first);
        let mut buffer = FrameBuffer::default();
        for (to, out) in world.take_out() {
            if let (true, Out::Bytes(bytes)) = (to == id, out) {
                buffer.feed(&bytes);
            }
        }
        let answer = buffer.next(LONGEST).expect("a frame").expect("an answer");
        let answer: wa::HandshakeMessage = decode(&answer).expect("a handshake");
        let server = answer.server_hello;
        let theirs: [u8; 32] = server.ephemeral.as_deref().and_then(key32).expect("a key");
        let private = ephemeral.private_key.serialize();
        noise.authenticate(&theirs);
        noise.mix_shared_secret(private, &theirs).expect("agreed");
        let fixed = noise
            .decrypt(server.r#static.as_deref().expect("a key"))
            .expect("sealed");
        noise.mix_shared_secret(private, &fixed).expect("agreed");
        noise
            .decrypt(server.payload.as_deref().expect("a chain"))
            .expect("sealed");
        let sealed_static = noise
            .encrypt(self.noise.public_key.public_key_bytes())
            .expect("sealed");
        noise
            .mix_shared_secret(self.noise.private_key.serialize(), &theirs)
            .expect("agreed");
        let sealed_payload = noise.encrypt(&encode(payload)).expect("sealed");
        let finish = encode(&wa::HandshakeMessage {
            client_finish: some(wa::handshake_message::ClientFinish {
                r#static: Some(sealed_static),
                payload: Some(sealed_payload),
                ..Default::default()
            }),
            ..Default::default()
        });
        let (write, read) = noise.finish().expect("split");
        self.conn = Some(Wire {
            id,
            buffer,
            read: (read, 0),
            write: (write, 0),
        });
        world.heard(id, &frame(&finish).expect("short"));
    }
}

/// Lets everything fall due that does so within that many milliseconds.
pub(super) fn pass(world: &mut World, ms: u64) {
    let now = world.now + ms;
    world.set_now(now);
}

/// A reply that a contact will give, for scripts that want one.
pub(super) fn plan_reply(world: &mut World, by: AccountId, chat: crate::names::Chat, text: &str) {
    let text = text.to_owned();
    world.later(1_000, Task::Reply { by, chat, text });
}
