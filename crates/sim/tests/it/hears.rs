//! What a client hears: waiting for one message, one text, one receipt.

use crate::rig::Device;
use wa_rs::{
    Jid,
    types::{
        events::{Event, InboundMessage},
        presence::ReceiptType,
    },
    wacore::proto_helpers::MessageExt,
};

pub(crate) fn jid(number: &str) -> Jid {
    Jid::pn(number)
}

pub(crate) async fn message(device: &Device, id: &str) -> InboundMessage {
    device
        .until("the message", |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .find(|message| message.info.id == id)
                .cloned(),
            _ => None,
        })
        .await
}

pub(crate) async fn text(device: &Device, wanted: &str) {
    device
        .until(wanted, |event| match event {
            Event::Messages(batch) => batch
                .messages
                .iter()
                .any(|message| message.message.text_content() == Some(wanted))
                .then_some(()),
            _ => None,
        })
        .await;
}

pub(crate) async fn receipt(device: &Device, id: &str, kind: ReceiptType) {
    device
        .until("the receipt", |event| match event {
            Event::Receipt(receipt) => (receipt.r#type == kind
                && receipt.message_ids.iter().any(|known| known == id))
            .then_some(()),
            _ => None,
        })
        .await;
}
