//! Two ends of cipher sessions with nothing around them: keys in memory, and the
//! library's own functions.

use std::collections::BTreeMap;

use wa_rs::{
    async_trait,
    futures::FutureExt as _,
    wacore::libsignal::protocol::{
        CiphertextMessage, DeviceId, Direction, GenericSignedPreKey as _, IdentityChange,
        IdentityKey, IdentityKeyPair, IdentityKeyStore, KeyPair, PreKeyBundle, PreKeyId,
        PreKeyRecord, PreKeySignalMessage, PreKeyStore, ProtocolAddress, SessionRecord,
        SessionStore, SignalMessage, SignalProtocolError, SignedPreKeyId, SignedPreKeyRecord,
        SignedPreKeyStore, Timestamp, UsePQRatchet, message_decrypt, message_encrypt,
        process_prekey_bundle,
    },
};

use crate::failure::{Failure, Result};

type Outcome<T> = std::result::Result<T, SignalProtocolError>;

/// One end.
pub(crate) struct Party {
    identities: Identities,
    one_time: OneTimeKeys,
    signed: SignedKeys,
    sessions: Sessions,
    rng: rand::rngs::ThreadRng,
}

/// What travels.
pub(crate) struct Sealed {
    bytes: Vec<u8>,
    begins: bool,
}

impl Party {
    pub(crate) fn new() -> Result<Self> {
        let mut rng = rand::rng();
        let own = IdentityKeyPair::generate(&mut rng);
        let pair = KeyPair::generate(&mut rng);
        let signature = own
            .private_key()
            .calculate_signature(&pair.public_key.serialize(), &mut rng)
            .map_err(|error| Failure::Wrong(error.to_string()))?;
        Ok(Self {
            identities: Identities {
                own,
                known: BTreeMap::new(),
            },
            one_time: OneTimeKeys::default(),
            signed: SignedKeys(SignedPreKeyRecord::new(
                1.into(),
                Timestamp::from_epoch_millis(0),
                &pair,
                &signature,
            )),
            sessions: Sessions::default(),
            rng,
        })
    }

    /// Begins a session with `other`, who publishes a one-time key for it.
    pub(crate) fn begin(&mut self, other: &mut Self, id: u32, name: &str) -> Result<()> {
        let pair = KeyPair::generate(&mut other.rng);
        other
            .one_time
            .0
            .insert(id, PreKeyRecord::new(id.into(), &pair));
        let bundle = PreKeyBundle::new(
            7,
            DeviceId::new(1),
            Some((id.into(), pair.public_key)),
            1.into(),
            other.signed.0.public_key()?,
            other.signed.0.signature()?.to_vec(),
            *other.identities.own.identity_key(),
        )?;
        at_once(process_prekey_bundle(
            &address(name),
            &mut self.sessions,
            &mut self.identities,
            &bundle,
            &mut self.rng,
            UsePQRatchet::No,
        ))
        .map(drop)
    }

    pub(crate) fn seal(&mut self, to: &str, plain: &[u8]) -> Result<Sealed> {
        let sealed = at_once(message_encrypt(
            plain,
            &address(to),
            &mut self.sessions,
            &mut self.identities,
        ))?;
        Ok(Sealed {
            begins: matches!(sealed, CiphertextMessage::PreKeySignalMessage(_)),
            bytes: sealed.serialize().to_vec(),
        })
    }

    pub(crate) fn open(&mut self, from: &str, sealed: &Sealed) -> Result<Vec<u8>> {
        let message = if sealed.begins {
            CiphertextMessage::PreKeySignalMessage(PreKeySignalMessage::try_from(
                sealed.bytes.as_slice(),
            )?)
        } else {
            CiphertextMessage::SignalMessage(SignalMessage::try_from(sealed.bytes.as_slice())?)
        };
        let opened = at_once(message_decrypt(
            &message,
            &address(from),
            &mut self.sessions,
            &mut self.identities,
            &mut self.one_time,
            &self.signed,
            &mut self.rng,
            UsePQRatchet::No,
        ))?;
        if let Some(used) = opened.consumed_prekey_id {
            self.one_time.0.remove(&u32::from(used));
        }
        Ok(opened.plaintext.to_vec())
    }

