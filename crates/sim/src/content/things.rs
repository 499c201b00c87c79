//! Messages about things: places, contact cards, and what is yet to come.

use super::Draft;
use crate::wire::proto::{decode, some, wa};
use serde::{Deserialize, Serialize};

/// A place on a map.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What it is called.
    pub name: Option<String>,
    /// Where it is.
    pub address: Option<String>,
}

/// A contact card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Who it is.
    pub name: String,
    /// The phone number.
    pub number: String,
}

pub(super) fn location(place: &Place, context: Option<wa::ContextInfo>) -> Draft {
    let message = wa::Message {
        location_message: some(wa::message::LocationMessage {
            degrees_latitude: Some(place.latitude),
            degrees_longitude: Some(place.longitude),
            name: place.name.clone(),
            address: place.address.clone(),
            context_info: context.into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::file(message, "location")
}

pub(super) fn card(card: &Card, context: Option<wa::ContextInfo>) -> Draft {
    let Card { name, number } = card;
    let vcard = format!(
        "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;type=CELL;waid={number}:+{number}\nEND:VCARD"
    );
    let message = wa::Message {
        contact_message: some(wa::message::ContactMessage {
            display_name: Some(name.clone()),
            vcard: Some(vcard),
            context_info: context.into(),
            ..Default::default()
        }),
        ..Default::default()
    };
    Draft::file(message, "vcard")
}

/// A message that only holds a field which no client knows.
pub(super) fn unknown(field: u32) -> Draft {
    // Far above every field in use, so that it stays unknown.
    let tag = (u64::from(field % 100_000) + 400_000_000) << 3 | 2;
    let mut bytes = varint(tag);
    bytes.extend(varint(6));
    bytes.extend(b"future");
    Draft::of(decode(&bytes).unwrap_or_default(), "text")
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or(0);
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
