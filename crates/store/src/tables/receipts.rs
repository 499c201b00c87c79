//! How far messages of ours got, recipient by recipient.

use frontdesk_domain::{
    id::{ChatId, ContactId, WireId},
    message::Direction,
    receipt::Delivery,
    time::Timestamp,
};

use super::{chats::Peer, messages::Message};
use crate::{
    codes::Code as _,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// How far a message got with one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecipientReceipt {
    /// Who.
    pub contact: ContactId,
    /// When it reached them.
    pub delivered_at: Option<Timestamp>,
    /// When they read it.
    pub read_at: Option<Timestamp>,
    /// When they played it.
    pub played_at: Option<Timestamp>,
}

pub(crate) const RECEIPTS: &str = "SELECT contact_id, delivered_at, read_at, played_at FROM message_receipts \
     WHERE chat_id = ?1 AND wire_id = ?2 ORDER BY contact_id";
pub(crate) const WITH_RECEIPTS: &str =
    "SELECT DISTINCT wire_id FROM message_receipts WHERE chat_id = ?1";

impl RecipientReceipt {
    /// The furthest step it proves.
    pub const fn delivery(&self) -> Delivery {
        match (self.played_at, self.read_at) {
            (Some(_), _) => Delivery::Played,
            (None, Some(_)) => Delivery::Read,
            (None, None) => Delivery::Delivered,
        }
    }
}

impl ReadTx<'_> {
    /// The receipts of a message.
    pub fn receipts(
        &self,
        chat: ChatId,
        wire_id: &WireId,
    ) -> Result<Vec<RecipientReceipt>, StoreError> {
        self.all("Reading receipts", RECEIPTS, (chat.0, &wire_id.0), |row| {
            Ok(RecipientReceipt {
                contact: ContactId(row.get(0)?),
                delivered_at: row.get::<_, Option<i64>>(1)?.map(Timestamp),
                read_at: row.get::<_, Option<i64>>(2)?.map(Timestamp),
                played_at: row.get::<_, Option<i64>>(3)?.map(Timestamp),
            })
        })
    }
}

impl WriteTx<'_> {
    /// Keeps a receipt; of two of a kind the earlier counts. The message shows
    /// it if it is here.
    pub fn put_receipt(
        &mut self,
        chat: ChatId,
        wire_id: &WireId,
        receipt: &RecipientReceipt,
    ) -> Result<(), StoreError> {
        self.write_receipt(chat, wire_id, receipt)?;
        self.settle_delivery(chat, wire_id)
    }

    pub(crate) fn write_receipt(
        &mut self,
        chat: ChatId,
        wire_id: &WireId,
        receipt: &RecipientReceipt,
    ) -> Result<(), StoreError> {
        self.run(
            "Keeping a receipt",
            "INSERT INTO message_receipts (chat_id, wire_id, contact_id, delivered_at, read_at, played_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET \
             delivered_at = coalesce(min(delivered_at, excluded.delivered_at), delivered_at, excluded.delivered_at), \
             read_at = coalesce(min(read_at, excluded.read_at), read_at, excluded.read_at), \
             played_at = coalesce(min(played_at, excluded.played_at), played_at, excluded.played_at)",
            (
                chat.0,
                &wire_id.0,
                receipt.contact.0,
                receipt.delivered_at.map(|t| t.0),
                receipt.read_at.map(|t| t.0),
                receipt.played_at.map(|t| t.0),
            ),
        )?;
        Ok(())
    }

    /// Evidence about a message of ours arrived by another way: it got this far.
    pub fn raise_delivery(
        &mut self,
        chat: ChatId,
        wire_id: &WireId,
        step: Delivery,
    ) -> Result<(), StoreError> {
        let Some(message) = self.message_by_key(chat, wire_id, None)? else {
            return Ok(());
        };
        let before = message.delivery.unwrap_or(Delivery::Queued);
        let is_news = before.merge(step) != before
            || frontdesk_failpoint::defect!("receipt-downgrades") && before != step;
        if message.direction == Direction::Outgoing && is_news {
            self.set_delivery(&message, step)?;
        }
        Ok(())
    }

    /// A message of ours that was, or will be, tried again. Never for one that
    /// the server has.
    pub(crate) fn lower_delivery(
        &mut self,
        message: &Message,
        step: Delivery,
    ) -> Result<(), StoreError> {
        if message.delivery.is_none_or(|now| now < Delivery::Sent) {
            self.set_delivery(message, step)?;
        }
        Ok(())
    }

    pub(crate) fn set_delivery(
        &mut self,
        message: &Message,
        step: Delivery,
    ) -> Result<(), StoreError> {
        self.run_on_one(
            "Noting how far a message got",
            "UPDATE messages SET delivery = ?4 WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
            (message.chat.0, message.at.0, message.id.0, step.word()),
        )?;
        self.message_changed(message.chat, message.id)
    }

    /// What the receipts prove: with one person the furthest, in a group what
    /// holds for every other member.
    pub(crate) fn settle_delivery(
        &mut self,
        chat: ChatId,
        wire_id: &WireId,
    ) -> Result<(), StoreError> {
        let receipts = self.receipts(chat, wire_id)?;
        if receipts.is_empty() {
            return Ok(());
        }
        let peer = self.chat(chat)?.map(|chat| chat.peer);
        let proved = match peer {
            Some(Peer::Group(_)) => {
                let members = self.group_members(chat)?;
                let own = self.own_contact(chat)?;
                members
                    .iter()
                    .filter(|member| Some(**member) != own)
                    .map(|member| {
                        receipts
                            .iter()
                            .find(|receipt| receipt.contact == *member)
                            .map_or(Delivery::Sent, RecipientReceipt::delivery)
                    })
                    .min()
                    .unwrap_or(Delivery::Sent)
            }
            Some(Peer::Contact(_)) | None => receipts
                .iter()
                .map(RecipientReceipt::delivery)
                .max()
                .unwrap_or(Delivery::Sent),
        };
        self.raise_delivery(chat, wire_id, proved)
    }

    /// The members of a group became known: what its receipts prove may be more.
    pub(crate) fn settle_deliveries(&mut self, chat: ChatId) -> Result<(), StoreError> {
        let ids = self.all("Listing receipts", WITH_RECEIPTS, [chat.0], |row| {
            row.get(0).map(WireId)
        })?;
        for id in ids {
            self.settle_delivery(chat, &id)?;
        }
        Ok(())
    }
}
