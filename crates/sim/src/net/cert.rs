//! The network's own certificate chain: root, intermediate, leaf.
//!
//! Really signed (XEdDSA), because clients other than our engine verify it
//! against the root key they are given.

use crate::{
    dice::Dice,
    wire::proto::{encode, some, wa},
};
use wa::cert_chain::{NoiseCertificate, noise_certificate::Details};
use wa_rs::wacore::libsignal::protocol::{CurveError, KeyPair};

/// The server's keys and the chain that vouches for them.
#[derive(Clone)]
pub(crate) struct ServerIdentity {
    root: KeyPair,
    intermediate: KeyPair,
    leaf: KeyPair,
    chain: Vec<u8>,
}

impl std::fmt::Debug for ServerIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerIdentity")
    }
}

impl ServerIdentity {
    pub(crate) fn new(dice: &mut Dice) -> Result<Self, CurveError> {
        let root = dice.key_pair();
        let intermediate = dice.key_pair();
        Self::under(root, intermediate, dice)
    }

    /// The same authority with a fresh static key, as after a server rotation.
    pub(crate) fn rotated(&self, dice: &mut Dice) -> Result<Self, CurveError> {
        Self::under(self.root.clone(), self.intermediate.clone(), dice)
    }

    fn under(root: KeyPair, intermediate: KeyPair, dice: &mut Dice) -> Result<Self, CurveError> {
        let leaf = dice.key_pair();
        let chain = wa::CertChain {
            intermediate: some(certify(1, 0, &intermediate, &root, dice)?),
            leaf: some(certify(2, 1, &leaf, &intermediate, dice)?),
        };
        Ok(Self {
            chain: encode(&chain),
            root,
            intermediate,
            leaf,
        })
    }

    /// The key that clients must trust.
    pub(crate) fn root_public(&self) -> [u8; 32] {
        raw(&self.root)
    }

    /// The key in the middle of the chain.
    pub(crate) fn intermediate_public(&self) -> [u8; 32] {
        raw(&self.intermediate)
    }

    /// The server's static Noise key.
    pub(crate) fn static_public(&self) -> [u8; 32] {
        raw(&self.leaf)
    }

    pub(super) fn static_private(&self) -> &[u8; 32] {
        self.leaf.private_key.serialize()
    }

    pub(super) fn chain(&self) -> &[u8] {
        &self.chain
    }
}

fn certify(
    serial: u32,
    issuer_serial: u32,
    subject: &KeyPair,
    issuer: &KeyPair,
    dice: &mut Dice,
) -> Result<NoiseCertificate, CurveError> {
    let details = encode(&Details {
        serial: Some(serial),
        issuer_serial: Some(issuer_serial),
        key: Some(raw(subject).to_vec()),
        not_before: Some(0),
        not_after: Some(4_102_444_800),
    });
    let signature = issuer
        .private_key
        .calculate_signature(&details, dice.rng())?;
    Ok(NoiseCertificate {
        details: Some(details),
        signature: Some(signature.to_vec()),
    })
}

fn raw(pair: &KeyPair) -> [u8; 32] {
    pair.public_key
        .public_key_bytes()
        .try_into()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::proto::decode;
    use wa_rs::wacore::libsignal::protocol::PublicKey;

    #[test]
    fn each_certificate_is_signed_by_the_one_above() {
        let identity = ServerIdentity::new(&mut Dice::new(1)).expect("keys");
        let chain: wa::CertChain = decode(identity.chain()).expect("chain");
        let (leaf, intermediate) = (chain.leaf, chain.intermediate);
        for (certificate, issuer) in [
            (&intermediate, identity.root_public()),
            (&leaf, identity.intermediate_public()),
        ] {
            let key = PublicKey::from_djb_public_key_bytes(&issuer).expect("key");
            assert!(
                key.verify_signature(
                    certificate.details.as_deref().unwrap_or_default(),
                    certificate.signature.as_deref().unwrap_or_default()
                ),
                "a client that trusts only the root must accept the chain"
            );
        }
    }

    #[test]
    fn a_rotated_server_keeps_its_authority_and_changes_its_key() {
        let mut dice = Dice::new(2);
        let before = ServerIdentity::new(&mut dice).expect("keys");
        let after = before.rotated(&mut dice).expect("keys");
        assert_eq!(before.root_public(), after.root_public());
        assert_ne!(before.static_public(), after.static_public());
    }
}
