//! Messages, stored in the order in which a thread shows them.

use frontdesk_domain::{
    id::{AccountId, ChatId, ContactId, MessageId, WireId},
    message::{Direction, MessageKind},
    receipt::Delivery,
    time::Timestamp,
};
use rusqlite::Row;

use super::media::Media;
use crate::{
    change::Change,
    codes::{Code as _, code, code_or_null},
    error::StoreError,
    tx::{ReadTx, WriteTx, page},
};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The message. Larger means stored later, whatever its time says.
    pub id: MessageId,
    /// Its conversation.
    pub chat: ChatId,
    /// When it was sent; a thread is ordered by this, then by id.
    pub at: Timestamp,
    /// Who wrote it; `None` is the account itself.
    pub sender: Option<ContactId>,
    /// Its id on the network.
    pub wire_id: WireId,
    /// Which way it went.
    pub direction: Direction,
    /// What it carries.
    pub kind: MessageKind,
    /// Its text or caption.
    pub body: String,
    /// What its kind knows beyond the text.
    pub meta: Option<serde_json::Value>,
    /// The message it answers.
    pub quoted: Option<WireId>,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// How far it got, for outgoing ones.
    pub delivery: Option<Delivery>,
    /// Came in and was not read yet.
    pub unread: bool,
    /// When it disappears.
    pub expires_at: Option<Timestamp>,
    /// Marked with a star.
    pub starred: bool,
}

/// A message to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Its conversation.
    pub chat: ChatId,
    /// When it was sent.
    pub at: Timestamp,
    /// Who wrote it; `None` is the account itself.
    pub sender: Option<ContactId>,
    /// Its id on the network.
    pub wire_id: WireId,
    /// Which way it went.
    pub direction: Direction,
    /// What it carries.
    pub kind: MessageKind,
    /// Its text or caption.
    pub body: String,
    /// What its kind knows beyond the text.
    pub meta: Option<serde_json::Value>,
    /// The message as it came from the network.
    pub payload: Option<Vec<u8>>,
    /// The message it answers.
    pub quoted: Option<WireId>,
    /// When it was last edited, if it comes edited already.
    pub edited_at: Option<Timestamp>,
    /// How far it got, for outgoing ones.
    pub delivery: Option<Delivery>,
    /// Counts as unread. History that was read elsewhere does not.
    pub unread: bool,
    /// When it disappears.
    pub expires_at: Option<Timestamp>,
    /// What is known of its file.
    pub media: Option<Box<Media>>,
}

/// Whether a message was new to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// It was stored under this id.
    New(MessageId),
    /// The network delivered it again; nothing was changed.
    Known(MessageId),
}

/// A stretch of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagePage {
    /// Oldest first.
    pub rows: Vec<Message>,
    /// Older messages exist before the first row.
    pub more_before: bool,
    /// Newer messages exist after the last row.
    pub more_after: bool,
}

macro_rules! columns {
    () => {
        "SELECT chat_id, at, id, sender_id, wire_id, direction, kind, body, meta, quoted_wire_id, edited_at, \
         delivery, unread, expires_at, starred FROM messages "
    };
}

pub(crate) const MESSAGE: &str = concat!(columns!(), "WHERE id = ?1");
pub(crate) const POSITION: &str = "SELECT at FROM messages WHERE id = ?1 AND chat_id = ?2";
pub(crate) const NEWEST: &str = concat!(
    columns!(),
    "WHERE chat_id = ?1 ORDER BY at DESC, id DESC LIMIT ?2"
);
pub(crate) const OLDEST: &str = concat!(columns!(), "WHERE chat_id = ?1 ORDER BY at, id LIMIT 1");
pub(crate) const UNSUPPORTED: &str = "SELECT m.chat_id, m.at, m.id, m.sender_id, m.wire_id, m.direction, m.kind, m.body, m.meta, \
     m.quoted_wire_id, m.edited_at, m.delivery, m.unread, m.expires_at, m.starred, p.payload \
     FROM messages m INDEXED BY messages_unsupported JOIN message_payloads p ON p.message_id = m.id \
     WHERE m.kind = 'unsupported' AND m.id > ?1 ORDER BY m.id LIMIT ?2";
/// The flag is written by [`super::arrivals::undecryptable`].
pub(crate) const UNDECRYPTABLE: &str = "SELECT m.chat_id, m.at, m.id, m.sender_id, m.wire_id, m.direction, m.kind, m.body, m.meta, \
     m.quoted_wire_id, m.edited_at, m.delivery, m.unread, m.expires_at, m.starred \
     FROM messages m INDEXED BY messages_unsupported CROSS JOIN chats c ON c.id = m.chat_id \
     WHERE m.kind = 'unsupported' AND m.id > 0 AND m.at >= ?2 AND m.meta ->> 'undecryptable' AND c.account_id = ?1 \
     ORDER BY m.id DESC LIMIT ?3";
