//! How far messages of ours got, and what was read elsewhere.

use frontdesk_domain::{
    id::WireId,
    network::{Inbound, Receipt, ReceiptKind},
};
use wa_rs::types::{events::Receipt as Event, presence::ReceiptType};

use super::{Own, at, chat, person};

/// The news in a receipt, if it is one that people see.
pub(crate) fn receipt(me: &Own, event: &Event) -> Option<Inbound> {
    let kind = kind(&event.r#type, event.source.is_from_me)?;
    let who = if event.source.is_from_me {
        me.address.clone()
    } else {
        person(&event.source)?
    };
    Some(Inbound::Receipt(Receipt {
        chat: chat(&event.source)?,
        who,
        ids: event.message_ids.iter().cloned().map(WireId).collect(),
        kind,
        at: at(event.timestamp),
    }))
}

/// The account's own devices confirm to each other that they got something,
/// which says nothing of its recipients.
const fn kind(kind: &ReceiptType, own: bool) -> Option<ReceiptKind> {
    match kind {
        ReceiptType::ReadSelf | ReceiptType::PlayedSelf => Some(ReceiptKind::ReadHere),
        ReceiptType::Read | ReceiptType::Played if own => Some(ReceiptKind::ReadHere),
        ReceiptType::Delivered | ReceiptType::Inactive if !own => Some(ReceiptKind::Delivered),
        ReceiptType::Read => Some(ReceiptKind::Read),
        ReceiptType::Played => Some(ReceiptKind::Played),
        ReceiptType::Delivered
        | ReceiptType::Inactive
        | ReceiptType::Sent
        | ReceiptType::Sender
        | ReceiptType::Retry
        | ReceiptType::EncRekeyRetry
        | ReceiptType::ServerError
        | ReceiptType::PeerMsg
        | ReceiptType::HistorySync
        | ReceiptType::Other(_) => None,
        _ => None,
    }
}
