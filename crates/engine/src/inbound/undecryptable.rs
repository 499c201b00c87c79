//! Messages that came and cannot be read, now or ever.

use frontdesk_domain::network::{Arrival, Content, Inbound};
use wa_rs::types::events::{DecryptFailMode, UnavailableType, UndecryptableMessage};

use super::{
    Own, at, key,
    message::{self, Envelope},
    name, origin,
};

/// A place for a message that may still come: the sender or the phone was asked
/// to repeat it. What a phone does not share with computers never comes.
pub(crate) fn undecryptable(me: &Own, event: &UndecryptableMessage) -> Option<Inbound> {
    if event.decrypt_fail_mode == DecryptFailMode::Hide {
        return None;
    }
    let info = &event.info;
    let envelope = Envelope {
        key: key(me, &info.source, &info.id)?,
        at: at(info.timestamp),
        origin: origin(info.is_offline),
        sender_name: name(info),
        disappears_after: info.ephemeral_expiration,
        read: false,
        delivery: None,
    };
    let never = event.is_unavailable && event.unavailable_type.is_unrecoverable_fanout();
    let content = if never {
        Content::Unsupported {
            what: "onPhoneOnly".to_owned(),
        }
    } else {
        Content::Undecryptable
    };
    let view_once = event.is_unavailable && event.unavailable_type == UnavailableType::ViewOnce;
    Some(Inbound::Arrived(Box::new(Arrival {
        content,
        view_once,
        ..message::empty(envelope)
    })))
}