pub(crate) const BEFORE: &str = concat!(
    columns!(),
    "WHERE chat_id = ?1 AND (at, id) < (?3, ?4) ORDER BY at DESC, id DESC LIMIT ?2"
);
pub(crate) const FROM: &str = concat!(
    columns!(),
    "WHERE chat_id = ?1 AND (at, id) >= (?3, ?4) ORDER BY at, id LIMIT ?2"
);
pub(crate) const AFTER: &str = concat!(
    columns!(),
    "WHERE chat_id = ?1 AND (at, id) > (?3, ?4) ORDER BY at, id LIMIT ?2"
);
pub(crate) const BY_WIRE_ID: &str = concat!(
    columns!(),
    "WHERE chat_id = ?1 AND wire_id = ?2 ORDER BY sender_id LIMIT 1"
);
pub(crate) const BY_KEY: &str = concat!(
    columns!(),
    "WHERE chat_id = ?1 AND wire_id = ?2 AND sender_id = ?3"
);
pub(crate) const FIRST_UNREAD: &str =
    "SELECT id FROM messages WHERE chat_id = ?1 AND unread = 1 ORDER BY at, id LIMIT 1";
pub(crate) const COUNT: &str = "SELECT count(*) FROM messages WHERE chat_id = ?1";
pub(crate) const KNOWN: &str =
    "SELECT id FROM messages WHERE chat_id = ?1 AND wire_id = ?2 AND sender_id = ?3";
// Left to itself the planner walks the whole thread.
pub(crate) const READ_ALL: &str = "UPDATE messages INDEXED BY messages_unread SET unread = 0 WHERE chat_id = ?1 AND unread = 1 RETURNING id";
pub(crate) const READ_THROUGH: &str = "UPDATE messages INDEXED BY messages_unread SET unread = 0 WHERE chat_id = ?1 AND unread = 1 AND (at, id) <= (?2, ?3) RETURNING id";

impl NewMessage {
    /// A message without text or extras: fill in what it has.
    pub const fn new(
        chat: ChatId,
        at: Timestamp,
        wire_id: WireId,
        direction: Direction,
        kind: MessageKind,
    ) -> Self {
        Self {
            chat,
            at,
            sender: None,
            wire_id,
            direction,
            kind,
            body: String::new(),
            meta: None,
            payload: None,
            quoted: None,
            edited_at: None,
            delivery: None,
            unread: false,
            expires_at: None,
            media: None,
        }
    }
}

impl Inserted {
    /// The message, new or known.
    pub const fn id(self) -> MessageId {
        match self {
            Self::New(id) | Self::Known(id) => id,
        }
    }
}