    /// A session as it is stored.
    pub(crate) fn session(&self, with: &str) -> Result<Vec<u8>> {
        let record = self.sessions.0.get(&address(with));
        let record = record.ok_or_else(|| Failure::Wrong("There is no session".to_owned()))?;
        Ok(record.serialize()?)
    }
}

fn address(name: &str) -> ProtocolAddress {
    ProtocolAddress::new(name, DeviceId::new(0))
}

/// Stores in memory never wait.
fn at_once<T>(work: impl Future<Output = Outcome<T>>) -> Result<T> {
    work.now_or_never()
        .ok_or_else(|| Failure::Wrong("A store in memory waited".to_owned()))?
        .map_err(Failure::from)
}

struct Identities {
    own: IdentityKeyPair,
    known: BTreeMap<ProtocolAddress, IdentityKey>,
}

#[async_trait]
impl IdentityKeyStore for Identities {
    async fn get_identity_key_pair(&self) -> Outcome<IdentityKeyPair> {
        Ok(self.own.clone())
    }

    async fn get_local_registration_id(&self) -> Outcome<u32> {
        Ok(7)
    }

    async fn save_identity(
        &mut self,
        address: &ProtocolAddress,
        identity: &IdentityKey,
    ) -> Outcome<IdentityChange> {
        let before = self.known.insert(address.clone(), *identity);
        Ok(IdentityChange::from_changed(
            before.is_some_and(|before| before != *identity),
        ))
    }

    async fn is_trusted_identity(
        &self,
        _address: &ProtocolAddress,
        _identity: &IdentityKey,
        _direction: Direction,
    ) -> Outcome<bool> {
        Ok(true)
    }

    async fn get_identity(&self, address: &ProtocolAddress) -> Outcome<Option<IdentityKey>> {
        Ok(self.known.get(address).copied())
    }
}

#[derive(Default)]
struct OneTimeKeys(BTreeMap<u32, PreKeyRecord>);

#[async_trait]
impl PreKeyStore for OneTimeKeys {
    async fn get_pre_key(&self, id: PreKeyId) -> Outcome<PreKeyRecord> {
        let found = self.0.get(&u32::from(id)).cloned();
        found.ok_or(SignalProtocolError::InvalidPreKeyId)
    }

    async fn save_pre_key(&mut self, id: PreKeyId, record: &PreKeyRecord) -> Outcome<()> {
        self.0.insert(id.into(), record.clone());
        Ok(())
    }

    async fn remove_pre_key(&mut self, id: PreKeyId) -> Outcome<()> {
        self.0.remove(&u32::from(id));
        Ok(())
    }
}

struct SignedKeys(SignedPreKeyRecord);

#[async_trait]
impl SignedPreKeyStore for SignedKeys {
    async fn get_signed_pre_key(&self, _id: SignedPreKeyId) -> Outcome<SignedPreKeyRecord> {
        Ok(self.0.clone())
    }

    async fn save_signed_pre_key(
        &mut self,
        _id: SignedPreKeyId,
        record: &SignedPreKeyRecord,
    ) -> Outcome<()> {
        self.0 = record.clone();
        Ok(())
    }
}

#[derive(Default)]
struct Sessions(BTreeMap<ProtocolAddress, SessionRecord>);

#[async_trait]
impl SessionStore for Sessions {
    async fn load_session(&self, address: &ProtocolAddress) -> Outcome<Option<SessionRecord>> {
        Ok(self.0.get(address).cloned())
    }

    async fn has_session(&self, address: &ProtocolAddress) -> Outcome<bool> {
        Ok(self.0.contains_key(address))
    }

    async fn store_session(
        &mut self,
        address: &ProtocolAddress,
        record: SessionRecord,
    ) -> Outcome<()> {
        self.0.insert(address.clone(), record);
        Ok(())
    }
}
