//! Messages that do something to another message.

use frontdesk_domain::{
    id::WireId,
    network::{Change, Content, Inbound, Key, WireChat},
};
use wa_rs::waproto::{
    codec,
    whatsapp::{
        self as wa,
        message::{ProtocolMessage, protocol_message::Type},
    },
};

use super::{
    Own, content,
    message::{self, Envelope},
    wrapping,
};
use crate::jid;

/// What a message does to others, or `None` if it is a message of its own.
pub(super) fn of(
    me: &Own,
    envelope: &Envelope,
    whole: &wa::Message,
    message: &wa::Message,
    vote: Option<Vec<Vec<u8>>>,
) -> Option<Vec<Inbound>> {
    if let Some(protocol) = message.protocol_message.as_option() {
        return of_protocol(me, envelope, whole, protocol);
    }
    if let Some(reaction) = message.reaction_message.as_option() {
        let emoji = reaction.text.clone().unwrap_or_default();
        let target = reaction.key.as_option();
        return Some(changed(me, envelope, target, Change::Reacted { emoji }));
    }
    let update = message.poll_update_message.as_option()?;
    let Some(choices) = vote else {
        tracing::debug!("A vote could not be decrypted");
        return Some(Vec::new());
    };
    let target = update.poll_creation_message_key.as_option();
    Some(changed(me, envelope, target, Change::Voted { choices }))
}

/// The protocol's own messages. Those that only the engine needs give an empty
/// answer.
fn of_protocol(
    me: &Own,
    envelope: &Envelope,
    whole: &wa::Message,
    protocol: &ProtocolMessage,
) -> Option<Vec<Inbound>> {
    let target = protocol.key.as_option();
    if let Some(edited) = protocol.edited_message.as_option() {
        let edited = wrapping::unwrap(edited).message;
        let change = Change::Edited {
            text: content::words(edited),
            payload: codec::message_to_vec(whole),
        };
        return Some(changed(me, envelope, target, change));
    }
    match protocol.r#type {
        Some(Type::REVOKE) => Some(changed(me, envelope, target, Change::Deleted)),
        Some(Type::EPHEMERAL_SETTING) => {
            let seconds = protocol.ephemeral_expiration.unwrap_or(0);
            let content = Content::Event {
                what: "ephemeral".to_owned(),
                who: Vec::new(),
                value: seconds.to_string(),
            };
            Some(vec![message::bare(envelope.clone(), content)])
        }
        Some(_) | None => Some(Vec::new()),
    }
}

fn changed(
    me: &Own,
    envelope: &Envelope,
    target: Option<&wa::MessageKey>,
    change: Change,
) -> Vec<Inbound> {
    let Some(target) = target.and_then(|target| named(me, &envelope.key, target)) else {
        tracing::debug!("A change names no message");
        return Vec::new();
    };
    vec![Inbound::Changed {
        target,
        by: envelope.key.clone(),
        at: envelope.at,
        change,
    }]
}

/// The message that `by` names. Its name is written from the side of whoever
/// wrote `by`: "from me" means from them.
pub(super) fn named(me: &Own, by: &Key, target: &wa::MessageKey) -> Option<Key> {
    let id = target.id.clone().filter(|id| !id.is_empty())?;
    let written_by = target.participant.as_deref().and_then(jid::parse);
    let sender = if target.from_me == Some(true) {
        by.sender.clone()
    } else if let Some(author) = written_by {
        me.other(author)
    } else {
        match (&by.chat, &by.sender) {
            // They name a message of the other side, which is ours.
            (WireChat::Person(_), Some(_)) => None,
            (WireChat::Person(other), None) => me.other(other.clone()),
            (WireChat::Group(_), _) => return None,
        }
    };
    Some(Key {
        chat: by.chat.clone(),
        sender,
        id: WireId(id),
    })
}