impl ReadTx<'_> {
    /// One message.
    pub fn message(&self, id: MessageId) -> Result<Option<Message>, StoreError> {
        self.one("Reading a message", MESSAGE, [id.0], message)
    }

    /// The message with this id on the network.
    pub fn message_by_wire_id(
        &self,
        chat: ChatId,
        wire_id: &WireId,
    ) -> Result<Option<Message>, StoreError> {
        self.one(
            "Looking up a message",
            BY_WIRE_ID,
            (chat.0, &wire_id.0),
            message,
        )
    }

    /// The message with exactly this key.
    pub fn message_by_key(
        &self,
        chat: ChatId,
        wire_id: &WireId,
        sender: Option<ContactId>,
    ) -> Result<Option<Message>, StoreError> {
        self.one(
            "Looking up a message",
            BY_KEY,
            (chat.0, &wire_id.0, sender.map_or(0, |contact| contact.0)),
            message,
        )
    }

    /// The message as it came from the network, where that was kept.
    pub fn message_payload(&self, id: MessageId) -> Result<Option<Vec<u8>>, StoreError> {
        self.one(
            "Reading a payload",
            "SELECT payload FROM message_payloads WHERE message_id = ?1",
            [id.0],
            |row| row.get(0),
        )
    }

    /// Messages that could not be read when they came, with what was kept of them,
    /// in the order in which they were stored, behind `after`.
    pub fn unsupported_after(
        &self,
        after: MessageId,
        limit: usize,
    ) -> Result<Vec<(Message, Vec<u8>)>, StoreError> {
        self.all(
            "Looking for what could not be read",
            UNSUPPORTED,
            (after.0, limit),
            |row| Ok((message(row)?, row.get("payload")?)),
        )
    }

    /// Places of an account for messages sent since then that could not be
    /// decrypted, the newest first.
    pub fn undecryptable_since(
        &self,
        account: AccountId,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<Message>, StoreError> {
        self.all(
            "Looking for what could not be decrypted",
            UNDECRYPTABLE,
            (account.0, since.0, limit),
            message,
        )
    }

    /// The newest messages of a conversation, or those before one of them.
    /// [`StoreError::Gone`] if that one is not in the conversation.
    pub fn messages_before(
        &self,
        chat: ChatId,
        before: Option<MessageId>,
        limit: usize,
    ) -> Result<MessagePage, StoreError> {
        const DOING: &str = "Reading older messages";
        let rows = match before {
            None => self.all(DOING, NEWEST, (chat.0, limit + 1), message)?,
            Some(id) => {
                let at = self.position(DOING, chat, id)?;
                self.all(DOING, BEFORE, (chat.0, limit + 1, at.0, id.0), message)?
            }
        };
        let (mut rows, more_before) = page(rows, limit);
        rows.reverse();
        Ok(MessagePage {
            rows,
            more_before,
            more_after: before.is_some(),
        })
    }

    /// The messages after one of them. [`StoreError::Gone`] if that one is not in
    /// the conversation.
    pub fn messages_after(
        &self,
        chat: ChatId,
        after: MessageId,
        limit: usize,
    ) -> Result<MessagePage, StoreError> {
        const DOING: &str = "Reading newer messages";
        let at = self.position(DOING, chat, after)?;
        let rows = self.all(DOING, AFTER, (chat.0, limit + 1, at.0, after.0), message)?;
        let (rows, more_after) = page(rows, limit);
        Ok(MessagePage {
            rows,
            more_before: true,
            more_after,
        })
    }

    /// A message with its neighbours, up to `limit` rows in all.
    /// [`StoreError::Gone`] if it is not in the conversation.
    pub fn messages_around(
        &self,
        chat: ChatId,
        around: MessageId,
        limit: usize,
    ) -> Result<MessagePage, StoreError> {
        const DOING: &str = "Reading messages around one";
        let at = self.position(DOING, chat, around)?;
        let older = self.messages_before(chat, Some(around), limit / 2)?;
        let room = limit.saturating_sub(older.rows.len()).max(1);
        let newer = self.all(DOING, FROM, (chat.0, room + 1, at.0, around.0), message)?;
        let (newer, more_after) = page(newer, room);
        let mut rows = older.rows;
        rows.extend(newer);
        Ok(MessagePage {
            rows,
            more_before: older.more_before,
            more_after,
        })
    }

    /// The first message of a thread that was not read yet.
    pub fn first_unread(&self, chat: ChatId) -> Result<Option<MessageId>, StoreError> {
        self.one(
            "Looking for unread messages",
            FIRST_UNREAD,
            [chat.0],
            |row| row.get(0).map(MessageId),
        )
    }

    /// How many messages a conversation holds.
    pub fn message_count(&self, chat: ChatId) -> Result<u64, StoreError> {
        Ok(self
            .one("Counting messages", COUNT, [chat.0], |row| row.get(0))?
            .unwrap_or(0))
    }

    fn position(
        &self,
        doing: &'static str,
        chat: ChatId,
        id: MessageId,
    ) -> Result<Timestamp, StoreError> {
        self.one(doing, POSITION, (id.0, chat.0), |row| {
            row.get(0).map(Timestamp)
        })?
        .ok_or(StoreError::Gone { doing })
    }
}

