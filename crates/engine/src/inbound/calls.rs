//! Calls, as entries in the conversation with whoever called.

use frontdesk_domain::{
    id::WireId,
    network::{Content, Inbound, Key, WireChat},
    time::Timestamp,
};
use wa_rs::Jid;

use super::{
    Own,
    message::{self, Envelope},
};
use crate::jid;

/// A call that is over.
pub(crate) struct Call<'c> {
    pub(crate) from: &'c Jid,
    pub(crate) id: &'c str,
    pub(crate) at: Timestamp,
    pub(crate) video: bool,
    pub(crate) missed: bool,
}

/// The entry of a call that is over.
pub(crate) fn over(me: &Own, call: &Call<'_>) -> Option<Inbound> {
    let caller = jid::address([call.from])?;
    let envelope = Envelope {
        key: Key {
            chat: WireChat::Person(caller.clone()),
            sender: me.other(caller),
            id: WireId(call.id.to_owned()),
        },
        at: call.at,
        origin: frontdesk_domain::network::Origin::Live,
        sender_name: None,
        disappears_after: None,
        read: !call.missed,
        delivery: None,
    };
    let content = Content::Call {
        video: call.video,
        missed: call.missed,
        seconds: None,
    };
    Some(message::bare(envelope, content))
}
