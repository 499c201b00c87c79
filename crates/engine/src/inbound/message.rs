//! One message.

use frontdesk_domain::{
    network::{Arrival, Content, Inbound, Key, Origin},
    time::Timestamp,
};
use wa_rs::{
    types::message::MessageInfo,
    waproto::{codec, whatsapp as wa},
};

use super::Own;

pub(super) fn news(
    _me: &Own,
    key: Key,
    at: Timestamp,
    origin: Origin,
    message: &wa::Message,
    info: &MessageInfo,
) -> Vec<Inbound> {
    let text = message.conversation.clone().or_else(|| {
        message
            .extended_text_message
            .as_option()
            .and_then(|text| text.text.clone())
    });
    let Some(text) = text else { return Vec::new() };
    vec![Inbound::Arrived(Box::new(Arrival {
        key,
        at,
        origin,
        sender_name: (!info.push_name.is_empty()).then(|| info.push_name.clone()),
        content: Content::Text(text),
        quoted: None,
        mentions: Vec::new(),
        forwarded: false,
        disappears_after: None,
        view_once: false,
        payload: codec::message_to_vec(message),
        read: false,
        delivery: None,
    }))]
}
