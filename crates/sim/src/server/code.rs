//! Linking by an eight-character code typed on the phone.

use crate::{
    error::{LinkRefusal, SimError},
    names::{AccountId, DeviceAddr},
    net::ConnId,
    wire::{
        Node, NodeBuilder, blob, iq, notice,
        read::{Read, key32},
    },
    world::{
        World,
        conn::{Session, Unlinked},
        log::Note,
    },
};
use wa_rs::wacore::{
    crypto::hkdf_sha256_into,
    libsignal::{
        crypto::{Aes256Ctr32, aes_256_gcm_decrypt},
        protocol::{KeyPair, PublicKey},
    },
    pair_code::PairCodeUtils,
};

/// How long a code on a screen is good.
const CODE_MS: u64 = 180_000;

/// Where a linking by code stands.
#[derive(Clone, Debug)]
pub(crate) struct CodeLink {
    pub(crate) account: AccountId,
    reference: String,
    /// The device's ephemeral key, wrapped with the code.
    wrapped: Vec<u8>,
    good_until: u64,
    /// The phone's half, once a code was typed.
    typed: Option<Typed>,
    /// How it ended at the phone, once the device answered.
    pub(crate) outcome: Option<Result<DeviceAddr, LinkRefusal>>,
}

#[derive(Clone)]
struct Typed {
    ephemeral: KeyPair,
    companion_ephemeral: [u8; 32],
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

impl World {
    /// The device asks for linking by code: `companion_hello`.
    pub(crate) fn code_hello(&mut self, id: ConnId, request: &str, part: &Node) {
        let account = part.address("jid").and_then(|jid| self.resolve(&jid));
        let Some(account) = account.map(|addr| addr.account) else {
            return self.send(id, iq::error(request, None, 404, iq::words(404)));
        };
        let wrapped = part
            .child("link_code_pairing_wrapped_companion_ephemeral_pub")
            .and_then(Read::payload)
            .filter(|wrapped| wrapped.len() == 80)
            .map(<[u8]>::to_vec);
        let Some(wrapped) = wrapped else {
            return self.send(id, iq::error(request, None, 400, iq::words(400)));
        };
        let reference = self.dice.hex::<16>();
        let good_until = self.now + CODE_MS;
        if let Some(unlinked) = self.unlinked(id) {
            unlinked.code = Some(CodeLink {
                account,
                reference: reference.clone(),
                wrapped,
                good_until,
                typed: None,
                outcome: None,
            });
        }
        let answer = NodeBuilder::new("link_code_companion_reg")
            .attr("stage", "companion_hello")
            .children([blob("link_code_pairing_ref", reference.as_bytes())])
            .build();
        self.send(id, iq::result(request, None, vec![answer]));
    }

    /// Somebody types a code on the phone. The phone answers with its half of
    /// the key agreement; whether the code was right shows when the device
    /// answers in turn.
    pub(crate) fn type_code(&mut self, phone: AccountId, code: &str) -> Result<ConnId, SimError> {
        let salt = self.code_salt(phone)?;
        self.type_code_with(phone, &key_of(code, &salt))
    }

    /// What the device mixed into its code, if it may be linked at all.
    pub(crate) fn code_salt(&mut self, phone: AccountId) -> Result<[u8; 32], SimError> {
        self.check_reachable(phone)?;
        let (conn, link) = self.asking(phone)?;
        self.check_room(phone)?;
        if self.demands_passkey(phone, conn) {
            return Err(SimError::LinkRefused(LinkRefusal::Passkey));
        }
        link.wrapped.first_chunk().copied().ok_or(SimError::Keys)
    }

    /// The typed code has become that key, which takes its time.
    pub(crate) fn type_code_with(
        &mut self,
        phone: AccountId,
        key: &[u8; 32],
    ) -> Result<ConnId, SimError> {
        let (conn, link) = self.asking(phone)?;
        let ephemeral = self.dice.key_pair();
        let companion_ephemeral = unwrap_key(&link.wrapped, key).ok_or(SimError::Keys)?;
        let own = key32(ephemeral.public_key.public_key_bytes()).ok_or(SimError::Keys)?;
        // The same salt again spares the phone a second slow derivation.
        let salt = link.wrapped.get(..32).unwrap_or_default();
        let iv = self.dice.bytes::<16>();
        let mut wrapped = [salt, &iv, &own].concat();
        apply_key(&mut wrapped, key).ok_or(SimError::Keys)?;
        let identity = self
            .account(phone)
            .map(|account| account.peer.identity_public())
            .unwrap_or_default();
        if let Some(link) = self
            .unlinked(conn)
            .and_then(|unlinked| unlinked.code.as_mut())
        {
            link.typed = Some(Typed {
                ephemeral,
                companion_ephemeral,
            });
            link.outcome = None;
        }
        let part = NodeBuilder::new("link_code_companion_reg")
            .attr("stage", "primary_hello")
            .children([
                blob("link_code_pairing_wrapped_primary_ephemeral_pub", wrapped),
                blob("primary_identity_pub", identity),
                blob("link_code_pairing_ref", link.reference.as_bytes()),
            ])
            .build();
        let order = self.stanza_id();
        let stanza = notice::notice(
            &order,
            None,
            "link_code_companion_reg",
            self.now,
            vec![part],
        );
        self.send(conn, stanza);
        Ok(conn)
    }

