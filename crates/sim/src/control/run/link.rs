//! Commands about linking.

use crate::{
    control::cmd::{
        parts::{DeviceKeys, Seeded},
        reply::Reply,
    },
    dice::hex,
    error::SimError,
    names::AccountId,
    signal::SignedKey,
    world::{
        World,
        conn::{Registration, Session},
    },
};

impl World {
    pub(super) fn run_seed(&mut self, phone: &str, keys: &DeviceKeys) -> Result<Reply, SimError> {
        let id = self.named(phone)?;
        self.check_room(id)?;
        let wrong = |name| SimError::BadArgument {
            name,
            why: "hexadecimal bytes of the right length are needed".to_owned(),
        };
        let key = |text: &str, name| {
            unhex(text)
                .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
                .ok_or_else(|| wrong(name))
        };
        let registration = Registration {
            noise_key: key(&keys.noise, "noise")?,
            registration: keys.registration,
            identity: key(&keys.identity, "identity")?,
            signed: SignedKey {
                id: keys.signed_id,
                key: key(&keys.signed_key, "signed_key")?,
                signature: unhex(&keys.signed_signature)
                    .ok_or_else(|| wrong("signed_signature"))?,
            },
            platform: "Seeded".to_owned(),
        };
        if !registration.is_consistent() {
            return Err(SimError::BadArgument {
                name: "signed_signature",
                why: "the identity did not sign this key".to_owned(),
            });
        }
        let secret = key(&keys.adv_secret, "adv_secret")?;
        let vouched = self.vouch(id, &registration.identity, &secret)?;
        let addr = vouched.addr;
        self.enrol(addr, registration, vouched.proof, vouched.key_index);
        if let Some(companion) = self.companion_mut(addr) {
            companion.seeded = true;
        }
        self.tell_own_devices(id);
        let (jid, lid) = self.addresses(addr);
        Ok(Reply::Seeded(Seeded {
            jid,
            lid,
            device: addr.device,
            identity: hex(&vouched.container),
            server_key: hex(&self.server.static_public()),
            intermediate_key: hex(&self.server.intermediate_public()),
        }))
    }

    /// Whether some device waits for a code to be typed on that phone.
    pub(crate) fn code_asked(&self, phone: AccountId) -> bool {
        self.conns.values().any(|conn| match &conn.session {
            Session::Unlinked(unlinked) => unlinked
                .code
                .as_ref()
                .is_some_and(|link| link.account == phone),
            Session::Greeting | Session::Device(_) | Session::Ending => false,
        })
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}
