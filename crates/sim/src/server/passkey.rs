//! Linking an account that demands a passkey: the device proves that its user
//! holds the passkey, device and phone agree on a key, both show a code, and
//! after the owner compared them the phone grants the link.
//!
//! Whether the passkey itself signed is not checked: nobody here made one. The
//! answer must only belong to the question that was asked.

use crate::{
    error::{LinkRefusal, SimError},
    names::{AccountId, DeviceAddr},
    net::ConnId,
    wire::{
        Node, blob, iq, notice,
        proto::{decode, encode, wa},
        read::{Read, key32},
    },
    world::{
        World,
        agenda::Task,
        conn::{Session, Unlinked},
        log::Note,
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use wa_rs::{
    buffa::Enumeration,
    wacore::{
        crypto::hkdf_sha256_into,
        libsignal::{
            crypto::aes_256_gcm_decrypt,
            protocol::{KeyPair, PublicKey},
        },
    },
};

/// The letters of codes that people compare.
const LETTERS: &[u8; 32] = b"123456789ABCDEFGHJKLMNPQRSTVWXYZ";

/// How long the phone takes over what a device asks of it.
const PONDERS_MS: u64 = 150;

/// Where a linking with a passkey stands.
#[derive(Clone)]
pub(crate) struct PasskeyLink {
    account: AccountId,
    challenge: String,
    /// What the device is called in this linking; made when it asks for it.
    reference: String,
    agreement: Option<Agreement>,
    /// The code that the phone shows, once the device kept its word.
    code: Option<String>,
    /// The secret that the device asks to be linked with.
    request: Option<[u8; 32]>,
    /// Whether the phone has looked at the request.
    ready: bool,
}

/// The agreement on a key between device and phone.
#[derive(Clone)]
struct Agreement {
    /// The device's half, as it said it.
    identity: Vec<u8>,
    companion: [u8; 32],
    device_type: i32,
    /// What the device's nonce must fit to.
    commitment: Vec<u8>,
    ephemeral: KeyPair,
    nonce: [u8; 32],
}

impl std::fmt::Debug for PasskeyLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasskeyLink")
    }
}

impl World {
    /// Demands a passkey of the device if the account wants one.
    pub(crate) fn demands_passkey(&mut self, phone: AccountId, conn: ConnId) -> bool {
        if !self
            .account(phone)
            .is_some_and(|account| account.wants_passkey)
        {
            return false;
        }
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(self.dice.bytes::<32>());
        let reference = format!("2@{}", self.dice.hex::<24>());
        let options = options(&challenge);
        if let Some(unlinked) = self.unlinked(conn) {
            unlinked.passkey = Some(PasskeyLink {
                account: phone,
                challenge,
                reference,
                agreement: None,
                code: None,
                request: None,
                ready: false,
            });
        }
        let order = self.stanza_id();
        let child = blob("passkey_request_options", options);
        let kind = "passkey_prologue_request";
        let stanza = notice::notice(&order, None, kind, self.now, vec![child]);
        self.send(conn, stanza);
        true
    }

    /// A question of a device about its passkey; false if it is about
    /// something else.
    pub(crate) fn passkey_iq(&mut self, conn: ConnId, request: &str, part: &Node) -> bool {
        let known = [
            "ref",
            "passkey_request_options",
            "passkey_prologue",
            "companion_nonce",
            "encrypted_pairing_request",
        ];
        if !known.contains(&part.tag.as_ref()) {
            return false;
        }
        let answer = self.passkey_step(conn, part);
        let accepted = answer.is_ok();
        let stanza = match answer {
            Ok(children) => iq::result(request, None, children),
            Err(code) => iq::error(request, None, code, iq::words(code)),
        };
        self.send(conn, stanza);
        // The phone is never faster than the device that stores the answer.
        if accepted
            && ["passkey_prologue", "encrypted_pairing_request"].contains(&part.tag.as_ref())
        {
            self.later(PONDERS_MS, Task::Ponder { conn });
        }
        true
    }

