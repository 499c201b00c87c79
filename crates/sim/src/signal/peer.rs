//! One virtual device's keys, sessions and group keys.

use super::{
    Bundle, SignedKey,
    padding::{pad, unpad},
    stores::{Identities, OneTimeKeys, SenderKeys, Sessions, SignedKeys},
};
use crate::{
    clock::Millis,
    dice::Dice,
    names::DeviceAddr,
    wire::{
        message::{Envelope, Sealed},
        read::key32,
    },
};
use std::{collections::BTreeMap, future::Future};
use wa_rs::{
    futures::FutureExt,
    wacore::libsignal::protocol::{
        CiphertextMessage, CurveError, DeviceId, GenericSignedPreKey, IdentityKeyPair, KeyPair,
        PreKeyRecord, PreKeySignalMessage, ProtocolAddress, SenderKeyDistributionMessage,
        SenderKeyName, SignalMessage, SignalProtocolError, SignedPreKeyRecord, Timestamp,
        UsePQRatchet, create_sender_key_distribution_message, group_decrypt, group_encrypt,
        message_decrypt, message_encrypt, process_prekey_bundle,
        process_sender_key_distribution_message,
    },
};

/// Why a message could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignalFailed {
    /// The Signal library refused.
    #[error("The message could not be encrypted or decrypted: {0}")]
    Protocol(#[from] SignalProtocolError),
    /// The plaintext's padding is not one.
    #[error("The decrypted message is badly padded")]
    Padding,
    /// A store waited, which in-memory stores never do.
    #[error("A key store did not answer at once")]
    Waited,
}

/// A decrypted message.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) plain: Vec<u8>,
    /// Whether the sender's identity is not the one known before.
    pub(crate) new_identity: bool,
}

/// The cryptographic self of one virtual device.
pub(crate) struct Peer {
    identities: Identities,
    one_time: OneTimeKeys,
    next_one_time: u32,
    signed: SignedKeys,
    signed_public: SignedKey,
    sessions: Sessions,
    sender_keys: SenderKeys,
}

impl std::fmt::Debug for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Peer")
            .field("registration", &self.identities.registration)
            .field("sessions", &self.sessions.0.len())
            .finish_non_exhaustive()
    }
}

impl Peer {
    pub(crate) fn new(now: Millis, dice: &mut Dice) -> Result<Self, CurveError> {
        let own = IdentityKeyPair::generate(dice.rng());
        let pair = dice.key_pair();
        let signature = own
            .private_key()
            .calculate_signature(&pair.public_key.serialize(), dice.rng())?;
        let registration = u32::try_from(dice.between(1, 16_380)).unwrap_or(1);
        let record = SignedPreKeyRecord::new(
            1.into(),
            Timestamp::from_epoch_millis(now),
            &pair,
            &signature,
        );
        Ok(Self {
            identities: Identities {
                own,
                registration,
                known: BTreeMap::new(),
            },
            one_time: OneTimeKeys::default(),
            next_one_time: 1,
            signed: SignedKeys(record),
            signed_public: SignedKey {
                id: 1,
                key: public(&pair),
                signature: signature.to_vec(),
            },
            sessions: Sessions::default(),
            sender_keys: SenderKeys::default(),
        })
    }

    /// The identity key pair, which also signs for the account.
    pub(crate) fn identity(&self) -> &IdentityKeyPair {
        &self.identities.own
    }

    /// The public identity key.
    pub(crate) fn identity_public(&self) -> [u8; 32] {
        let key = self.identities.own.public_key();
        key32(key.public_key_bytes()).unwrap_or_default()
    }

    pub(crate) fn registration(&self) -> u32 {
        self.identities.registration
    }

    #[cfg(test)]
    pub(crate) fn signed_key(&self) -> &SignedKey {
        &self.signed_public
    }

    /// Keys for somebody who wants to write to this device; each call mints a
    /// fresh one-time key.
    pub(crate) fn bundle(&mut self, dice: &mut Dice) -> Bundle {
        let id = self.next_one_time;
        self.next_one_time += 1;
        let pair = dice.key_pair();
        self.one_time
            .0
            .insert(id, PreKeyRecord::new(id.into(), &pair));
        Bundle {
            registration: self.registration(),
            identity: self.identity_public(),
            signed: self.signed_public.clone(),
            one_time: Some((id, public(&pair))),
            device_identity: None,
        }
    }

    pub(crate) fn has_session(&self, with: DeviceAddr) -> bool {
        self.sessions.0.contains_key(&address(with))
    }

    /// Drops the session with a device; the next message begins a new one.
    pub(crate) fn forget_session(&mut self, with: DeviceAddr) {
        self.sessions.0.remove(&address(with));
    }

    /// Begins a session from somebody's published keys.
    pub(crate) fn begin(
        &mut self,
        with: DeviceAddr,
        bundle: &Bundle,
        dice: &mut Dice,
    ) -> Result<(), SignalFailed> {
        let bundle = bundle.for_session()?;
        at_once(process_prekey_bundle(
            &address(with),
            &mut self.sessions,
            &mut self.identities,
            &bundle,
            dice.rng(),
            UsePQRatchet::No,
        ))?;
        Ok(())
    }