    /// The device answers the phone's half: `companion_finish`.
    pub(crate) fn code_finish(&mut self, id: ConnId, request: &str, part: &Node) {
        let Some(link) = self.unlinked(id).and_then(|unlinked| unlinked.code.clone()) else {
            return self.send(id, iq::error(request, None, 400, iq::words(400)));
        };
        self.send(id, iq::result(request, None, Vec::new()));
        let outcome = match self.adv_secret(&link, part) {
            Some(secret) => self.link_by_code(id, &link, &secret),
            // The keys do not agree: somebody typed another code.
            None => Err(LinkRefusal::WrongCode),
        };
        if let Err(refusal) = outcome {
            self.note(Note::Alarm {
                what: format!("Linking by code failed: {refusal}"),
            });
        }
        if let Some(link) = self
            .unlinked(id)
            .and_then(|unlinked| unlinked.code.as_mut())
        {
            link.outcome = Some(outcome);
        }
    }

    /// How the linking by code on that connection ended at the phone.
    pub(crate) fn code_outcome(&self, id: ConnId) -> Option<Result<DeviceAddr, LinkRefusal>> {
        match &self.conns.get(&id)?.session {
            Session::Unlinked(unlinked) => unlinked.code.as_ref()?.outcome,
            Session::Greeting | Session::Device(_) | Session::Ending => None,
        }
    }

    fn link_by_code(
        &mut self,
        id: ConnId,
        link: &CodeLink,
        secret: &[u8; 32],
    ) -> Result<DeviceAddr, LinkRefusal> {
        let registration = self
            .unlinked(id)
            .map(|unlinked| unlinked.registration.clone())
            .ok_or(LinkRefusal::NoRequest)?;
        self.grant(link.account, id, &registration, secret)
            .map_err(|_| LinkRefusal::NoRequest)
    }

    /// The secret both sides derive, if the typed code was the shown one.
    fn adv_secret(&mut self, link: &CodeLink, part: &Node) -> Option<[u8; 32]> {
        let typed = link.typed.as_ref()?;
        let sealed = part
            .child("link_code_pairing_wrapped_key_bundle")?
            .payload()?;
        let companion = part.child("companion_identity_public")?.payload()?;
        let companion = key32(companion)?;
        let (salt, rest) = sealed.split_at_checked(32)?;
        let (iv, sealed) = rest.split_at_checked(12)?;
        let theirs = PublicKey::from_djb_public_key_bytes(&typed.companion_ephemeral).ok()?;
        let shared = typed.ephemeral.calculate_agreement(&theirs).ok()?;
        let mut key = [0; 32];
        let purpose = b"link_code_pairing_key_bundle_encryption_key";
        hkdf_sha256_into(&shared, Some(salt), purpose, &mut key).ok()?;
        let mut bundle = Vec::new();
        aes_256_gcm_decrypt(&key, iv.try_into().ok()?, b"", sealed, &mut bundle).ok()?;
        let account = self.account(link.account)?;
        let (identities, random) = bundle.split_at_checked(64)?;
        if identities != [companion, account.peer.identity_public()].concat() {
            return None;
        }
        let companion_key = PublicKey::from_djb_public_key_bytes(&companion).ok()?;
        let identity_shared = account
            .peer
            .identity()
            .private_key()
            .calculate_agreement(&companion_key)
            .ok()?;
        let material = [&shared[..], &identity_shared, random].concat();
        let mut secret = [0; 32];
        hkdf_sha256_into(&material, None, b"adv_secret", &mut secret).ok()?;
        Some(secret)
    }

    /// The device that asked to be linked to this phone by code last.
    fn asking(&self, phone: AccountId) -> Result<(ConnId, CodeLink), SimError> {
        let refused = |refusal| Err(SimError::LinkRefused(refusal));
        let asked = self.conns.iter().rev().find_map(|(id, conn)| {
            let Session::Unlinked(unlinked) = &conn.session else {
                return None;
            };
            let link = unlinked.code.as_ref()?;
            (link.account == phone).then(|| (*id, link.clone()))
        });
        match asked {
            None => refused(LinkRefusal::NoRequest),
            Some((_, link)) if link.good_until < self.now => refused(LinkRefusal::Expired),
            Some(asked) => Ok(asked),
        }
    }

    pub(crate) fn unlinked(&mut self, id: ConnId) -> Option<&mut Unlinked> {
        match &mut self.conns.get_mut(&id)?.session {
            Session::Unlinked(unlinked) => Some(unlinked),
            Session::Greeting | Session::Device(_) | Session::Ending => None,
        }
    }
}

/// The key that a code makes; slow on purpose, so that codes cannot be tried.
pub(crate) fn key_of(code: &str, salt: &[u8; 32]) -> [u8; 32] {
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    PairCodeUtils::derive_key(&code, salt)
}

/// The key inside `salt | iv | key`, wrapped with a code's key.
fn unwrap_key(wrapped: &[u8], secret: &[u8; 32]) -> Option<[u8; 32]> {
    let mut copy = wrapped.to_vec();
    apply_key(&mut copy, secret)?;
    key32(copy.get(48..)?)
}

/// Wraps or unwraps the key in place; it is the same operation.
fn apply_key(wrapped: &mut [u8], secret: &[u8; 32]) -> Option<()> {
    let (_, rest) = wrapped.split_at_mut_checked(32)?;
    let (iv, key) = rest.split_at_mut_checked(16)?;
    let (nonce, counter) = iv.split_at_checked(Aes256Ctr32::NONCE_SIZE)?;
    let counter = u32::from_be_bytes(counter.try_into().ok()?);
    Aes256Ctr32::from_key(secret, nonce, counter)
        .ok()?
        .process(key);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_key_opens_with_its_code_and_not_with_another() {
        let wrapped = PairCodeUtils::encrypt_ephemeral_pub(&[9; 32], "ABCD1234");
        let salt = wrapped.first_chunk().expect("a salt");
        let own = key_of("abcd-1234", salt);
        assert_eq!(unwrap_key(&wrapped, &own), Some([9; 32]));
        assert_ne!(unwrap_key(&wrapped, &[1; 32]), Some([9; 32]));
    }
}
