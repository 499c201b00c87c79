//! WhatsApp's addresses and ours.
//!
//! A person is known by number, by LID, or by both. WhatsApp's own addresses
//! carry one of them at a time; a stanza often tells the other one beside it,
//! and then one [`Address`] carries both.

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    network::WireChat,
};
use wa_rs::{Jid, Server};

/// The address that some of WhatsApp's addresses of one person make together.
/// `None` when none of them is a person's.
pub(crate) fn address<'j>(jids: impl IntoIterator<Item = &'j Jid>) -> Option<Address> {
    let mut address = Address::default();
    for jid in jids {
        if jid.user.is_empty() {
            continue;
        }
        match jid.server {
            Server::Pn | Server::Legacy | Server::Hosted => {
                address.phone = address.phone.or_else(|| phone(jid));
            }
            Server::Lid | Server::HostedLid => {
                let lid = || Lid(jid.user_base().to_owned());
                address.lid = Some(address.lid.unwrap_or_else(lid));
            }
            Server::Group
            | Server::Broadcast
            | Server::Newsletter
            | Server::Messenger
            | Server::Interop
            | Server::Bot
            | Server::Call => {}
        }
    }
    (address.phone.is_some() || address.lid.is_some()).then_some(address)
}

/// The address in one of WhatsApp's written addresses.
pub(crate) fn parse(text: &str) -> Option<Address> {
    address([&text.parse().ok()?])
}

/// The conversation with `jid`, which some stanza names `other` as well. `None`
/// for channels, statuses and whatever else is no conversation.
pub(crate) fn chat(jid: &Jid, other: Option<&Jid>) -> Option<WireChat> {
    if jid.server == Server::Group {
        return Some(WireChat::Group(jid.to_string()));
    }
    address([jid])?;
    let person = [Some(jid), other].into_iter().flatten();
    address(person).map(WireChat::Person)
}

/// The conversation a written address names.
pub(crate) fn parse_chat(text: &str) -> Option<WireChat> {
    chat(&text.parse().ok()?, None)
}

/// The address to write to a person: by number where it is known. The engine
/// turns it into the LID where the account has moved to those.
pub(crate) fn of_person(address: &Address) -> Option<Jid> {
    let phone = address.phone.as_ref();
    phone
        .map(|phone| Jid::pn(phone.digits()))
        .or_else(|| address.lid.as_ref().map(|lid| Jid::lid(lid.0.as_str())))
}

/// The address to write to a conversation.
pub(crate) fn of_chat(chat: &WireChat) -> Option<Jid> {
    match chat {
        WireChat::Person(address) => of_person(address),
        WireChat::Group(group) => group
            .parse()
            .ok()
            .filter(|jid: &Jid| jid.server == Server::Group),
    }
}

fn phone(jid: &Jid) -> Option<PhoneNumber> {
    PhoneNumber::parse(jid.user_base()).ok()
}
