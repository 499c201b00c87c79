//! What happened to messages: edits, deletions, reactions, votes, stars.
//!
//! A change is kept by the key of the message it is about and may be here
//! before it. What a message looks like follows from its own content and its
//! changes; [`WriteTx::settle`] writes that into its row.

use frontdesk_domain::{
    id::{ChatId, ContactId, MessageId, WireId},
    message::MessageKind,
    time::Timestamp,
};
use rusqlite::Row;

use super::{arrivals::Rank, chats::Peer, messages::Message};
use crate::{
    change::Change,
    codes::{Code, code},
    error::StoreError,
    tx::{ReadTx, WriteTx},
};

/// What names a message, whether or not it is here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageKey {
    /// Its conversation.
    pub chat: ChatId,
    /// Its id on the network.
    pub wire_id: WireId,
    /// Who wrote it; `None` is the account itself.
    pub sender: Option<ContactId>,
}

/// Something that happened to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageChange {
    /// What.
    pub kind: ChangeKind,
    /// Who did it; `None` is the account itself.
    pub actor: Option<ContactId>,
    /// The message that brought it, where each such message counts for itself;
    /// else empty, and the newest of each actor counts.
    pub by: WireId,
    /// When.
    pub at: Timestamp,
    /// The new words, the reaction, the digests of a vote, or `1` and `0`.
    pub value: String,
    /// The message that brought it, as it came.
    pub payload: Option<Vec<u8>>,
}

/// Kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// How the message read before its first edit.
    Original,
    /// Other words.
    Edit,
    /// Deleted for everyone.
    Deleted,
    /// Deleted for the account alone.
    Hidden,
    /// A reaction.
    Reaction,
    /// A vote in a poll.
    Vote,
    /// A star.
    Star,
}

pub(crate) const CHANGES: &str = "SELECT kind, actor_id, by_wire_id, at, value, payload FROM message_changes \
     WHERE chat_id = ?1 AND wire_id = ?2 AND target_id = ?3";

impl ChangeKind {
    /// Whether a deletion for everyone takes it along.
    const fn ends_with_message(self) -> bool {
        matches!(
            self,
            Self::Original | Self::Edit | Self::Reaction | Self::Vote | Self::Star
        )
    }
}

impl Code for ChangeKind {
    const ALL: &'static [Self] = &[
        Self::Original,
        Self::Edit,
        Self::Deleted,
        Self::Hidden,
        Self::Reaction,
        Self::Vote,
        Self::Star,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Edit => "edit",
            Self::Deleted => "deleted",
            Self::Hidden => "hidden",
            Self::Reaction => "reaction",
            Self::Vote => "vote",
            Self::Star => "star",
        }
    }
}

impl Message {
    /// What names it.
    pub fn key(&self) -> MessageKey {
        MessageKey {
            chat: self.chat,
            wire_id: self.wire_id.clone(),
            sender: self.sender,
        }
    }
}

impl ReadTx<'_> {
    /// Everything that happened to a message, oldest first.
    pub fn message_changes(&self, key: &MessageKey) -> Result<Vec<MessageChange>, StoreError> {
        let mut changes = self.all(
            "Reading what happened to a message",
            CHANGES,
            (key.chat.0, &key.wire_id.0, number(key.sender)),
            change,
        )?;
        changes.sort_by(|a, b| (a.at, &a.by, a.kind, a.actor).cmp(&(b.at, &b.by, b.kind, b.actor)));
        Ok(changes)
    }
}

