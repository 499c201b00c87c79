//! One message: a message of its own, or something that happened to another.

use frontdesk_domain::{
    network::{Arrival, Content, Inbound, Key, Origin},
    receipt::Delivery,
    time::Timestamp,
};
use wa_rs::waproto::{codec, whatsapp as wa};

use super::{
    Own, change,
    content::{self, Meaning},
    wrapping::{self, Unwrapped},
};

/// What is known of a message besides what it says.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    pub(super) key: Key,
    pub(super) at: Timestamp,
    pub(super) origin: Origin,
    pub(super) sender_name: Option<String>,
    pub(super) disappears_after: Option<u32>,
    pub(super) read: bool,
    pub(super) delivery: Option<Delivery>,
}

/// The news in a message.
pub(super) fn news(
    me: &Own,
    envelope: Envelope,
    whole: &wa::Message,
    vote: Option<Vec<Vec<u8>>>,
) -> Vec<Inbound> {
    let Unwrapped { message, view_once } = wrapping::unwrap(whole);
    if let Some(change) = change::of(me, &envelope, whole, message, vote) {
        return change;
    }
    let Some(content) = (match content::of(message) {
        Meaning::Content(content) => Some(content),
        Meaning::Nothing => None,
    }) else {
        return vec![Inbound::Nothing(envelope.key)];
    };
    let context = wrapping::context(message);
    let expires = context.and_then(|context| context.expiration);
    vec![Inbound::Arrived(Box::new(Arrival {
        content,
        quoted: context.and_then(|context| wrapping::quoted(me, context)),
        mentions: context.map(wrapping::mentions).unwrap_or_default(),
        forwarded: context.is_some_and(wrapping::forwarded),
        disappears_after: envelope
            .disappears_after
            .or(expires)
            .filter(|seconds| *seconds > 0),
        view_once,
        payload: codec::message_to_vec(whole),
        ..empty(envelope)
    }))]
}

/// A message without a payload of its own.
pub(super) fn bare(envelope: Envelope, content: Content) -> Inbound {
    Inbound::Arrived(Box::new(Arrival {
        content,
        ..empty(envelope)
    }))
}

/// The frame of a message, to be filled.
pub(super) fn empty(envelope: Envelope) -> Arrival {
    Arrival {
        key: envelope.key,
        at: envelope.at,
        origin: envelope.origin,
        sender_name: envelope.sender_name,
        content: Content::Undecryptable,
        quoted: None,
        mentions: Vec::new(),
        forwarded: false,
        disappears_after: envelope.disappears_after.filter(|seconds| *seconds > 0),
        view_once: false,
        payload: Vec::new(),
        read: envelope.read,
        delivery: envelope.delivery,
    }
}
