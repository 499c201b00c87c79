//! Making and wrapping keys: the only place that draws randomness and the only
//! one that names a cipher.

use crate::{hex, key_id::KeyId};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use argon2::{Algorithm, Argon2, Params, Version};
use frontdesk_domain::{
    secret::{Secret, StoreKey},
    time::Timestamp,
};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

/// 64 MiB and three passes: about a fifth of a second on a desktop, and
/// expensive to try on many machines at once.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// A key file asking for more than this is damaged or hostile; obeying it would
/// hang the start or exhaust the memory.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 32;
const MAX_LANES: u32 = 16;
const SEALED: usize = 48;

/// A failure of the random source or of a cipher.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The system gave no random bytes.
    #[error("The system's random source failed")]
    Randomness(#[source] getrandom::Error),
    /// The cipher refused; with the sizes used here that means no memory.
    #[error("The cipher failed")]
    Cipher,
    /// The passphrase function refused, most likely for want of memory.
    #[error("The passphrase function failed")]
    Stretch(#[source] argon2::Error),
}

/// The key, encrypted under a key derived from a recovery code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RecoveryWrap {
    created_at: Timestamp,
    #[serde(with = "hex::serde_bytes")]
    salt: [u8; 16],
    sealed: Sealed,
}

impl RecoveryWrap {
    pub(crate) fn seal(
        key: &StoreKey,
        code: &Secret<[u8; 16]>,
        created_at: Timestamp,
    ) -> Result<Self, SealError> {
        let salt = random()?;
        let wrapping = derive(&salt, code)?;
        let sealed = Sealed::seal(key, &wrapping)?;
        Ok(Self {
            created_at,
            salt,
            sealed,
        })
    }

    /// The key, or `None` when the code is of another key or an older one.
    pub(crate) fn open(
        &self,
        id: KeyId,
        code: &Secret<[u8; 16]>,
    ) -> Result<Option<StoreKey>, SealError> {
        let wrapping = derive(&self.salt, code)?;
        Ok(self.sealed.open(id, &wrapping))
    }
}

/// The key, encrypted under a key derived from a passphrase, with everything
/// that is needed to derive it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PassphraseWrap {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    #[serde(with = "hex::serde_bytes")]
    salt: [u8; 16],
    sealed: Sealed,
}

impl PassphraseWrap {
    pub(crate) fn seal(key: &StoreKey, passphrase: &Secret<String>) -> Result<Self, SealError> {
        let salt = random()?;
        let wrapping = stretch(passphrase, &salt, MEMORY_KIB, PASSES, LANES)?;
        let sealed = Sealed::seal(key, &wrapping)?;
        Ok(Self {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt,
            sealed,
        })
    }

    /// The key, or `None` when the passphrase is wrong.
    pub(crate) fn open(
        &self,
        id: KeyId,
        passphrase: &Secret<String>,
    ) -> Result<Option<StoreKey>, SealError> {
        let wrapping = stretch(
            passphrase,
            &self.salt,
            self.memory_kib,
            self.passes,
            self.lanes,
        )?;
        Ok(self.sealed.open(id, &wrapping))
    }

    /// Whether the parameters are ones that this program could have written.
    pub(crate) fn is_sane(&self) -> bool {
        self.memory_kib <= MAX_MEMORY_KIB
            && (1..=MAX_PASSES).contains(&self.passes)
            && (1..=MAX_LANES).contains(&self.lanes)
            && self.memory_kib >= self.lanes.saturating_mul(8)
    }
}

/// Draws `N` bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(SealError::Randomness)?;
    Ok(bytes)
}

/// Draws `N` bytes straight into a value that wipes itself.
pub(crate) fn random_secret<const N: usize>() -> Result<Secret<[u8; N]>, SealError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut()).map_err(SealError::Randomness)?;
    Ok(Secret::new(*bytes))
}

/// AES-256-GCM over a store key, bound to the key's id.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sealed {
    #[serde(with = "hex::serde_bytes")]
    nonce: [u8; 12],
    #[serde(with = "hex::serde_bytes")]
    bytes: [u8; SEALED],
}

impl Sealed {
    fn seal(key: &StoreKey, wrapping: &Secret<[u8; 32]>) -> Result<Self, SealError> {
        let nonce = random()?;
        let id = KeyId::of(key);
        let message = Payload {
            msg: key.expose(),
            aad: id.as_bytes(),
        };
        let bytes = Aes256Gcm::new(wrapping.expose().into())
            .encrypt(&nonce.into(), message)
            .map_err(|_refused| SealError::Cipher)?;
        let bytes = bytes.try_into().map_err(|_length| SealError::Cipher)?;
        Ok(Self { nonce, bytes })
    }

