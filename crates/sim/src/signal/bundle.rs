//! The public keys with which somebody begins a session with a device.

use crate::wire::{Node, NodeBuilder, blob};
use wa_rs::wacore::libsignal::protocol::{
    DeviceId, IdentityKey, PreKeyBundle, PublicKey, SignalProtocolError,
};

/// A signed key as the server stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedKey {
    pub(crate) id: u32,
    pub(crate) key: [u8; 32],
    pub(crate) signature: Vec<u8>,
}

/// One device's keys as the server hands them out.
#[derive(Clone, Debug)]
pub(crate) struct Bundle {
    pub(crate) registration: u32,
    pub(crate) identity: [u8; 32],
    pub(crate) signed: SignedKey,
    pub(crate) one_time: Option<(u32, [u8; 32])>,
    /// Proof that a companion belongs to its account; absent for device 0.
    pub(crate) device_identity: Option<Vec<u8>>,
}

impl Bundle {
    /// The bundle as the Signal library wants it.
    pub(super) fn for_session(&self) -> Result<PreKeyBundle, SignalProtocolError> {
        let one_time = match &self.one_time {
            Some((id, key)) => Some(((*id).into(), public(key)?)),
            None => None,
        };
        PreKeyBundle::new(
            self.registration,
            DeviceId::new(1),
            one_time,
            self.signed.id.into(),
            public(&self.signed.key)?,
            self.signed.signature.clone(),
            IdentityKey::new(public(&self.identity)?),
        )
    }

    /// The bundle's parts as they stand in a stanza.
    pub(crate) fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![
            blob("registration", self.registration.to_be_bytes()),
            blob("type", [5]),
            blob("identity", self.identity),
            signed_node(&self.signed),
        ];
        if let Some((id, key)) = &self.one_time {
            nodes.push(one_time_node(*id, key));
        }
        if let Some(proof) = &self.device_identity {
            nodes.push(blob("device-identity", proof.clone()));
        }
        nodes
    }
}

/// A signed key as it stands in a stanza.
pub(crate) fn signed_node(key: &SignedKey) -> Node {
    NodeBuilder::new("skey")
        .children([
            key_id(key.id),
            blob("value", key.key),
            blob("signature", key.signature.clone()),
        ])
        .build()
}

/// A one-time key as it stands in a stanza.
pub(crate) fn one_time_node(id: u32, key: &[u8; 32]) -> Node {
    NodeBuilder::new("key")
        .children([key_id(id), blob("value", *key)])
        .build()
}

/// A key's id: three bytes, big-endian.
pub(crate) fn key_id(id: u32) -> Node {
    let [_, a, b, c] = id.to_be_bytes();
    blob("id", [a, b, c])
}

fn public(bytes: &[u8; 32]) -> Result<PublicKey, SignalProtocolError> {
    Ok(PublicKey::from_djb_public_key_bytes(bytes)?)
}
