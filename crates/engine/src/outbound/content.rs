//! Texts, and what is done to messages that were sent before.

use frontdesk_domain::{address::Address, network::OutgoingQuote, time::Timestamp};
use wa_rs::{
    Jid,
    buffa::MessageField,
    proto_helpers::MessageExt as _,
    waproto::{codec, whatsapp as wa},
};

use crate::jid;

/// What is quoted, and who wrote it.
pub(super) struct Quote<'q> {
    pub(super) quote: &'q OutgoingQuote,
    pub(super) author: Jid,
}

/// A text. Plain ones take the short form, as phones send them.
pub(super) fn text(
    text: &str,
    quote: Option<Quote<'_>>,
    mentions: &[Address],
    forwarded: bool,
) -> wa::Message {
    if quote.is_none() && mentions.is_empty() && !forwarded {
        return wa::Message {
            conversation: Some(text.to_owned()),
            ..wa::Message::default()
        };
    }
    let mut context = quote.map(|quote| quoting(&quote)).unwrap_or_default();
    context.mentioned_jid = mentions
        .iter()
        .filter_map(jid::of_person)
        .map(|person| person.to_string())
        .collect();
    if forwarded {
        context.is_forwarded = Some(true);
        context.forwarding_score = Some(1);
    }
    wa::Message {
        extended_text_message: MessageField::some(wa::message::ExtendedTextMessage {
            text: Some(text.to_owned()),
            context_info: MessageField::some(context),
            ..Default::default()
        }),
        ..wa::Message::default()
    }
}

/// A message whose body was not kept is quoted by its words.
fn quoting(Quote { quote, author }: &Quote<'_>) -> wa::ContextInfo {
    let kept = quote
        .payload
        .as_deref()
        .and_then(|payload| codec::message_decode(payload).ok());
    let quoted = kept.unwrap_or_else(|| wa::Message {
        conversation: Some(quote.text.clone()),
        ..wa::Message::default()
    });
    wa::ContextInfo {
        stanza_id: Some(quote.key.id.0.clone()),
        participant: Some(author.to_string()),
        quoted_message: MessageField::from_box(quoted.prepare_for_quote()),
        ..Default::default()
    }
}

/// Other words for a message. It travels under an id of its own: under the id
/// of the first one the server would take it for a repetition and drop it.
pub(super) fn edit(key: wa::MessageKey, text: &str, now: Timestamp) -> wa::Message {
    let words = wa::Message {
        conversation: Some(text.to_owned()),
        ..wa::Message::default()
    };
    protocol(wa::message::ProtocolMessage {
        key: MessageField::some(key),
        r#type: Some(wa::message::protocol_message::Type::MessageEdit),
        edited_message: MessageField::some(words),
        timestamp_ms: Some(now.0),
        ..Default::default()
    })
}

pub(super) fn delete(key: wa::MessageKey) -> wa::Message {
    protocol(wa::message::ProtocolMessage {
        key: MessageField::some(key),
        r#type: Some(wa::message::protocol_message::Type::REVOKE),
        ..Default::default()
    })
}

pub(super) fn reaction(key: wa::MessageKey, emoji: &str, now: Timestamp) -> wa::Message {
    wa::Message {
        reaction_message: MessageField::some(wa::message::ReactionMessage {
            key: MessageField::some(key),
            text: Some(emoji.to_owned()),
            sender_timestamp_ms: Some(now.0),
            ..Default::default()
        }),
        ..wa::Message::default()
    }
}

fn protocol(message: wa::message::ProtocolMessage) -> wa::Message {
    wa::Message {
        protocol_message: MessageField::some(message),
        ..wa::Message::default()
    }
}
