//! What the protocol brings, as the application understands it.
//!
//! The translation is pure and total: the same message gives the same news,
//! and nothing that can be decrypted is dropped without a trace. Whatever has no
//! meaning here becomes [`Content::Unsupported`](frontdesk_domain::network::Content::Unsupported) with its payload kept, except
//! what only the engine itself needs.
//!
//! One limit lies below us: the engine decodes a message before it hands it on,
//! and forgets the parts its own list of fields does not name. Of those the
//! placeholder remains, without a payload that could be read later.

pub(crate) mod again;
pub(crate) mod calls;
mod change;
mod content;
pub(crate) mod groups;
pub(crate) mod history;
mod media;
mod message;
pub(crate) mod people;
pub(crate) mod receipts;
pub(crate) mod settings;
mod things;
mod undecryptable;
pub(crate) mod votes;
mod wrapping;

#[cfg(test)]
mod tests;

use frontdesk_domain::{
    address::Address,
    id::WireId,
    network::{Content, Inbound, Key, Origin, WireChat},
    time::Timestamp,
};
use wa_rs::{
    Client as Engine, Server,
    chrono::{DateTime, Utc},
    types::message::{MessageCategory, MessageInfo, MessageSource},
    waproto::whatsapp as wa,
};

use self::message::Envelope;
use crate::jid;

pub(crate) use undecryptable::undecryptable;

/// The file in a message, and whether it was passed on.
#[cfg(test)]
pub(crate) fn file_of(
    message: &wa::Message,
) -> (
    Option<(
        frontdesk_domain::network::MediaKind,
        String,
        frontdesk_domain::network::MediaFacts,
    )>,
    bool,
) {
    use frontdesk_domain::network::Content;
    let forwarded = wrapping::context(message).is_some_and(wrapping::forwarded);
    let file = match media::of(message) {
        Some(Content::Media {
            kind,
            caption,
            facts,
        }) => Some((kind, caption, *facts)),
        Some(_) | None => None,
    };
    (file, forwarded)
}

/// Who the account is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Own {
    pub(crate) address: Address,
}

impl Own {
    pub(crate) fn of(engine: &Engine) -> Self {
        let known = [engine.pn(), engine.lid()];
        Self {
            address: jid::address(known.iter().flatten()).unwrap_or_default(),
        }
    }

    /// The writer of a message: `None` for the account itself.
    pub(crate) fn other(&self, person: Address) -> Option<Address> {
        (!self.address.is_same_person(&person)).then_some(person)
    }
}

/// The news in a message. `vote` is what a vote in it says, if that could be
/// decrypted.
pub(crate) fn message(
    me: &Own,
    message: &wa::Message,
    info: &MessageInfo,
    vote: Option<Vec<Vec<u8>>>,
) -> Vec<Inbound> {
    envelope(me, info).map_or_else(Vec::new, |envelope| {
        message::news(me, envelope, message, vote)
    })
}

/// A place for a message that was lost between its decryption and the disk.
pub(crate) fn lost(me: &Own, info: &MessageInfo) -> Option<Inbound> {
    envelope(me, info)
        .filter(|_| is_for_people(info))
        .map(|envelope| message::bare(envelope, Content::Undecryptable))
}

/// What the account's devices tell each other is shown to nobody.
fn is_for_people(info: &MessageInfo) -> bool {
    info.category != MessageCategory::Peer
}

/// `None` for what is in no conversation.
fn envelope(me: &Own, info: &MessageInfo) -> Option<Envelope> {
    Some(Envelope {
        key: key(me, &info.source, &info.id)?,
        at: at(info.timestamp),
        origin: origin(info.is_offline),
        sender_name: name(info),
        disappears_after: info.ephemeral_expiration,
        read: false,
        delivery: None,
    })
}

/// The phone says that a stretch of the past is coming. The engine takes out of
/// the message where it lies and tells the phone that it has it before it does,
/// so this is all that is left of it until it is here.
pub(crate) fn announced(message: &wa::Message, info: &MessageInfo) -> Option<Inbound> {
    use wa::message::protocol_message::Type;
    let word = message.protocol_message.as_option()?.r#type;
    let ours = info.source.is_from_me && word == Some(Type::HISTORY_SYNC_NOTIFICATION);
    ours.then(|| Inbound::HistoryAnnounced {
        id: WireId(info.id.clone()),
    })
}

/// What names a message. `None` when it is in no conversation.
fn key(me: &Own, source: &MessageSource, id: &str) -> Option<Key> {
    let sender = if source.is_from_me {
        None
    } else {
        me.other(person(source)?)
    };
    Some(Key {
        chat: chat(source)?,
        sender,
        id: WireId(id.to_owned()),
    })
}

/// Where something belongs. The conversation with a person is named by the
/// address of the other side, whoever did it.
fn chat(source: &MessageSource) -> Option<WireChat> {
    if source.chat.server == Server::Broadcast {
        // What somebody sends to a list of people arrives in the conversation
        // with them. Statuses are no conversation.
        let of_list = source.broadcast_list_owner.is_some() || source.chat.user != "status";
        let to_us = of_list && !source.is_from_me;
        return person(source).filter(|_| to_us).map(WireChat::Person);
    }
    let other = if source.is_from_me {
        source.recipient_alt.as_ref()
    } else {
        source.sender_alt.as_ref()
    };
    jid::chat(&source.chat, other)
}

/// Who did it.
fn person(source: &MessageSource) -> Option<Address> {
    let known = [Some(&source.sender), source.sender_alt.as_ref()];
    jid::address(known.into_iter().flatten())
}

/// What the sender calls themselves; businesses have a name that was verified.
fn name(info: &MessageInfo) -> Option<String> {
    let verified = info
        .verified_name
        .as_ref()
        .and_then(|verified| verified.name.clone());
    let own = (!info.push_name.is_empty()).then(|| info.push_name.clone());
    if info.source.is_from_me {
        return None;
    }
    own.or(verified).filter(|name| !name.is_empty())
}

const fn origin(offline: bool) -> Origin {
    if offline {
        Origin::Backlog
    } else {
        Origin::Live
    }
}

/// A time of the protocol.
pub(crate) fn at(time: DateTime<Utc>) -> Timestamp {
    Timestamp(time.timestamp_millis())
}
