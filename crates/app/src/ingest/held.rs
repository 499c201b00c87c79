//! Places that are held for messages which could not be read.

use frontdesk_domain::{
    address::Address,
    id::AccountId,
    network::{Inbound, Key, WireChat},
};
use frontdesk_store::{MessageKey, Peer, ReadTx, StoreError};

use super::is_same;

/// Whether news change anything here. Most messages that say nothing to anybody
/// never had a place, and nobody is met for them.
pub(crate) fn changes_anything(
    tx: &ReadTx<'_>,
    own: AccountId,
    news: &[Inbound],
) -> Result<bool, StoreError> {
    let Some(address) = tx.account(own)?.map(|account| account.address) else {
        return Ok(true);
    };
    for piece in news {
        let Inbound::Nothing(key) = piece else {
            return Ok(true);
        };
        if of(tx, own, &address, key)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The message that a key names, if it is here.
pub(super) fn of(
    tx: &ReadTx<'_>,
    own: AccountId,
    own_address: &Address,
    key: &Key,
) -> Result<Option<MessageKey>, StoreError> {
    let peer = match &key.chat {
        WireChat::Person(address) => tx.contact_by_address(address)?.map(Peer::Contact),
        WireChat::Group(group) => Some(Peer::Group(group.clone())),
    };
    let Some(chat) = peer.and_then(|peer| tx.chat_with(own, &peer).transpose()) else {
        return Ok(None);
    };
    let chat = chat?;
    let sender = match &key.sender {
        Some(sender) if !is_same(own_address, sender) => tx.contact_by_address(sender)?,
        Some(_) | None => None,
    };
    let held = tx.message_by_key(chat, &key.id, sender)?;
    Ok(held.map(|_| MessageKey {
        chat,
        wire_id: key.id.clone(),
        sender,
    }))
}
