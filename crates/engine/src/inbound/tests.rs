//! Fixtures of every kind and the news they become, as text.

mod again;
mod content;
mod events;
mod past;
mod show;

use frontdesk_domain::{
    address::{Address, Lid, PhoneNumber},
    network::Inbound,
};
use wa_rs::{
    Jid,
    buffa::MessageField,
    chrono::DateTime,
    types::message::{MessageInfo, MessageSource},
    waproto::whatsapp as wa,
};

use super::Own;

pub(super) const GROUP: &str = "120363000000000001@g.us";

/// The account: +1 555 000 1111.
pub(super) fn me() -> Own {
    Own {
        address: Address {
            phone: Some(PhoneNumber::parse("15550001111").unwrap()),
            lid: Some(Lid("900".to_owned())),
        },
    }
}

pub(super) fn maya() -> Jid {
    Jid::pn("15550002222")
}

pub(super) fn otto() -> Jid {
    Jid::pn("15550003333")
}

/// From her, in the conversation with her.
pub(super) fn from_maya() -> MessageInfo {
    MessageInfo {
        source: MessageSource {
            chat: maya(),
            sender: Jid::pn_device("15550002222", 3),
            sender_alt: Some(Jid::lid("801")),
            ..MessageSource::default()
        },
        id: "A1".to_owned(),
        push_name: "Maya".to_owned(),
        timestamp: DateTime::from_timestamp(1_760_000_000, 0).unwrap(),
        ..MessageInfo::default()
    }
}

/// From the account's phone, in the conversation with her.
pub(super) fn from_phone() -> MessageInfo {
    MessageInfo {
        source: MessageSource {
            chat: maya(),
            sender: Jid::pn("15550001111"),
            is_from_me: true,
            recipient_alt: Some(Jid::lid("801")),
            ..MessageSource::default()
        },
        push_name: "Shop".to_owned(),
        ..from_maya()
    }
}

/// From him, in a group.
pub(super) fn in_group() -> MessageInfo {
    MessageInfo {
        source: MessageSource {
            chat: GROUP.parse().unwrap(),
            sender: otto(),
            is_group: true,
            ..MessageSource::default()
        },
        push_name: "Otto".to_owned(),
        ..from_maya()
    }
}

pub(super) fn text(words: &str) -> wa::Message {
    wa::Message {
        conversation: Some(words.to_owned()),
        ..wa::Message::default()
    }
}

pub(super) fn some<T: Default>(value: T) -> MessageField<T> {
    MessageField::some(value)
}

/// What a message becomes.
pub(super) fn read(message: &wa::Message, info: &MessageInfo) -> String {
    show::news(&super::message(&me(), message, info, None))
}

/// One line per named message.
pub(super) fn table<'n>(rows: impl IntoIterator<Item = (&'n str, Vec<Inbound>)>) -> String {
    let rows = rows.into_iter();
    rows.map(|(name, news)| format!("{name}\n{}\n", show::indented(&show::news(&news))))
        .collect()
}