impl WriteTx<'_> {
    /// Keeps a change and shows it if the message is here. The same again, or an
    /// older one where the newest counts, changes nothing.
    pub fn put_message_change(
        &mut self,
        key: &MessageKey,
        new: &MessageChange,
    ) -> Result<(), StoreError> {
        if self.cleared(key.chat, new.at)? {
            return Ok(());
        }
        self.write_change(key, new)?;
        self.settle(key)
    }

    /// Keeps a change that the user makes here and now: the newest word, whatever
    /// the clocks of others claim.
    pub fn say_message_change(
        &mut self,
        key: &MessageKey,
        new: MessageChange,
    ) -> Result<(), StoreError> {
        let said = self
            .message_changes(key)?
            .into_iter()
            .filter(|known| {
                (known.kind, known.actor) == (new.kind, new.actor) && known.at >= new.at
            })
            .map(|known| known.at.plus_millis(1))
            .max();
        let at = said.unwrap_or(new.at);
        self.put_message_change(key, &MessageChange { at, ..new })
    }

    /// Takes back a change of the account's own that never left.
    pub fn take_back_message_change(
        &mut self,
        key: &MessageKey,
        kind: ChangeKind,
        by: &WireId,
    ) -> Result<(), StoreError> {
        self.run(
            "Taking back a change",
            "DELETE FROM message_changes WHERE chat_id = ?1 AND wire_id = ?2 AND target_id = ?3 AND kind = ?4 \
             AND actor_id = 0 AND by_wire_id = ?5",
            (key.chat.0, &key.wire_id.0, number(key.sender), kind.word(), &by.0),
        )?;
        self.settle(key)
    }

    /// The row alone: newest wins where only one counts.
    pub(crate) fn write_change(
        &mut self,
        key: &MessageKey,
        new: &MessageChange,
    ) -> Result<(), StoreError> {
        // A deletion counts from its first telling, all else from its last.
        let order = if new.kind == ChangeKind::Deleted {
            "(excluded.at, excluded.value) < (at, value)"
        } else {
            "(excluded.at, excluded.value) > (at, value)"
        };
        self.run(
            "Keeping what happened to a message",
            &format!(
                "INSERT INTO message_changes \
                 (chat_id, wire_id, target_id, kind, actor_id, by_wire_id, at, value, payload) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
                 ON CONFLICT DO UPDATE SET at = excluded.at, value = excluded.value, payload = excluded.payload \
                 WHERE {order}"
            ),
            (
                key.chat.0,
                &key.wire_id.0,
                number(key.sender),
                new.kind.word(),
                number(new.actor),
                &new.by.0,
                new.at.0,
                &new.value,
                &new.payload,
            ),
        )?;
        Ok(())
    }

    /// Makes the row of a message say what follows from its changes.
    pub(crate) fn settle(&mut self, key: &MessageKey) -> Result<(), StoreError> {
        let changes = self.message_changes(key)?;
        if changes.is_empty() {
            return self.settle_plain(key);
        }
        if self.is_deleted(key, &changes)? {
            self.erase_changes(key)?;
            return match self.message_by_key(key.chat, &key.wire_id, key.sender)? {
                Some(message) => self.bury(&message),
                None => Ok(()),
            };
        }
        let message = self.message_by_key(key.chat, &key.wire_id, key.sender)?;
        if changes.iter().any(|c| c.kind == ChangeKind::Hidden) {
            return match message {
                Some(message) => self.delete_message(message.id),
                None => self.erase_changes(key),
            };
        }
        let Some(message) = message else {
            return Ok(());
        };
        // What stands in for a message that cannot be read yet has no words that
        // could be edited; its changes wait for it to heal.
        if message.rank() < Rank::Whole {
            return self.message_changed(message.chat, message.id);
        }
        let edits: Vec<&MessageChange> = changes
            .iter()
            .filter(|c| c.kind == ChangeKind::Edit && c.actor == key.sender)
            .collect();
        let original = changes.iter().find(|c| c.kind == ChangeKind::Original);
        let (body, edited_at) = match (edits.last(), original) {
            (Some(newest), original) => {
                if original.is_none() {
                    self.write_change(key, &first_words(&message))?;
                }
                (newest.value.clone(), Some(newest.at))
            }
            (None, Some(original)) => {
                self.drop_changes(key, ChangeKind::Original)?;
                (original.value.clone(), None)
            }
            (None, None) => (message.body.clone(), message.edited_at),
        };
        let starred = changes
            .iter()
            .any(|c| c.kind == ChangeKind::Star && c.value == "1");
        self.run_on_one(
            "Changing a message",
            "UPDATE messages SET body = ?4, edited_at = ?5, starred = ?6 WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
            (
                message.chat.0,
                message.at.0,
                message.id.0,
                body,
                edited_at.map(|t| t.0),
                starred,
            ),
        )?;
        self.message_changed(message.chat, message.id)
    }

    /// A message about which nothing is known beyond itself.
    fn settle_plain(&mut self, key: &MessageKey) -> Result<(), StoreError> {
        if let Some(message) = self.message_by_key(key.chat, &key.wire_id, key.sender)? {
            self.message_changed(message.chat, message.id)?;
        }
        Ok(())
    }

    /// Its sender deleted it; in a group an admin may have. Who is one is not
    /// known here, but the server delivers no such deletion of anybody else.
    fn is_deleted(&self, key: &MessageKey, changes: &[MessageChange]) -> Result<bool, StoreError> {
        let mut deletions = changes
            .iter()
            .filter(|c| c.kind == ChangeKind::Deleted)
            .peekable();
        if deletions.peek().is_none() {
            return Ok(false);
        }
        let group = self
            .chat(key.chat)?
            .is_some_and(|chat| matches!(chat.peer, Peer::Group(_)));
        Ok(deletions.any(|c| group || c.actor == key.sender))
    }

    /// Leaves a tombstone: deleted for everyone means here too.
    fn bury(&mut self, message: &Message) -> Result<(), StoreError> {
        const DOING: &str = "Burying a message";
        self.run_on_one(
            DOING,
            "UPDATE messages SET kind = ?4, body = '', meta = NULL, quoted_wire_id = NULL, edited_at = NULL, starred = 0 \
             WHERE chat_id = ?1 AND at = ?2 AND id = ?3",
            (
                message.chat.0,
                message.at.0,
                message.id.0,
                MessageKind::Deleted.word(),
            ),
        )?;
        self.run(
            DOING,
            "DELETE FROM message_payloads WHERE message_id = ?1",
            [message.id.0],
        )?;
        self.run(
            DOING,
            "DELETE FROM message_media WHERE message_id = ?1",
            [message.id.0],
        )?;
        self.erased();
        self.message_changed(message.chat, message.id)
    }

    /// Nothing of what was said in or about a message stays.
    pub(crate) fn erase_changes(&mut self, key: &MessageKey) -> Result<(), StoreError> {
        for kind in ChangeKind::ALL {
            if kind.ends_with_message() {
                self.drop_changes(key, *kind)?;
            }
        }
        Ok(())
    }

    fn drop_changes(&mut self, key: &MessageKey, kind: ChangeKind) -> Result<(), StoreError> {
        let dropped = self.run(
            "Dropping what happened to a message",
            "DELETE FROM message_changes WHERE chat_id = ?1 AND wire_id = ?2 AND target_id = ?3 AND kind = ?4",
            (key.chat.0, &key.wire_id.0, number(key.sender), kind.word()),
        )?;
        if dropped > 0 {
            self.erased();
        }
        Ok(())
    }

    /// The row of a message looks different, and so may the row of its chat.
    pub(crate) fn message_changed(
        &mut self,
        chat: ChatId,
        message: MessageId,
    ) -> Result<(), StoreError> {
        self.changed(Change::Message { chat, message });
        if self
            .chat(chat)?
            .is_some_and(|chat| chat.last_message == Some(message))
        {
            self.changed(Change::Chat(chat));
        }
        Ok(())
    }
}

fn first_words(message: &Message) -> MessageChange {
    MessageChange {
        kind: ChangeKind::Original,
        actor: message.sender,
        by: WireId(String::new()),
        at: message.at,
        value: message.body.clone(),
        payload: None,
    }
}

pub(crate) fn number(contact: Option<ContactId>) -> i64 {
    contact.map_or(0, |contact| contact.0)
}

pub(crate) fn somebody(number: i64) -> Option<ContactId> {
    (number != 0).then_some(ContactId(number))
}

pub(crate) fn change(row: &Row<'_>) -> rusqlite::Result<MessageChange> {
    Ok(MessageChange {
        kind: code(row, "kind")?,
        actor: somebody(row.get("actor_id")?),
        by: WireId(row.get("by_wire_id")?),
        at: Timestamp(row.get("at")?),
        value: row.get("value")?,
        payload: row.get("payload")?,
    })
}
