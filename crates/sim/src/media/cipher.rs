//! How files are encrypted before they reach the media host.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use wa_rs::wacore::{crypto::hkdf_sha256_into, libsignal::crypto::aes_256_cbc_encrypt_into};

/// What a file is used for; each use has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Image,
    Video,
    Audio,
    Document,
    History,
    AppState,
}

/// An encrypted file and its digests.
#[derive(Clone, Debug)]
pub(crate) struct Locked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) sha256: Vec<u8>,
    pub(crate) enc_sha256: Vec<u8>,
}

/// How many bytes of the MAC stand behind the file.
const MAC: usize = 10;

impl Kind {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Image => "WhatsApp Image Keys",
            Self::Video => "WhatsApp Video Keys",
            Self::Audio => "WhatsApp Audio Keys",
            Self::Document => "WhatsApp Document Keys",
            Self::History => "WhatsApp History Keys",
            Self::AppState => "WhatsApp App State Keys",
        }
    }

    /// The folder of the media host.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::History => "md-msg-hist",
            Self::AppState => "md-app-state",
        }
    }
}

struct Keys {
    iv: [u8; 16],
    cipher: [u8; 32],
    mac: [u8; 32],
}

/// Encrypts a file under a key.
pub(crate) fn lock(plain: &[u8], kind: Kind, key: &[u8; 32]) -> Locked {
    let keys = keys(kind, key);
    let mut bytes = Vec::new();
    // The key has the right length, and padding fits any plaintext.
    let _ = aes_256_cbc_encrypt_into(plain, &keys.cipher, &keys.iv, &mut bytes);
    let mac = mac_of(&keys, &bytes);
    bytes.extend(mac);
    Locked {
        sha256: Sha256::digest(plain).to_vec(),
        enc_sha256: Sha256::digest(&bytes).to_vec(),
        bytes,
    }
}

fn keys(kind: Kind, key: &[u8; 32]) -> Keys {
    let mut all = [0; 112];
    // 112 bytes are far below the limit of the derivation.
    let _ = hkdf_sha256_into(key, None, kind.purpose().as_bytes(), &mut all);
    let part = |from: usize, to: usize| all.get(from..to).unwrap_or_default();
    Keys {
        iv: part(0, 16).try_into().unwrap_or_default(),
        cipher: part(16, 48).try_into().unwrap_or_default(),
        mac: part(48, 80).try_into().unwrap_or_default(),
    }
}

fn mac_of(keys: &Keys, sealed: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&keys.mac) else {
        return Vec::new();
    };
    mac.update(&keys.iv);
    mac.update(sealed);
    let full = mac.finalize().into_bytes();
    full.iter().copied().take(MAC).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wa_rs::wacore::{
        download::MediaType, libsignal::crypto::aes_256_cbc_decrypt_into,
        upload::encrypt_media_with_key,
    };

    /// Decrypts a file; `None` if its MAC or padding is wrong.
    fn unlock(bytes: &[u8], kind: Kind, key: &[u8; 32]) -> Option<Vec<u8>> {
        let keys = keys(kind, key);
        let (sealed, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC)?)?;
        if mac_of(&keys, sealed) != mac {
            return None;
        }
        let mut plain = Vec::new();
        aes_256_cbc_decrypt_into(sealed, &keys.cipher, &keys.iv, &mut plain).ok()?;
        Some(plain)
    }

    #[test]
    fn a_file_is_locked_exactly_as_the_engine_locks_it() {
        let key = [8; 32];
        for (kind, theirs) in [
            (Kind::Image, MediaType::Image),
            (Kind::Audio, MediaType::Audio),
            (Kind::History, MediaType::History),
            (Kind::AppState, MediaType::AppState),
        ] {
            let locked = lock(b"a small file", kind, &key);
            let expected =
                encrypt_media_with_key(b"a small file", theirs, Some(&key)).expect("engine");
            assert_eq!(locked.bytes, expected.data_to_upload, "{kind:?}");
            assert_eq!(
                unlock(&locked.bytes, kind, &key).as_deref(),
                Some(&b"a small file"[..])
            );
        }
    }

    #[test]
    fn a_changed_file_does_not_open() {
        let mut locked = lock(b"a small file", Kind::Video, &[8; 32]);
        if let Some(byte) = locked.bytes.first_mut() {
            *byte ^= 1;
        }
        assert_eq!(unlock(&locked.bytes, Kind::Video, &[8; 32]), None);
    }
}