impl WriteTx<'_> {
    /// Stores a message once, however often it is delivered. The conversation
    /// rises and counts it. [`StoreError::Gone`] if there is no such
    /// conversation.
    pub fn insert_message(&mut self, new: &NewMessage) -> Result<Inserted, StoreError> {
        const DOING: &str = "Storing a message";
        let sender = new.sender.map_or(0, |contact| contact.0);
        let known = self.one(DOING, KNOWN, (new.chat.0, &new.wire_id.0, sender), |row| {
            row.get(0).map(MessageId)
        })?;
        if let Some(id) = known {
            return Ok(Inserted::Known(id));
        }
        self.insert_unknown(new, new.unread).map(Inserted::New)
    }

    /// Stores a message whose key is known to be new, read or unread whatever it
    /// says itself.
    pub(crate) fn insert_unknown(
        &mut self,
        new: &NewMessage,
        unread: bool,
    ) -> Result<MessageId, StoreError> {
        const DOING: &str = "Storing a message";
        let sender = new.sender.map_or(0, |contact| contact.0);
        let id = self.next_message_id()?;
        self.chat_gained(new.chat, id, new.at, unread)?;
        self.run(
            DOING,
            "INSERT INTO messages (chat_id, at, id, sender_id, wire_id, direction, kind, body, meta, \
             quoted_wire_id, edited_at, delivery, unread, expires_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            (
                new.chat.0,
                new.at.0,
                id.0,
                sender,
                &new.wire_id.0,
                new.direction.word(),
                new.kind.word(),
                &new.body,
                new.meta.as_ref().map(ToString::to_string),
                new.quoted.as_ref().map(|quoted| &quoted.0),
                new.edited_at.map(|t| t.0),
                new.delivery.map(Delivery::word),
                unread,
                new.expires_at.map(|t| t.0),
            ),
        )?;
        self.put_extras(id, new)?;
        self.changed(Change::Message {
            chat: new.chat,
            message: id,
        });
        Ok(id)
    }

    /// Gives a message that has not left yet other words.
    pub fn reword(&mut self, id: MessageId, text: &str) -> Result<(), StoreError> {
        const DOING: &str = "Rewording a message";
        let message = self.message(id)?.ok_or(StoreError::Gone { doing: DOING })?;
        self.run_on_one(
            DOING,
            "UPDATE messages SET body = ?4 WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
            (message.chat.0, message.at.0, id.0, text),
        )?;
        self.message_changed(message.chat, id)
    }

    /// Marks a conversation as read, as a whole or through one of its messages,
    /// and names the messages that this concerned. The conversation's row shows
    /// it; the messages themselves look the same.
    pub fn mark_read(
        &mut self,
        chat: ChatId,
        through: Option<MessageId>,
    ) -> Result<Vec<MessageId>, StoreError> {
        const DOING: &str = "Marking a chat as read";
        if self.chat(chat)?.is_none() {
            return Err(StoreError::Gone { doing: DOING });
        }
        let id = |row: &Row<'_>| row.get(0).map(MessageId);
        let read = match through {
            None => self.all(DOING, READ_ALL, [chat.0], id)?,
            Some(last) => {
                let at = self.position(DOING, chat, last)?;
                self.all(DOING, READ_THROUGH, (chat.0, at.0, last.0), id)?
            }
        };
        if !read.is_empty() {
            self.chat_read(chat, read.len())?;
        }
        Ok(read)
    }

    /// Deletes a message from this computer.
    pub fn delete_message(&mut self, id: MessageId) -> Result<(), StoreError> {
        const DOING: &str = "Deleting a message";
        let message = self.message(id)?.ok_or(StoreError::Gone { doing: DOING })?;
        self.run_on_one(
            DOING,
            "DELETE FROM messages WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
            (message.chat.0, message.at.0, id.0),
        )?;
        if message.unread {
            self.chat_read(message.chat, 1)?;
        }
        self.chat_lost(message.chat, id)?;
        self.erase_changes(&message.key())?;
        self.erased();
        self.changed(Change::MessageGone {
            chat: message.chat,
            message: id,
        });
        Ok(())
    }

    /// What a message has beyond its row.
    pub(crate) fn put_extras(&mut self, id: MessageId, new: &NewMessage) -> Result<(), StoreError> {
        if let Some(payload) = &new.payload {
            self.run(
                "Keeping a payload",
                "INSERT OR REPLACE INTO message_payloads (message_id, payload) VALUES (?1, ?2)",
                (id.0, payload),
            )?;
        }
        if let Some(media) = &new.media {
            self.put_media(id, media)?;
        }
        Ok(())
    }

    /// Never given out twice, also not after a deletion.
    fn next_message_id(&self) -> Result<MessageId, StoreError> {
        const DOING: &str = "Numbering a message";
        self.one(
            DOING,
            "UPDATE meta SET value = value + 1 WHERE key = 'next_message_id' RETURNING value - 1",
            [],
            |row| row.get(0).map(MessageId),
        )?
        .ok_or_else(|| StoreError::corrupt(DOING, "The counter is missing"))
    }
}

/// Reads a row of `columns!`, by place: looking a column up by its name takes
/// longer than reading it.
pub(crate) fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    const META: usize = 8;
    let sender: i64 = row.get(3)?;
    Ok(Message {
        chat: ChatId(row.get(0)?),
        at: Timestamp(row.get(1)?),
        id: MessageId(row.get(2)?),
        sender: (sender != 0).then_some(ContactId(sender)),
        wire_id: WireId(row.get(4)?),
        direction: code(row, 5)?,
        kind: code(row, 6)?,
        body: row.get(7)?,
        meta: row
            .get::<_, Option<String>>(META)?
            .map(|json| serde_json::from_str(&json))
            .transpose()
            .map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(
                    META,
                    rusqlite::types::Type::Text,
                    Box::new(error),
                )
            })?,
        quoted: row.get::<_, Option<String>>(9)?.map(WireId),
        edited_at: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        delivery: code_or_null(row, 11)?,
        unread: row.get(12)?,
        expires_at: row.get::<_, Option<i64>>(13)?.map(Timestamp),
        starred: row.get(14)?,
    })
}
