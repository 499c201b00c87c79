//! Taking in messages from the network: each once, whatever comes before, with
//! or after it.

use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId, WireId},
    message::{Direction, MessageKind},
    time::Timestamp,
};

use super::{
    changes::{ChangeKind, MessageKey},
    messages::{Message, NewMessage},
};
use crate::{
    codes::Code as _,
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// What became of a message that came from the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    New(MessageId),
    /// It was here as something that could not be read, and now can.
    Healed(MessageId),
    /// It was here.
    Known(MessageId),
    /// It was deleted, cleared away or has disappeared, and stays so.
    Dropped,
}

/// How much of a message is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// Only that it exists.
    Undecryptable,
    /// Its bytes, which this version cannot read.
    Unsupported,
    /// All of it.
    Whole,
}

/// Key in a message's `meta` that marks one that could not be decrypted.
const UNDECRYPTABLE: &str = "undecryptable";

impl Message {
    pub(crate) fn rank(&self) -> Rank {
        rank(self.kind, self.meta.as_ref())
    }
}

impl NewMessage {
    fn key(&self) -> MessageKey {
        MessageKey {
            chat: self.chat,
            wire_id: self.wire_id.clone(),
            sender: self.sender,
        }
    }
}

fn rank(kind: MessageKind, meta: Option<&serde_json::Value>) -> Rank {
    match kind {
        MessageKind::Unsupported if meta.is_some_and(|meta| meta.get(UNDECRYPTABLE).is_some()) => {
            Rank::Undecryptable
        }
        // Of a message that was deleted before it came, nothing more is known.
        MessageKind::Deleted => Rank::Undecryptable,
        MessageKind::Unsupported => Rank::Unsupported,
        MessageKind::Text
        | MessageKind::Image
        | MessageKind::Video
        | MessageKind::Audio
        | MessageKind::Document
        | MessageKind::Sticker
        | MessageKind::Location
        | MessageKind::Contact
        | MessageKind::Poll
        | MessageKind::Call
        | MessageKind::GroupEvent => Rank::Whole,
    }
}

impl ReadTx<'_> {
    /// Whether what was sent at this moment was cleared away.
    pub(crate) fn cleared(&self, chat: ChatId, at: Timestamp) -> Result<bool, StoreError> {
        Ok(self
            .chat(chat)?
            .and_then(|chat| chat.cleared_through)
            .is_some_and(|through| at <= through))
    }
}

