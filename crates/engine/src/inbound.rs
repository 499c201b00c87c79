//! What the protocol brings, as the application understands it.
//!
//! The translation is pure and total: the same message gives the same news,
//! and nothing that can be decrypted is dropped without a trace. Whatever has no
//! meaning here becomes [`Content::Unsupported`] with its payload kept.

pub(crate) mod history;
mod message;

use frontdesk_domain::{
    address::Address,
    id::WireId,
    network::{Inbound, Key, Origin, WireChat},
    time::Timestamp,
};
use wa_rs::{
    Client as Engine,
    chrono::{DateTime, Utc},
    types::message::{MessageInfo, MessageSource},
    waproto::whatsapp as wa,
};

use crate::jid;

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

/// The news in a message.
pub(crate) fn message(me: &Own, message: &wa::Message, info: &MessageInfo) -> Vec<Inbound> {
    let Some(key) = key(me, info) else {
        return Vec::new();
    };
    let origin = if info.is_offline {
        Origin::Backlog
    } else {
        Origin::Live
    };
    message::news(me, key, at(info.timestamp), origin, message, info)
}

/// What names a message. `None` when it is in no conversation.
fn key(me: &Own, info: &MessageInfo) -> Option<Key> {
    let source = &info.source;
    Some(Key {
        chat: chat(source)?,
        sender: sender(me, source)?,
        id: WireId(info.id.clone()),
    })
}

/// Where a message belongs. The conversation with a person is named by the
/// address of the other side, whoever wrote the message.
fn chat(source: &MessageSource) -> Option<WireChat> {
    let other = if source.is_from_me {
        source.recipient_alt.as_ref()
    } else {
        source.sender_alt.as_ref()
    };
    jid::chat(&source.chat, other)
}

#[expect(
    clippy::option_option,
    reason = "no sender at all differs from the account as the sender"
)]
fn sender(me: &Own, source: &MessageSource) -> Option<Option<Address>> {
    if source.is_from_me {
        return Some(None);
    }
    let known = [Some(&source.sender), source.sender_alt.as_ref()];
    let person = jid::address(known.into_iter().flatten())?;
    Some(me.other(person))
}

pub(crate) fn at(time: DateTime<Utc>) -> Timestamp {
    Timestamp(time.timestamp_millis())
}