    /// The owner compares the code on the screen with the phone's. `None` until
    /// the device has asked to be linked.
    pub(crate) fn compare_codes(
        &mut self,
        phone: AccountId,
        code: &str,
    ) -> Result<Option<DeviceAddr>, SimError> {
        self.check_reachable(phone)?;
        let refused = |refusal| Err(SimError::LinkRefused(refusal));
        let found = self.conns.iter().rev().find_map(|(id, conn)| {
            let Session::Unlinked(unlinked) = &conn.session else {
                return None;
            };
            let link = unlinked.passkey.as_ref()?;
            (link.account == phone).then(|| (*id, link.clone(), unlinked.registration.clone()))
        });
        let Some((conn, link, registration)) = found else {
            return refused(LinkRefusal::NoRequest);
        };
        let Some(shown) = link.code else {
            return refused(LinkRefusal::Passkey);
        };
        let typed: String = code
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        if typed != shown {
            if let Some(unlinked) = self.unlinked(conn) {
                unlinked.passkey = None;
            }
            return refused(LinkRefusal::WrongCode);
        }
        let Some(secret) = link.request.filter(|_| link.ready) else {
            return Ok(None);
        };
        self.check_room(phone)?;
        if let Some(unlinked) = self.unlinked(conn) {
            unlinked.passkey = None;
        }
        self.grant(phone, conn, &registration, &secret).map(Some)
    }

    /// The phone has looked at what a device asks of it.
    pub(crate) fn pondered(&mut self, conn: ConnId) {
        let Some(link) = self.passkey_mut(conn) else {
            return;
        };
        if link.request.is_none() {
            return self.continue_passkey(conn);
        }
        link.ready = true;
        let account = link.account;
        let phone = self.number_of(account);
        self.note(Note::PasskeyReady { phone });
    }

    /// The code that a phone shows for comparison, if it shows one.
    pub(crate) fn code_to_compare(&self, phone: AccountId) -> Option<String> {
        self.conns.values().find_map(|conn| match &conn.session {
            Session::Unlinked(unlinked) => {
                let link = unlinked.passkey.as_ref()?;
                link.code.clone().filter(|_| link.account == phone)
            }
            Session::Greeting | Session::Device(_) | Session::Ending => None,
        })
    }

    fn passkey_step(&mut self, conn: ConnId, part: &Node) -> Result<Vec<Node>, u16> {
        let noise_and_identity = match self.conns.get(&conn).map(|conn| &conn.session) {
            Some(Session::Unlinked(unlinked)) => [
                unlinked.registration.noise_key,
                unlinked.registration.identity,
            ],
            Some(Session::Greeting | Session::Device(_) | Session::Ending) | None => {
                return Err(400);
            }
        };
        let ephemeral = self.dice.key_pair();
        let nonce = self.dice.bytes::<32>();
        let link = self.passkey_mut(conn).ok_or(404_u16)?;
        match part.tag.as_ref() {
            "ref" => Ok(vec![blob("ref", link.reference.as_bytes())]),
            "passkey_request_options" => Ok(vec![blob(
                "passkey_request_options",
                options(&link.challenge),
            )]),
            "passkey_prologue" => {
                let assertion = part.child("webauthn_assertion").and_then(Read::payload);
                if !assertion.is_some_and(|json| answers(json, &link.challenge)) {
                    return Err(403);
                }
                let agreement =
                    agreement(part, &link.reference, ephemeral, nonce).ok_or(400_u16)?;
                link.agreement = Some(agreement);
                Ok(Vec::new())
            }
            "companion_nonce" => {
                let agreement = link.agreement.as_ref().ok_or(400_u16)?;
                let theirs: [u8; 32] = part
                    .payload()
                    .and_then(|nonce| nonce.try_into().ok())
                    .ok_or(400_u16)?;
                let promised = Sha256::digest([&agreement.identity[..], &theirs].concat());
                if promised.as_slice() != agreement.commitment {
                    return Err(403);
                }
                link.code = agreement.code(&theirs);
                Ok(Vec::new())
            }
            _ => {
                let agreement = link.agreement.as_ref().ok_or(400_u16)?;
                let secret = part
                    .payload()
                    .and_then(|sealed| agreement.open(sealed, &link.reference))
                    .filter(|(keys, _)| *keys == noise_and_identity)
                    .map(|(_, secret)| secret)
                    .ok_or(403_u16)?;
                link.request = Some(secret);
                Ok(Vec::new())
            }
        }
    }

    /// The phone's half of the agreement.
    fn continue_passkey(&mut self, conn: ConnId) {
        let identity = self
            .passkey(conn)
            .and_then(|link| link.agreement.as_ref())
            .and_then(|agreement| {
                Some(wa::PrimaryEphemeralIdentity {
                    public_key: Some(
                        key32(agreement.ephemeral.public_key.public_key_bytes())?.into(),
                    ),
                    nonce: Some(agreement.nonce.to_vec()),
                })
            });
        let Some(identity) = identity else {
            return;
        };
        let order = self.stanza_id();
        let child = blob("primary_ephemeral_identity", encode(&identity));
        let stanza = notice::notice(&order, None, "crsc_continuation", self.now, vec![child]);
        self.send(conn, stanza);
    }

