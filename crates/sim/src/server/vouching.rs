//! What an account signs: its devices, and the list of them.

use crate::{
    error::SimError,
    names::{AccountId, DeviceAddr},
    wire::{
        Node, NodeBuilder,
        proto::{decode, encode, wa},
    },
    world::{
        World,
        conn::{PendingLink, Registration},
    },
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use wa_rs::wacore::libsignal::protocol::PublicKey;

/// What the account signs for a device, what the device signs in return, and
/// what the account signs for its list of devices.
const ACCOUNT_SIGNS: [u8; 2] = [6, 0];
const DEVICE_SIGNS: [u8; 2] = [6, 1];
const LIST_SIGNS: [u8; 2] = [6, 2];

/// A phone's word for a device.
#[derive(Debug)]
pub(crate) struct Vouched {
    pub(crate) addr: DeviceAddr,
    pub(crate) key_index: u32,
    pub(crate) details: Vec<u8>,
    /// The word without the account's key and without the device's signature.
    pub(crate) proof: Vec<u8>,
    /// The word as the device gets it, sealed with the secret it showed.
    pub(crate) container: Vec<u8>,
}

impl World {
    /// The account signs for a device with that identity.
    pub(crate) fn vouch(
        &mut self,
        phone: AccountId,
        identity: &[u8; 32],
        adv_secret: &[u8; 32],
    ) -> Result<Vouched, SimError> {
        let now = self.now;
        let account = self
            .accounts
            .get_mut(&phone)
            .ok_or(SimError::NotConnected)?;
        account.last_device += 1;
        let key_index = u32::from(account.last_device);
        let details = encode(&wa::ADVDeviceIdentity {
            raw_id: Some(account.raw_id),
            timestamp: Some(now / 1000),
            key_index: Some(key_index),
            account_type: Some(wa::ADVEncryptionType::E2EE),
            device_type: Some(wa::ADVEncryptionType::E2EE),
        });
        let to_sign = [&ACCOUNT_SIGNS[..], &details, identity].concat();
        let signature = account
            .peer
            .identity()
            .private_key()
            .calculate_signature(&to_sign, self.dice.rng())
            .map_err(|_| SimError::Keys)?;
        let mut signed = wa::ADVSignedDeviceIdentity {
            details: Some(details.clone()),
            account_signature_key: Some(account.peer.identity_public().to_vec()),
            account_signature: Some(signature.to_vec()),
            ..Default::default()
        };
        let word = encode(&signed);
        signed.account_signature_key = None;
        Ok(Vouched {
            addr: phone.device(account.last_device),
            key_index,
            details,
            proof: encode(&signed),
            container: encode(&wa::ADVSignedDeviceIdentityHMAC {
                hmac: Some(seal_identity(adv_secret, &word)?),
                details: Some(word),
                ..Default::default()
            }),
        })
    }

    /// The account's signed list of which device keys are valid.
    pub(crate) fn key_index_list(&mut self, id: AccountId) -> Option<Node> {
        let account = self.accounts.get_mut(&id)?;
        let valid = std::iter::once(0)
            .chain(
                account
                    .companions
                    .values()
                    .map(|companion| companion.key_index),
            )
            .collect();
        let details = encode(&wa::ADVKeyIndexList {
            raw_id: Some(account.raw_id),
            timestamp: Some(account.key_list_at / 1000),
            current_index: Some(u32::from(account.last_device)),
            valid_indexes: valid,
            ..Default::default()
        });
        let to_sign = [&LIST_SIGNS[..], &details].concat();
        let signature = account
            .peer
            .identity()
            .private_key()
            .calculate_signature(&to_sign, self.dice.rng())
            .ok()?;
        let list = wa::ADVSignedKeyIndexList {
            details: Some(details),
            account_signature: Some(signature.to_vec()),
            account_signature_key: Some(account.peer.identity_public().to_vec()),
        };
        Some(
            NodeBuilder::new("key-index-list")
                .attr("ts", account.key_list_at / 1000)
                .bytes(encode(&list))
                .build(),
        )
    }

    /// The device's proof without the account's key, if its signature is right.
    pub(crate) fn check_signature(
        &self,
        pending: &PendingLink,
        registration: &Registration,
        blob: &[u8],
    ) -> Option<Vec<u8>> {
        let account_key = self.account(pending.addr.account)?.peer.identity_public();
        let mut proof: wa::ADVSignedDeviceIdentity = decode(blob).ok()?;
        let signed = [
            &DEVICE_SIGNS[..],
            &pending.details,
            &registration.identity,
            &account_key,
        ]
        .concat();
        let key = PublicKey::from_djb_public_key_bytes(&registration.identity).ok()?;
        let signature = proof.device_signature.as_deref()?;
        if proof.details.as_deref() != Some(&pending.details)
            || !key.verify_signature(&signed, signature)
        {
            return None;
        }
        proof.account_signature_key = None;
        Some(encode(&proof))
    }
}

/// HMAC of a signed identity under the secret that the screen showed.
fn seal_identity(adv_secret: &[u8; 32], signed: &[u8]) -> Result<Vec<u8>, SimError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(adv_secret).map_err(|_| SimError::Keys)?;
    mac.update(signed);
    Ok(mac.finalize().into_bytes().to_vec())
}
