//! The public name of a key.

use crate::hex;
use frontdesk_domain::secret::StoreKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Names a key without revealing it.
///
/// It is derived from the key by a one-way function, so an id also proves that
/// the bytes beside it are the right ones: a keychain item whose bytes were
/// altered can never pass as the key it claims to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(#[serde(with = "hex::serde_bytes")] [u8; 16]);

impl KeyId {
    /// The id of `key`.
    pub fn of(key: &StoreKey) -> Self {
        let digest = Sha256::new()
            .chain_update(b"frontdesk key id 1\0")
            .chain_update(key.expose())
            .finalize();
        let mut id = [0; 16];
        for (byte, from) in id.iter_mut().zip(digest) {
            *byte = from;
        }
        Self(id)
    }

    /// The bytes, to bind a sealed key to its id.
    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl std::fmt::Debug for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_domain::secret::Secret;

    #[test]
    fn the_id_is_stable_and_tells_keys_apart() {
        let id = KeyId::of(&Secret::new([7; 32]));
        insta::assert_snapshot!(id, @"cfb8c3ed0690a1c637c088028fa74c96");
        assert_ne!(
            id,
            KeyId::of(&Secret::new([8; 32])),
            "another key has another id"
        );
        let json = serde_json::to_string(&id).expect("an id serialises");
        assert_eq!(json, format!("\"{id}\""), "an id is plain text in JSON");
        assert_eq!(
            serde_json::from_str::<KeyId>(&json).expect("and reads back"),
            id,
            "nothing is lost on the way"
        );
    }
}