impl WriteTx<'_> {
    /// Takes in a message, once. What was told about it earlier takes effect.
    /// [`StoreError::Gone`] if there is no such conversation.
    pub fn take_in(&mut self, new: &NewMessage, now: Timestamp) -> Result<Taken, StoreError> {
        const DOING: &str = "Taking in a message";
        let key = new.key();
        let (cleared_through, read_through) = self
            .one(DOING, THROUGH, [new.chat.0], |row| {
                let [cleared, read]: [Option<i64>; 2] = [row.get(0)?, row.get(1)?];
                Ok((cleared.map(Timestamp), read.map(Timestamp)))
            })?
            .ok_or(StoreError::Gone { doing: DOING })?;
        if let Some(known) = self.message_by_key(new.chat, &new.wire_id, new.sender)? {
            return self.meet_again(&known, new);
        }
        let changes = self.message_changes(&key)?;
        let is_hidden = changes.iter().any(|c| c.kind == ChangeKind::Hidden);
        let is_over = new.expires_at.is_some_and(|at| at <= now)
            || cleared_through.is_some_and(|at| new.at <= at);
        if is_hidden || is_over {
            return Ok(Taken::Dropped);
        }
        let unread = new.unread && read_through.is_none_or(|through| new.at >= through);
        let id = self.insert_unknown(new, unread)?;
        if !changes.is_empty() {
            self.settle(&key)?;
        }
        match new.direction {
            Direction::Incoming => self.early_read(new)?,
            Direction::Outgoing => self.settle_delivery(new.chat, &new.wire_id)?,
        }
        Ok(Taken::New(id))
    }

    /// A message that is here comes again. It may bring what was missing.
    fn meet_again(&mut self, known: &Message, new: &NewMessage) -> Result<Taken, StoreError> {
        const DOING: &str = "Meeting a message again";
        if let (Some(known_step), Some(step)) = (known.delivery, new.delivery)
            && known_step.merge(step) != known_step
        {
            self.set_delivery(known, step)?;
        }
        if known.unread && !new.unread {
            self.run_on_one(
                DOING,
                "UPDATE messages SET unread = 0 WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
                (known.chat.0, known.at.0, known.id.0),
            )?;
            self.chat_read(known.chat, 1)?;
        }
        let at = known.at.min(new.at);
        if at != known.at {
            self.run_on_one(
                DOING,
                "UPDATE messages SET at = ?4 WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
                (known.chat.0, known.at.0, known.id.0, at.0),
            )?;
            self.recount_chat(known.chat)?;
        }
        if rank(new.kind, new.meta.as_ref()) <= known.rank() {
            return Ok(Taken::Known(known.id));
        }
        self.run_on_one(
            DOING,
            "UPDATE messages SET kind = ?4, body = ?5, meta = ?6, quoted_wire_id = ?7, expires_at = ?8 \
             WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
            (
                known.chat.0,
                at.0,
                known.id.0,
                new.kind.word(),
                &new.body,
                new.meta.as_ref().map(ToString::to_string),
                new.quoted.as_ref().map(|quoted| &quoted.0),
                new.expires_at.map(|t| t.0),
            ),
        )?;
        self.put_extras(known.id, new)?;
        self.settle(&new.key())?;
        Ok(Taken::Healed(known.id))
    }

    /// Gives up the place that was held for a message which could not be decrypted
    /// and now turns out to be none of its own.
    pub fn give_up_place(&mut self, key: &MessageKey) -> Result<(), StoreError> {
        let held = self
            .message_by_key(key.chat, &key.wire_id, key.sender)?
            .filter(|held| {
                held.kind == MessageKind::Unsupported && held.rank() == Rank::Undecryptable
            });
        match held {
            Some(held) => self.delete_message(held.id),
            None => Ok(()),
        }
    }

    /// The account read this message on its phone before it came here.
    fn early_read(&mut self, new: &NewMessage) -> Result<(), StoreError> {
        let read = self.run(
            "Reading a message at its arrival",
            "DELETE FROM early_reads WHERE chat_id = ?1 AND wire_id = ?2",
            (new.chat.0, &new.wire_id.0),
        )?;
        if read > 0 {
            self.read_message(new.chat, &new.wire_id, new.sender)?;
        }
        Ok(())
    }

    /// The account read a message, and all before it, on another device. If the
    /// message is not here yet, it will count as read.
    pub fn read_elsewhere(&mut self, chat: ChatId, wire_id: &WireId) -> Result<(), StoreError> {
        match self.message_by_wire_id(chat, wire_id)? {
            Some(message) => self.read_message(chat, wire_id, message.sender),
            None => {
                self.run(
                    "Remembering what was read",
                    "INSERT OR IGNORE INTO early_reads (chat_id, wire_id) VALUES (?1, ?2)",
                    (chat.0, &wire_id.0),
                )?;
                Ok(())
            }
        }
    }

    fn read_message(
        &mut self,
        chat: ChatId,
        wire_id: &WireId,
        sender: Option<ContactId>,
    ) -> Result<(), StoreError> {
        let Some(message) = self.message_by_key(chat, wire_id, sender)? else {
            return Ok(());
        };
        self.mark_read(chat, Some(message.id))?;
        self.raise_read_through(chat, message.at)
    }

    /// Deletes what has disappeared by now; answers how many messages.
    pub fn expire(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        let over = self.all("Looking for what disappears", EXPIRED, [now.0], |row| {
            row.get(0).map(MessageId)
        })?;
        for id in &over {
            self.delete_message(*id)?;
        }
        Ok(over.len())
    }
}

impl ReadTx<'_> {
    /// When the next message disappears.
    pub fn next_expiry(&self) -> Result<Option<Timestamp>, StoreError> {
        self.one("Looking for what disappears", NEXT_EXPIRY, [], |row| {
            row.get(0).map(Timestamp)
        })
    }
}

/// Up to when a conversation was cleared away, and read.
const THROUGH: &str = "SELECT cleared_through, read_through FROM chats WHERE id = ?1";
pub(crate) const EXPIRED: &str = "SELECT id FROM messages WHERE expires_at <= ?1 LIMIT 1000";
pub(crate) const NEXT_EXPIRY: &str =
    "SELECT expires_at FROM messages WHERE expires_at IS NOT NULL ORDER BY expires_at LIMIT 1";

/// The rank of a placeholder is written by whoever makes its `meta`.
pub fn undecryptable() -> serde_json::Value {
    serde_json::json!({ UNDECRYPTABLE: true })
}
