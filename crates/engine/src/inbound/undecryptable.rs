//! Messages that came and cannot be read, now or ever.

use frontdesk_domain::network::{Arrival, Content, Inbound};
use wa_rs::types::events::{DecryptFailMode, UnavailableType, UndecryptableMessage};

use super::{Own, envelope, is_for_people, message};

/// A place for a message that may still come: the sender or the phone was asked
/// to repeat it. What a phone does not share with computers never comes.
pub(crate) fn undecryptable(me: &Own, event: &UndecryptableMessage) -> Option<Inbound> {
    let info = &event.info;
    if event.decrypt_fail_mode == DecryptFailMode::Hide || !is_for_people(info) {
        return None;
    }
    let envelope = envelope(me, info)?;
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