    fn passkey(&self, conn: ConnId) -> Option<&PasskeyLink> {
        match &self.conns.get(&conn)?.session {
            Session::Unlinked(unlinked) => unlinked.passkey.as_ref(),
            Session::Greeting | Session::Device(_) | Session::Ending => None,
        }
    }

    fn passkey_mut(&mut self, conn: ConnId) -> Option<&mut PasskeyLink> {
        let unlinked: &mut Unlinked = self.unlinked(conn)?;
        unlinked.passkey.as_mut()
    }
}

impl Agreement {
    /// The code that both show.
    fn code(&self, theirs: &[u8; 32]) -> Option<String> {
        let own = key32(self.ephemeral.public_key.public_key_bytes())?;
        let digest = Sha256::digest([&theirs[..], &own].concat());
        let mixed = self.nonce.iter().zip(digest).take(5);
        let bits = mixed.fold(0_u64, |bits, (nonce, digest)| {
            bits << 8 | u64::from(nonce ^ digest)
        });
        (0..8_u32)
            .rev()
            .map(|group| {
                let letter = usize::try_from(bits >> (group * 5) & 0x1f).ok()?;
                LETTERS.get(letter).copied().map(char::from)
            })
            .collect()
    }

    /// The device's own keys and its secret, out of its sealed request.
    fn open(&self, sealed: &[u8], reference: &str) -> Option<([[u8; 32]; 2], [u8; 32])> {
        let sealed: wa::EncryptedPairingRequest = decode(sealed).ok()?;
        let theirs = PublicKey::from_djb_public_key_bytes(&self.companion).ok()?;
        let shared = self.ephemeral.calculate_agreement(&theirs).ok()?;
        let salt = format!(
            "Companion Pairing {} with ref {reference}",
            self.device_type
        );
        let mut key = [0; 32];
        let purpose = b"Pairing Information Encryption Key";
        hkdf_sha256_into(&shared, Some(salt.as_bytes()), purpose, &mut key).ok()?;
        let mut plain = Vec::new();
        let iv = sealed.iv?;
        let iv = iv.as_slice().try_into().ok()?;
        aes_256_gcm_decrypt(&key, iv, b"", &sealed.encrypted_payload?, &mut plain).ok()?;
        let request: wa::PairingRequest = decode(&plain).ok()?;
        let keys = [
            key32(&request.companion_public_key?)?,
            key32(&request.companion_identity_key?)?,
        ];
        Some((keys, key32(&request.adv_secret?)?))
    }
}

/// The question for the passkey, as browsers ask it.
fn options(challenge: &str) -> String {
    serde_json::json!({
        "challenge": challenge,
        "rpId": "whatsapp.com",
        "allowCredentials": [],
        "userVerification": "required",
    })
    .to_string()
}

/// Whether an assertion belongs to that challenge.
fn answers(assertion: &[u8], challenge: &str) -> bool {
    let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
    let said = json(assertion).and_then(|assertion| {
        let client = assertion.pointer("/response/clientDataJSON")?.as_str()?;
        let client = BASE64_URL_SAFE_NO_PAD
            .decode(client.trim_end_matches('='))
            .ok()?;
        Some(json(&client)?.get("challenge")?.as_str()?.to_owned())
    });
    said.is_some_and(|said| said.trim_end_matches('=') == challenge)
}

fn agreement(
    part: &Node,
    reference: &str,
    ephemeral: KeyPair,
    nonce: [u8; 32],
) -> Option<Agreement> {
    let payload = part.child("prologue_payload")?.payload()?;
    let prologue: wa::ProloguePayload = decode(payload).ok()?;
    let identity = prologue.companion_ephemeral_identity?;
    let said: wa::CompanionEphemeralIdentity = decode(&identity).ok()?;
    if said.r#ref.as_deref() != Some(reference) {
        return None;
    }
    Some(Agreement {
        companion: key32(said.public_key.as_deref()?)?,
        device_type: said.device_type?.to_i32(),
        commitment: prologue.commitment.hash.clone()?,
        identity,
        ephemeral,
        nonce,
    })
}