    fn open(&self, id: KeyId, wrapping: &Secret<[u8; 32]>) -> Option<StoreKey> {
        let message = Payload {
            msg: &self.bytes,
            aad: id.as_bytes(),
        };
        let plain = Aes256Gcm::new(wrapping.expose().into())
            .decrypt(&self.nonce.into(), message)
            .ok()?;
        let plain = Secret::new(plain);
        let key = store_key(plain.expose())?;
        (KeyId::of(&key) == id).then_some(key)
    }
}

/// The key that `bytes` are, if they have its length.
pub(crate) fn store_key(bytes: &[u8]) -> Option<StoreKey> {
    let bytes: &[u8; 32] = bytes.try_into().ok()?;
    Some(Secret::new(*bytes))
}

/// The code has 128 bits of its own, so it needs no stretching.
fn derive(salt: &[u8; 16], code: &Secret<[u8; 16]>) -> Result<Secret<[u8; 32]>, SealError> {
    let mut wrapping = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), code.expose())
        .expand(b"frontdesk recovery code 1", wrapping.as_mut())
        .map_err(|_length| SealError::Cipher)?;
    Ok(Secret::new(*wrapping))
}

fn stretch(
    passphrase: &Secret<String>,
    salt: &[u8; 16],
    memory_kib: u32,
    passes: u32,
    lanes: u32,
) -> Result<Secret<[u8; 32]>, SealError> {
    let params = Params::new(memory_kib, passes, lanes, Some(32)).map_err(SealError::Stretch)?;
    let mut wrapping = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), salt, wrapping.as_mut())
        .map_err(SealError::Stretch)?;
    Ok(Secret::new(*wrapping))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> StoreKey {
        Secret::new([byte; 32])
    }

    #[test]
    fn a_recovery_code_opens_its_own_key_only() {
        let code = Secret::new([1; 16]);
        let wrap = RecoveryWrap::seal(&key(7), &code, Timestamp(1)).expect("sealing works");
        let id = KeyId::of(&key(7));
        let open = |id, code| wrap.open(id, &Secret::new(code)).expect("the cipher works");
        assert_eq!(
            open(id, [1; 16]).expect("the right code opens").expose(),
            &[7; 32],
            "the key comes back whole"
        );
        assert!(open(id, [2; 16]).is_none(), "another code opens nothing");
        assert!(
            open(KeyId::of(&key(8)), [1; 16]).is_none(),
            "a wrap moved beside another key id opens nothing"
        );
    }

    #[test]
    fn a_passphrase_is_stretched_with_64_mib_and_opens_its_own_key_only() {
        let wrap = PassphraseWrap::seal(&key(7), &Secret::new("four fictional words here".into()))
            .expect("sealing works");
        assert!(
            wrap.memory_kib >= 64 * 1024,
            "less memory makes guessing cheap"
        );
        assert!(wrap.is_sane(), "what is written must be readable");
        let open = |text: &str| {
            wrap.open(KeyId::of(&key(7)), &Secret::new(text.into()))
                .expect("the function works")
        };
        assert!(
            open("four fictional words here").is_some(),
            "the right passphrase opens"
        );
        assert!(
            open("four fictional words her").is_none(),
            "a wrong passphrase opens nothing"
        );
    }

    #[test]
    fn parameters_that_would_hang_the_start_are_refused() {
        let sane = PassphraseWrap {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: [0; 16],
            sealed: Sealed {
                nonce: [0; 12],
                bytes: [0; SEALED],
            },
        };
        for (memory_kib, passes, lanes) in [
            (u32::MAX, 3, 1),
            (MEMORY_KIB, u32::MAX, 1),
            (MEMORY_KIB, 0, 1),
            (MEMORY_KIB, 3, 0),
            (MEMORY_KIB, 3, 4096),
            (0, 3, 1),
        ] {
            let wrap = PassphraseWrap {
                memory_kib,
                passes,
                lanes,
                ..sane.clone()
            };
            assert!(!wrap.is_sane(), "{wrap:?} must not be obeyed");
        }
    }

    #[test]
    fn no_two_seals_are_alike() {
        let code = Secret::new([1; 16]);
        let seal = || RecoveryWrap::seal(&key(7), &code, Timestamp(1)).expect("sealing works");
        let (one, two) = (seal(), seal());
        assert_ne!(one.salt, two.salt, "a salt is never used twice");
        assert_ne!(one.sealed.nonce, two.sealed.nonce, "nor is a nonce");
    }
}
