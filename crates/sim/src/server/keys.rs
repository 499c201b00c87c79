//! The key directory: uploads, bundles, counts, the digest.

use super::iq::{Answer, Asked};
use crate::{
    names::DeviceAddr,
    signal::{Bundle, SignedKey, bundle},
    wire::{
        Node, NodeBuilder, blob, iq, notice,
        read::{Read, big_endian, key32},
    },
    world::{World, log::Note, queue::Class},
};
use wa_rs::wacore::prekeys::compute_key_bundle_digest;

impl World {
    pub(crate) fn answer_keys(&mut self, asked: &Asked<'_>) -> Answer {
        match (asked.set, asked.about()) {
            (false, "count") => self.key_count(asked.by),
            (false, "digest") => self.key_digest(asked.by),
            (false, "key") => self.key_bundles(asked),
            (true, "rotate") => self.rotate(asked),
            (true, _) => self.upload(asked),
            (false, _) => Answer::Unknown,
        }
    }

    /// Keys for somebody who wants to write to that device.
    pub(crate) fn take_bundle(&mut self, addr: DeviceAddr) -> Option<Bundle> {
        let account = self.accounts.get_mut(&addr.account)?;
        if addr.is_phone() {
            return Some(account.peer.bundle(&mut self.dice));
        }
        let bundle = account.companions.get_mut(&addr.device)?.bundle();
        self.warn_when_low(addr);
        Some(bundle)
    }

    /// Tells a device that its one-time keys run low, once per upload.
    fn warn_when_low(&mut self, addr: DeviceAddr) {
        let threshold = self.config.low_keys;
        let Some(companion) = self.companion_mut(addr) else {
            return;
        };
        let left = companion.one_time.len();
        // Before its first upload a device has none, and knows it.
        if left >= threshold || companion.told_low || companion.logins == 0 {
            return;
        }
        companion.told_low = true;
        let order = self.stanza_id();
        let stanza = notice::notice(
            &order,
            None,
            "encrypt",
            self.now,
            vec![notice::keys_left(left)],
        );
        self.deliver(addr, Class::Notification, stanza);
    }

    fn key_count(&self, by: DeviceAddr) -> Answer {
        let left = self
            .companion(by)
            .map_or(0, |companion| companion.one_time.len());
        Answer::one(notice::keys_left(left))
    }

    fn key_digest(&self, by: DeviceAddr) -> Answer {
        let Some(companion) = self.companion(by) else {
            return Answer::Error(404);
        };
        let one_time: Vec<&[u8]> = companion
            .one_time
            .iter()
            .map(|(_, key)| key.as_slice())
            .collect();
        let hash = compute_key_bundle_digest(
            &companion.identity,
            &companion.signed.key,
            &companion.signed.signature,
            &one_time,
        );
        let ids = companion.one_time.iter().map(|(id, _)| bundle::key_id(*id));
        Answer::one(
            NodeBuilder::new("digest")
                .children([
                    blob("registration", companion.registration.to_be_bytes()),
                    blob("type", [5]),
                    blob("identity", companion.identity),
                    bundle::signed_node(&companion.signed),
                    NodeBuilder::new("list").children(ids).build(),
                    blob("hash", hash),
                ])
                .build(),
        )
    }

    fn key_bundles(&mut self, asked: &Asked<'_>) -> Answer {
        let wanted = asked.part().map(Read::parts).unwrap_or_default();
        let mut users = Vec::new();
        for user in wanted.iter().filter(|part| part.tag == "user") {
            let Some(jid) = user.address("jid") else {
                continue;
            };
            let found = self.resolve(&jid).and_then(|addr| self.take_bundle(addr));
            let builder = NodeBuilder::new("user").attr("jid", &jid);
            users.push(match found {
                Some(bundle) => builder
                    .attr("t", self.now / 1000)
                    .children(bundle.nodes())
                    .build(),
                None => builder
                    .children([NodeBuilder::new("error")
                        .attr("code", 406_u32)
                        .attr("text", iq::words(406))
                        .build()])
                    .build(),
            });
        }
        Answer::one(NodeBuilder::new("list").children(users).build())
    }

    fn upload(&mut self, asked: &Asked<'_>) -> Answer {
        let stanza = asked.stanza;
        let list = stanza.child("list").map(Read::parts).unwrap_or_default();
        let one_time: Vec<_> = list.iter().filter_map(one_time_key).collect();
        let registration = stanza
            .child("registration")
            .and_then(|part| big_endian(part.payload()?));
        let signed = stanza.child("skey").and_then(signed_key);
        let (Some(registration), Some(signed)) = (registration, signed) else {
            return Answer::Error(400);
        };
        let Some(companion) = self.companion_mut(asked.by) else {
            return Answer::Error(404);
        };
        companion.registration = registration;
        companion.signed = signed;
        for (id, key) in one_time {
            companion.one_time.retain(|(known, _)| *known != id);
            companion.one_time.push_back((id, key));
        }
        companion.told_low = false;
        let left = companion.one_time.len();
        let phone = self.number_of(asked.by.account);
        self.note(Note::KeysUploaded {
            phone,
            device: asked.by.device,
            left,
        });
        Answer::done()
    }

    fn rotate(&mut self, asked: &Asked<'_>) -> Answer {
        let signed = asked
            .part()
            .and_then(|rotate| rotate.child("skey"))
            .and_then(signed_key);
        match (signed, self.companion_mut(asked.by)) {
            (Some(signed), Some(companion)) => {
                companion.signed = signed;
                Answer::done()
            }
            _ => Answer::Error(400),
        }
    }
}

fn one_time_key(node: &Node) -> Option<(u32, [u8; 32])> {
    Some((
        big_endian(node.child("id")?.payload()?)?,
        key32(node.child("value")?.payload()?)?,
    ))
}

fn signed_key(node: &Node) -> Option<SignedKey> {
    Some(SignedKey {
        id: big_endian(node.child("id")?.payload()?)?,
        key: key32(node.child("value")?.payload()?)?,
        signature: node.child("signature")?.payload()?.to_vec(),
    })
}
