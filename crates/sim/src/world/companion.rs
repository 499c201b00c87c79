//! A linked device of an account, as the server knows it.

use super::queue::Queue;
use crate::{
    clock::Millis,
    names::AccountId,
    net::ConnId,
    signal::{Bundle, SignedKey},
};
use std::collections::{BTreeSet, VecDeque};

/// One linked device.
#[derive(Debug)]
pub(crate) struct Companion {
    pub(crate) noise_key: [u8; 32],
    pub(crate) identity: [u8; 32],
    pub(crate) registration: u32,
    pub(crate) signed: SignedKey,
    pub(crate) one_time: VecDeque<(u32, [u8; 32])>,
    /// The account's and the device's signatures, without the account's key.
    pub(crate) device_identity: Vec<u8>,
    pub(crate) key_index: u32,
    pub(crate) platform: String,
    pub(crate) linked_at: Millis,
    pub(crate) queue: Queue,
    pub(crate) conn: Option<ConnId>,
    /// Whether the client says that somebody looks at it.
    pub(crate) available: bool,
    pub(crate) logins: u32,
    /// Whether the phone has handed over keys and history.
    pub(crate) welcomed: bool,
    /// Whether it was linked without ever having shown a code here.
    pub(crate) seeded: bool,
    /// Whose presence it asked to see.
    pub(crate) watches: BTreeSet<AccountId>,
    /// Whether it was told that its one-time keys run low since the last upload.
    pub(crate) told_low: bool,
}

impl Companion {
    /// Keys for somebody who wants to write to this device; a one-time key is
    /// given away once.
    pub(crate) fn bundle(&mut self) -> Bundle {
        Bundle {
            registration: self.registration,
            identity: self.identity,
            signed: self.signed.clone(),
            one_time: self.one_time.pop_front(),
            device_identity: Some(self.device_identity.clone()),
        }
    }
}
