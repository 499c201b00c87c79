//! What comes from the network becomes rows: one idempotent transaction for
//! each batch, whatever its order.

use frontdesk_domain::{
    address::Address,
    id::{AccountId, ChatId, ContactId, MessageId},
    message::{Direction, MessageKind},
    network::{Arrival, Content, Inbound, Origin, WireChat},
    time::Timestamp,
};
use frontdesk_store::{NewChat, NewContact, NewMessage, Peer, StoreError, WriteTx};

/// What a batch brought, for those who act on it after the commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Messages of others that are new and came as they happened.
    pub(crate) fresh: Vec<Fresh>,
}

/// A message that somebody may want to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fresh {
    /// Where.
    pub(crate) chat: ChatId,
    /// Which.
    pub(crate) message: MessageId,
}

/// Stores a batch of news of one account. The same news again change nothing.
pub(crate) fn keep(
    tx: &mut WriteTx<'_>,
    own: AccountId,
    news: &[Inbound],
    now: Timestamp,
) -> Result<Kept, StoreError> {
    let mut kept = Kept::default();
    for one in news {
        if let Inbound::Arrived(arrival) = one {
            arrived(tx, own, arrival, now, &mut kept)?;
        }
    }
    Ok(kept)
}

fn arrived(
    tx: &mut WriteTx<'_>,
    own: AccountId,
    arrival: &Arrival,
    now: Timestamp,
    kept: &mut Kept,
) -> Result<(), StoreError> {
    let Content::Text(text) = &arrival.content else {
        return Ok(());
    };
    let sender = match &arrival.key.sender {
        Some(address) => Some(contact(tx, address, now)?),
        None => None,
    };
    let peer = match &arrival.key.chat {
        WireChat::Person(address) => Peer::Contact(contact(tx, address, now)?),
        WireChat::Group(jid) => Peer::Group(jid.clone()),
    };
    let chat = match tx.chat_with(own, &peer)? {
        Some(chat) => chat,
        None => tx.insert_chat(
            &NewChat {
                account: own,
                peer,
                title: String::new(),
            },
            arrival.at,
        )?,
    };
    let direction = if sender.is_some() {
        Direction::Incoming
    } else {
        Direction::Outgoing
    };
    let mut message = NewMessage::new(
        chat,
        arrival.at,
        arrival.key.id.clone(),
        direction,
        MessageKind::Text,
    );
    message.sender = sender;
    message.body.clone_from(text);
    message.unread = sender.is_some() && !arrival.read;
    message.delivery = arrival.delivery;
    if let frontdesk_store::Inserted::New(id) = tx.insert_message(&message)?
        && arrival.origin == Origin::Live
        && message.unread
    {
        kept.fresh.push(Fresh { chat, message: id });
    }
    Ok(())
}

fn contact(
    tx: &mut WriteTx<'_>,
    address: &Address,
    now: Timestamp,
) -> Result<ContactId, StoreError> {
    match tx.contact_by_address(address)? {
        Some(contact) => Ok(contact),
        None => tx.insert_contact(
            &NewContact {
                address: address.clone(),
                ..NewContact::default()
            },
            now,
        ),
    }
}
