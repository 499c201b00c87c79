//! What people are called, and which addresses are one person.

use frontdesk_domain::{address::Address, network::Inbound};
use wa_rs::types::events::{ContactNumberChanged, ContactUpdate, PushNameUpdate};

use super::person;
use crate::jid;

/// Somebody calls themselves something else.
pub(crate) fn renamed(event: &PushNameUpdate) -> Option<Inbound> {
    let who = person(&event.message.source).or_else(|| jid::address([&event.jid]))?;
    let name = event.new_push_name.clone();
    (!name.is_empty()).then_some(Inbound::Named {
        who,
        name,
        saved: false,
    })
}

/// An entry of the phone's address book.
pub(crate) fn saved(event: &ContactUpdate) -> Vec<Inbound> {
    let action = &event.action;
    let other = action.lid_jid.as_deref().or(action.pn_jid.as_deref());
    let other = other.and_then(|other| other.parse().ok());
    let Some(who) = jid::address([Some(&event.jid), other.as_ref()].into_iter().flatten()) else {
        return Vec::new();
    };
    let mut news = Vec::new();
    if let Address {
        phone: Some(_),
        lid: Some(_),
    } = who
    {
        news.push(Inbound::SamePerson(who.clone()));
    }
    let name = action.full_name.as_ref().or(action.first_name.as_ref());
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        news.push(Inbound::Named {
            who,
            name: name.clone(),
            saved: true,
        });
    }
    news
}

/// Somebody has another number from now on.
pub(crate) fn moved(event: &ContactNumberChanged) -> Option<Inbound> {
    let address = |number, lid: Option<_>| jid::address([Some(number), lid].into_iter().flatten());
    Some(Inbound::NumberChanged {
        from: address(&event.old_jid, event.old_lid.as_ref())?,
        to: address(&event.new_jid, event.new_lid.as_ref())?,
    })
}
