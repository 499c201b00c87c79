//! Reading messages again that an earlier translation could not read.

use frontdesk_domain::{
    address::Address,
    network::{Inbound, Origin, Unread},
    pairing::Account,
};
use wa_rs::waproto::codec;

use super::{
    Own,
    message::{self, Envelope},
};

/// The number of the translation. It rises whenever `content` or `wrapping`
/// learns to read what became a placeholder before; kept placeholders are then
/// read again at the next start.
pub(crate) const TRANSLATION: u32 = 1;

/// What the arrival of a kept message would bring today. A payload that cannot
/// be decoded leaves its placeholder as it is.
pub(crate) fn read(own: &Account, unread: &Unread) -> Vec<Inbound> {
    let me = Own {
        address: Address {
            phone: Some(own.phone.clone()),
            lid: own.lid.clone(),
        },
    };
    let envelope = Envelope {
        key: unread.key.clone(),
        at: unread.at,
        origin: Origin::History,
        sender_name: None,
        disappears_after: unread.disappears_after,
        read: false,
        delivery: None,
    };
    match codec::message_decode(&unread.payload) {
        Ok(message) => message::news(&me, envelope, &message, None),
        Err(_) => vec![message::bare(
            envelope,
            frontdesk_domain::network::Content::Unsupported {
                what: "unknown".to_owned(),
            },
        )],
    }
}
