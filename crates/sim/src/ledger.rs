//! The network's bookkeeping: for every message who sent it, who was told,
//! who confirmed it, and whether any cipher counter was used twice.
//!
//! It is the oracle for "never lost, never twice": it only records, and it
//! raises an alarm when the protocol's promises are broken by somebody.

use crate::{
    clock::Millis,
    names::{Chat, DeviceAddr},
    wire::message::Envelope,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, btree_map};
use wa_rs::wacore::libsignal::protocol::{PreKeySignalMessage, SenderKeyMessage, SignalMessage};

/// What happened to one message at one device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AtDevice {
    /// How often the stanza was sent to it.
    pub(crate) sent: u32,
    pub(crate) delivered: Option<Millis>,
    pub(crate) read: Option<Millis>,
    pub(crate) played: Option<Millis>,
    /// How often it asked for the message again.
    pub(crate) retries: u32,
}

/// One message's life.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) sender: DeviceAddr,
    pub(crate) chat: Chat,
    /// When the server accepted it.
    pub(crate) accepted: Option<Millis>,
    /// The codes with which the server refused it.
    pub(crate) refused: Vec<u16>,
    /// How often its sender submitted it, without resends asked for by a retry.
    pub(crate) submissions: u32,
    pub(crate) devices: BTreeMap<DeviceAddr, AtDevice>,
}

/// One direction of one cipher session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Chain {
    sender: DeviceAddr,
    /// The receiving device, or the group.
    to: String,
    /// The sending ratchet key, or the sender key's chain id.
    key: Vec<u8>,
}

/// Everything the network remembers about messages.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: BTreeMap<String, Entry>,
    counters: BTreeMap<Chain, BTreeMap<u32, [u8; 32]>>,
}

impl Ledger {
    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    pub(crate) fn entries(&self) -> btree_map::Iter<'_, String, Entry> {
        self.entries.iter()
    }

    /// A message was submitted; returns how often by now.
    pub(crate) fn submitted(&mut self, id: &str, sender: DeviceAddr, chat: &Chat) -> u32 {
        let entry = self.entries.entry(id.to_owned()).or_insert_with(|| Entry {
            sender,
            chat: chat.clone(),
            accepted: None,
            refused: Vec::new(),
            submissions: 0,
            devices: BTreeMap::new(),
        });
        entry.submissions += 1;
        entry.submissions
    }

    pub(crate) fn accepted(&mut self, id: &str, now: Millis) {
        if let Some(entry) = self.entries.get_mut(id) {
            entry.accepted.get_or_insert(now);
        }
    }

    pub(crate) fn refused(&mut self, id: &str, code: u16) {
        if let Some(entry) = self.entries.get_mut(id) {
            entry.refused.push(code);
        }
    }

    /// The message is on its way to that device.
    pub(crate) fn addressed(&mut self, id: &str, to: DeviceAddr) {
        self.at(id, to);
    }

    /// The message's stanza was sent to that device.
    pub(crate) fn sent(&mut self, id: &str, to: DeviceAddr) {
        if let Some(at) = self.at(id, to) {
            at.sent += 1;
        }
    }

    pub(crate) fn delivered(&mut self, id: &str, to: DeviceAddr, now: Millis) {
        if let Some(at) = self.at(id, to) {
            at.delivered.get_or_insert(now);
        }
    }

    pub(crate) fn read(&mut self, id: &str, to: DeviceAddr, now: Millis) {
        if let Some(at) = self.at(id, to) {
            at.delivered.get_or_insert(now);
            at.read.get_or_insert(now);
        }
    }

    pub(crate) fn played(&mut self, id: &str, to: DeviceAddr, now: Millis) {
        if let Some(at) = self.at(id, to) {
            at.delivered.get_or_insert(now);
            at.read.get_or_insert(now);
            at.played.get_or_insert(now);
        }
    }

    pub(crate) fn retried(&mut self, id: &str, by: DeviceAddr) {
        if let Some(at) = self.at(id, by) {
            at.retries += 1;
        }
    }

    /// Books one encrypted part; returns what is wrong if a counter comes
    /// again with other bytes.
    pub(crate) fn sealed(
        &mut self,
        sender: DeviceAddr,
        to: &str,
        envelope: Envelope,
        bytes: &[u8],
    ) -> Option<String> {
        let (key, counter) = counter_of(envelope, bytes)?;
        let chain = Chain {
            sender,
            to: to.to_owned(),
            key,
        };
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let before = self
            .counters
            .entry(chain)
            .or_default()
            .insert(counter, digest)?;
        (before != digest).then(|| {
            format!("Device {sender} used counter {counter} twice towards {to} for different bytes")
        })
    }

    /// How many cipher counters were seen, over all chains.
    pub(crate) fn counters(&self) -> usize {
        self.counters.values().map(BTreeMap::len).sum()
    }

    fn at(&mut self, id: &str, device: DeviceAddr) -> Option<&mut AtDevice> {
        Some(self.entries.get_mut(id)?.devices.entry(device).or_default())
    }
}

fn counter_of(envelope: Envelope, bytes: &[u8]) -> Option<(Vec<u8>, u32)> {
    match envelope {
        Envelope::PreKey => {
            let outer = PreKeySignalMessage::try_from(bytes).ok()?;
            Some(inner_counter(outer.message()))
        }
        Envelope::Session => Some(inner_counter(&SignalMessage::try_from(bytes).ok()?)),
        Envelope::SenderKey => {
            let message = SenderKeyMessage::try_from(bytes).ok()?;
            Some((
                message.chain_id().to_be_bytes().to_vec(),
                message.iteration(),
            ))
        }
    }
}

fn inner_counter(message: &SignalMessage) -> (Vec<u8>, u32) {
    (
        message.sender_ratchet_key().public_key_bytes().to_vec(),
        message.counter(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dice::Dice, names::AccountId, signal::Peer};

    #[test]
    fn a_counter_that_comes_twice_with_other_bytes_is_an_alarm() {
        let mut dice = Dice::new(5);
        let (one, other) = (AccountId(1).phone(), AccountId(2).phone());
        let mut sender = Peer::new(0, &mut dice).expect("keys");
        let mut receiver = Peer::new(0, &mut dice).expect("keys");
        let bundle = receiver.bundle(&mut dice);
        sender.begin(other, &bundle, &mut dice).expect("session");
        let first = sender
            .seal(other, b"one".to_vec(), &mut dice)
            .expect("sealed");
        let mut ledger = Ledger::default();
        let mut book = |bytes: &[u8]| ledger.sealed(one, "2:0", first.envelope, bytes);
        assert_eq!(book(&first.bytes), None, "a fresh counter is fine");
        assert_eq!(
            book(&first.bytes),
            None,
            "the same bytes again are a resend, not a reuse"
        );

        let mut twin = Peer::new(0, &mut Dice::new(5)).expect("keys");
        let mut dice = Dice::new(5);
        let _ = Peer::new(0, &mut dice);
        let mut same_receiver = Peer::new(0, &mut dice).expect("keys");
        let bundle = same_receiver.bundle(&mut dice);
        twin.begin(other, &bundle, &mut dice).expect("session");
        let reused = twin
            .seal(other, b"two".to_vec(), &mut dice)
            .expect("sealed");
        assert!(
            book(&reused.bytes).is_some(),
            "a restored sender that repeats a counter must be noticed"
        );
    }
}