    /// Pads and encrypts for a device with which a session exists.
    pub(crate) fn seal(
        &mut self,
        to: DeviceAddr,
        plain: Vec<u8>,
        dice: &mut Dice,
    ) -> Result<Sealed, SignalFailed> {
        let padded = pad(plain, dice);
        let sealed = at_once(message_encrypt(
            &padded,
            &address(to),
            &mut self.sessions,
            &mut self.identities,
        ))?;
        let envelope = if matches!(sealed, CiphertextMessage::PreKeySignalMessage(_)) {
            Envelope::PreKey
        } else {
            Envelope::Session
        };
        Ok(part(envelope, sealed.serialize().to_vec()))
    }

    /// Decrypts and unpads what a device sent.
    pub(crate) fn open(
        &mut self,
        from: DeviceAddr,
        envelope: Envelope,
        bytes: &[u8],
        dice: &mut Dice,
    ) -> Result<Opened, SignalFailed> {
        let sealed = if envelope == Envelope::PreKey {
            CiphertextMessage::PreKeySignalMessage(PreKeySignalMessage::try_from(bytes)?)
        } else {
            CiphertextMessage::SignalMessage(SignalMessage::try_from(bytes)?)
        };
        let known = self.identities.known.get(&address(from)).cloned();
        let opened = at_once(message_decrypt(
            &sealed,
            &address(from),
            &mut self.sessions,
            &mut self.identities,
            &mut self.one_time,
            &self.signed,
            dice.rng(),
            UsePQRatchet::No,
        ))?;
        if let Some(used) = opened.consumed_prekey_id {
            self.one_time.0.remove(&u32::from(used));
        }
        let plain = unpad(&opened.plaintext).ok_or(SignalFailed::Padding)?;
        Ok(Opened {
            plain: plain.to_vec(),
            new_identity: known.is_some()
                && known.as_ref() != self.identities.known.get(&address(from)),
        })
    }

    /// This device's current key for a group, to be told to the members.
    pub(crate) fn group_key(
        &mut self,
        group: &str,
        own: DeviceAddr,
        dice: &mut Dice,
    ) -> Result<Vec<u8>, SignalFailed> {
        let key = at_once(create_sender_key_distribution_message(
            &sender_key_name(group, own),
            &mut self.sender_keys,
            dice.rng(),
        ))?;
        Ok(key.serialized().to_vec())
    }

    /// Forgets this device's key for a group, as when a member leaves.
    pub(crate) fn rotate_group_key(&mut self, group: &str, own: DeviceAddr) {
        let name = sender_key_name(group, own);
        self.sender_keys.0.remove(name.cache_key());
    }

    /// Learns another device's key for a group.
    pub(crate) fn learn_group_key(
        &mut self,
        group: &str,
        from: DeviceAddr,
        bytes: &[u8],
    ) -> Result<(), SignalFailed> {
        let key = SenderKeyDistributionMessage::try_from(bytes)?;
        at_once(process_sender_key_distribution_message(
            &sender_key_name(group, from),
            &key,
            &mut self.sender_keys,
        ))
    }

    pub(crate) fn seal_group(
        &mut self,
        group: &str,
        own: DeviceAddr,
        plain: Vec<u8>,
        dice: &mut Dice,
    ) -> Result<Sealed, SignalFailed> {
        let padded = pad(plain, dice);
        let sealed = at_once(group_encrypt(
            &mut self.sender_keys,
            &sender_key_name(group, own),
            &padded,
            dice.rng(),
        ))?;
        Ok(part(Envelope::SenderKey, sealed.serialized().to_vec()))
    }

    pub(crate) fn open_group(
        &mut self,
        group: &str,
        from: DeviceAddr,
        bytes: &[u8],
    ) -> Result<Vec<u8>, SignalFailed> {
        let padded = at_once(group_decrypt(
            bytes,
            &mut self.sender_keys,
            &sender_key_name(group, from),
        ))?;
        let plain = unpad(&padded).ok_or(SignalFailed::Padding)?;
        Ok(plain.to_vec())
    }
}

fn part(envelope: Envelope, bytes: Vec<u8>) -> Sealed {
    Sealed {
        envelope,
        bytes,
        media: None,
        retry: 0,
        hide_failure: false,
    }
}

fn address(of: DeviceAddr) -> ProtocolAddress {
    ProtocolAddress::new(
        &of.account.0.to_string(),
        DeviceId::new(u32::from(of.device)),
    )
}

fn sender_key_name(group: &str, sender: DeviceAddr) -> SenderKeyName {
    SenderKeyName::from_parts(group, &format!("{}.{}", sender.account.0, sender.device))
}

fn public(pair: &KeyPair) -> [u8; 32] {
    key32(pair.public_key.public_key_bytes()).unwrap_or_default()
}

fn at_once<T>(
    work: impl Future<Output = Result<T, SignalProtocolError>>,
) -> Result<T, SignalFailed> {
    Ok(work.now_or_never().ok_or(SignalFailed::Waited)??)
}
